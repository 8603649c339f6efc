package io.jettymcp.cli.completion;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;

/** A shell for which there is a script. */
enum Shell {
  BASH,
  ZSH,
  FISH;

  String script() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(Shell.class.getResourceAsStream(name().toLowerCase(Locale.ROOT)))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** Returns the name as it is typed. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
