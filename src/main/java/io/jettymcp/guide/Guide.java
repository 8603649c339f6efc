package io.jettymcp.guide;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Texts for agents; they live in {@code src/main/resources/guide}. */
public final class Guide {
  private Guide() {}

  /** What every session begins with, below the 2,000 characters that hosts show. */
  public static String instructions() {
    return text("/guide/instructions.md");
  }

  static String text(String resource) {
    try (InputStream in = Guide.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException(resource + " is missing from the program");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
