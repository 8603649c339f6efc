package io.jettymcp.mcp.legacy;

import io.jettymcp.json.JsonWriter;
import io.jettymcp.mcp.ServerIdentity;
import io.jettymcp.mcp.Skills;
import io.modelcontextprotocol.spec.ProtocolVersions;
import java.util.ArrayList;
import java.util.List;

/**
 * Holds the result of {@code initialize}. Written without a mapper: hosts wait for it, and loading
 * Jackson takes longer than the rest.
 *
 * @param revision the negotiated one
 * @param json the result of {@code initialize}
 */
public record InitializeResponse(String revision, String json) {
  /** Supported revisions, oldest first. */
  public static final List<String> REVISIONS =
      List.of(
          ProtocolVersions.MCP_2024_11_05,
          ProtocolVersions.MCP_2025_03_26,
          ProtocolVersions.MCP_2025_06_18,
          ProtocolVersions.MCP_2025_11_25);

  /** Capabilities that depend on the enabled tools. Lists never change while the server runs. */
  record Capabilities(boolean completions, boolean prompts) {
    static final Capabilities ALL = new Capabilities(true, true);

    private String json() {
      List<String> declared = new ArrayList<>();
      if (completions) {
        declared.add("\"completions\":{}");
      }
      declared.add("\"extensions\":{" + Skills.CAPABILITY + "}");
      if (prompts) {
        declared.add("\"prompts\":{\"listChanged\":false}");
      }
      declared.add("\"resources\":{\"subscribe\":false,\"listChanged\":false}");
      declared.add("\"tools\":{\"listChanged\":false}");
      return "{" + String.join(",", declared) + "}";
    }
  }

  /** Responds in the requested revision if it is supported, else in the newest. */
  static InitializeResponse of(
      String asked, Capabilities capabilities, String version, String instructions) {
    String agreed = REVISIONS.contains(asked) ? asked : REVISIONS.get(REVISIONS.size() - 1);
    return new InitializeResponse(
        agreed,
        "{\"protocolVersion\":"
            + JsonWriter.quoted(agreed)
            + ",\"capabilities\":"
            + capabilities.json()
            + ",\"serverInfo\":"
            + ServerIdentity.full(version)
            + ",\"instructions\":"
            + JsonWriter.quoted(instructions)
            + "}");
  }
}
