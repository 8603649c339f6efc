package io.jettymcp.protocol;

import io.modelcontextprotocol.spec.McpSchema;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.List;

/** Who we are, as hosts show it to people. */
final class Identity {
  private static final String ICON = "icon.svg";
  private static final String SVG = "image/svg+xml";

  private Identity() {}

  static McpSchema.Implementation of(String version) {
    return McpSchema.Implementation.builder("jetty-mcp", version)
        .title("Jetty")
        .description("The whole of Jetty.io as tools: tasks, runs, runbooks, files, routines")
        .websiteUrl("https://jetty.io")
        .icons(List.of(icon()))
        .build();
  }

  private static McpSchema.Icon icon() {
    try (InputStream in = Identity.class.getResourceAsStream(ICON)) {
      if (in == null) {
        throw new IllegalStateException(ICON + " is missing from the program");
      }
      String base64 = Base64.getEncoder().encodeToString(in.readAllBytes());
      return McpSchema.Icon.builder("data:" + SVG + ";base64," + base64)
          .mimeType(SVG)
          .sizes(List.of("any"))
          .build();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
