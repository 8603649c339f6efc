package io.jettymcp.mcp;

import io.jettymcp.json.JsonWriter;
import io.modelcontextprotocol.spec.ProtocolVersions;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Base64;
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

  private static final String ICON = "icon.svg";

  /** Capabilities besides tools. Lists never change while the server runs. */
  record Capabilities(boolean completions, boolean prompts, boolean resources) {
    static final Capabilities ALL = new Capabilities(true, true, true);

    private String json() {
      List<String> declared = new ArrayList<>();
      if (completions) {
        declared.add("\"completions\":{}");
      }
      if (prompts) {
        declared.add("\"prompts\":{\"listChanged\":false}");
      }
      if (resources) {
        declared.add("\"resources\":{\"subscribe\":false,\"listChanged\":false}");
      }
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
            + identity(version)
            + ",\"instructions\":"
            + JsonWriter.quoted(instructions)
            + "}");
  }

  /** Describes the server as hosts show it to users. */
  private static String identity(String version) {
    return "{\"name\":\"jetty-mcp\",\"title\":\"Jetty\",\"version\":"
        + JsonWriter.quoted(version)
        + ",\"description\":\"Jetty.io as tools: tasks, runs, runbooks, files, routines\""
        + ",\"icons\":[{\"src\":\"data:image/svg+xml;base64,"
        + Icon.BASE64
        + "\",\"mimeType\":\"image/svg+xml\",\"sizes\":[\"any\"]}]"
        + ",\"websiteUrl\":\"https://jetty.io\"}";
  }

  /** Loaded on first use. */
  private static final class Icon {
    static final String BASE64 = Base64.getEncoder().encodeToString(bytes());

    private static byte[] bytes() {
      try (InputStream in = InitializeResponse.class.getResourceAsStream(ICON)) {
        if (in == null) {
          throw new IllegalStateException(ICON + " is missing from the program");
        }
        return in.readAllBytes();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
