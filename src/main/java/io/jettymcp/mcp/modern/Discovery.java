package io.jettymcp.mcp.modern;

import io.jettymcp.json.JsonWriter;
import io.jettymcp.mcp.ServerIdentity;
import java.util.List;

/**
 * Holds what {@code server/discover} says, as JSON. Written without a mapper: hosts wait for it,
 * and take a late server for one of the legacy era.
 *
 * @param capabilities as a JSON object
 * @param instructions for the model
 * @param identity of the server, as a JSON object
 * @param brief the same in short, for every other result
 */
public record Discovery(String capabilities, String instructions, String identity, String brief) {
  /** Describes this server. */
  public static Discovery of(String capabilities, String instructions, String version) {
    return new Discovery(
        capabilities, instructions, ServerIdentity.full(version), ServerIdentity.brief(version));
  }

  /**
   * Returns the capabilities of the catalog. Lists never change while the server runs, so none says
   * that it does: hosts would hold a connection open for each server.
   *
   * @param extensions as members of a JSON object
   */
  public static String capabilities(
      boolean completions, boolean prompts, boolean resources, List<String> extensions) {
    StringBuilder json = new StringBuilder("{\"tools\":{}");
    if (resources) {
      json.append(",\"resources\":{}");
    }
    if (prompts) {
      json.append(",\"prompts\":{}");
    }
    if (completions) {
      json.append(",\"completions\":{}");
    }
    if (!extensions.isEmpty()) {
      json.append(",\"extensions\":{").append(String.join(",", extensions)).append('}');
    }
    return json.append('}').toString();
  }

  /** Returns the result of {@code server/discover}. */
  String result(List<String> revisions) {
    StringBuilder json = new StringBuilder(4096);
    json.append("{\"resultType\":\"complete\",\"supportedVersions\":[");
    for (int i = 0; i < revisions.size(); i++) {
      json.append(i == 0 ? "" : ",").append(JsonWriter.quoted(revisions.get(i)));
    }
    return json.append("],\"capabilities\":")
        .append(capabilities)
        .append(",\"instructions\":")
        .append(JsonWriter.quoted(instructions))
        .append(',')
        .append(CacheHints.OF_LISTS.members())
        .append(",\"_meta\":{\"" + RequestMeta.SERVER_INFO + "\":")
        .append(identity)
        .append("}}")
        .toString();
  }
}
