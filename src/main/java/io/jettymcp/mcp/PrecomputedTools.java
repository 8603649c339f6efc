package io.jettymcp.mcp;

import io.jettymcp.json.JsonWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Holds the result of {@code tools/list} for all tools, as computed at build time. */
public final class PrecomputedTools {
  /** The output of {@code jetty-mcp tools --json} for all tools. */
  private static final String MANIFEST = "/tools-manifest.json";

  private static final String LISTED = listed();

  private PrecomputedTools() {}

  /** Returns the result as JSON; the first call reads it. */
  public static String list() {
    return LISTED;
  }

  private static String listed() {
    String manifest = JsonWriter.compact(manifest());
    return "{" + manifest.substring(manifest.indexOf("\"tools\":["));
  }

  private static String manifest() {
    try (InputStream in = PrecomputedTools.class.getResourceAsStream(MANIFEST)) {
      if (in == null) {
        throw new IllegalStateException(MANIFEST + " is missing from the program");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
