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
 * What a server says first. It is put together as text: hosts wait for it, and the SDK's records
 * would wait for Jackson.
 *
 * @param revision the one agreed on
 * @param json the result of {@code initialize}
 */
public record InitializeResponse(String revision, String json) {
  /** Revisions we speak, oldest first. */
  public static final List<String> REVISIONS =
      List.of(
          ProtocolVersions.MCP_2024_11_05,
          ProtocolVersions.MCP_2025_03_26,
          ProtocolVersions.MCP_2025_06_18,
          ProtocolVersions.MCP_2025_11_25);

  private static final String ICON = "icon.svg";

  /** What there is beside tools. Lists never change while the server runs. */
  record Claims(boolean completions, boolean prompts, boolean resources) {
    static final Claims ALL = new Claims(true, true, true);

    private String json() {
      List<String> claims = new ArrayList<>();
      if (completions) {
        claims.add("\"completions\":{}");
      }
      if (prompts) {
        claims.add("\"prompts\":{\"listChanged\":false}");
      }
      if (resources) {
        claims.add("\"resources\":{\"subscribe\":false,\"listChanged\":false}");
      }
      claims.add("\"tools\":{\"listChanged\":false}");
      return "{" + String.join(",", claims) + "}";
    }
  }

  /** Ours, in the revision asked for if we speak it, else in our newest. */
  static InitializeResponse of(String asked, Claims claims, String version, String instructions) {
    String agreed = REVISIONS.contains(asked) ? asked : REVISIONS.get(REVISIONS.size() - 1);
    return new InitializeResponse(
        agreed,
        "{\"protocolVersion\":"
            + JsonWriter.quoted(agreed)
            + ",\"capabilities\":"
            + claims.json()
            + ",\"serverInfo\":"
            + identity(version)
            + ",\"instructions\":"
            + JsonWriter.quoted(instructions)
            + "}");
  }

  /** Who we are, as hosts show it to people. */
  private static String identity(String version) {
    return "{\"name\":\"jetty-mcp\",\"title\":\"Jetty\",\"version\":"
        + JsonWriter.quoted(version)
        + ",\"description\":\"The whole of Jetty.io as tools: tasks, runs, runbooks, files, routines\""
        + ",\"icons\":[{\"src\":\"data:image/svg+xml;base64,"
        + Icon.BASE64
        + "\",\"mimeType\":\"image/svg+xml\",\"sizes\":[\"any\"]}]"
        + ",\"websiteUrl\":\"https://jetty.io\"}";
  }

  /** Read when it is asked for. */
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
