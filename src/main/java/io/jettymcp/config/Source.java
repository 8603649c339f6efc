package io.jettymcp.config;

import java.nio.file.Path;

/** Where a setting came from. */
public sealed interface Source {

  /** An option of the command line, with its dashes. */
  record Flag(String name) implements Source {}

  /** An environment variable. */
  record Environment(String name) implements Source {}

  /** A file. */
  record File(Path path) implements Source {}

  /** The embedded simulator, which makes a token of its own. */
  record Simulator() implements Source {}

  /** Nobody said anything. */
  record Default() implements Source {}

  /** For people, for example {@code flag --retries}. */
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
