package io.jettymcp.mcp;

import io.jettymcp.json.JsonWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Base64;

/**
 * Describes the server as JSON. Written without a mapper: hosts wait for the first response, and
 * loading Jackson takes longer than the rest.
 */
public final class ServerIdentity {
  private static final String ICON = "icon.svg";

  private ServerIdentity() {}

  /** Describes the server as hosts show it to users. */
  public static String full(String version) {
    return "{\"name\":\"jetty-mcp\",\"title\":\"Jetty\",\"version\":"
        + JsonWriter.quoted(version)
        + ",\"description\":\"Jetty.io as tools: tasks, runs, runbooks, files, routines\""
        + ",\"icons\":[{\"src\":\"data:image/svg+xml;base64,"
        + Icon.BASE64
        + "\",\"mimeType\":\"image/svg+xml\",\"sizes\":[\"any\"]}]"
        + ",\"websiteUrl\":\"https://jetty.io\"}";
  }

  /** Names the server and its version, for every result. */
  public static String brief(String version) {
    return "{\"name\":\"jetty-mcp\",\"version\":" + JsonWriter.quoted(version) + "}";
  }

  /** Loaded on first use. */
  private static final class Icon {
    static final String BASE64 = Base64.getEncoder().encodeToString(bytes());

    private static byte[] bytes() {
      try (InputStream in = ServerIdentity.class.getResourceAsStream(ICON)) {
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
