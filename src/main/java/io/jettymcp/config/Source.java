package io.jettymcp.config;

import java.nio.file.Path;

/** Records where the value of a setting came from. */
public sealed interface Source {

  /** A flag, with its dashes. */
  record Flag(String name) implements Source {}

  record Environment(String name) implements Source {}

  record File(Path path) implements Source {}

  /** The embedded simulator, which creates its own token. */
  record Simulator() implements Source {}

  record Default() implements Source {}

  /** Returns what errors about the value begin with, for example {@code --retries}. */
  default String culprit() {
    if (this instanceof Flag flag) {
      return flag.name();
    }
    return this instanceof Environment variable ? variable.name() : words();
  }

  /** Returns it in words, for example {@code flag --retries}. */
  default String words() {
    if (this instanceof Flag flag) {
      return "flag " + flag.name();
    }
    if (this instanceof Environment variable) {
      return "environment variable " + variable.name();
    }
    if (this instanceof File file) {
      return "file " + file.path();
    }
    return this instanceof Simulator ? "the simulator" : "default";
  }
}
