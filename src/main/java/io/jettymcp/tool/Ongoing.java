package io.jettymcp.tool;

import static java.nio.charset.StandardCharsets.UTF_8;

import tools.jackson.databind.node.ObjectNode;

/**
 * Says how to follow what a call has begun and not finished.
 *
 * @param arguments those of the tool that follows it
 * @param message how far it is
 */
public record Ongoing(ObjectNode arguments, String message) {
  /** In bytes as JSON. Hosts hold them, encrypted, in an id of at most 1,024 characters. */
  private static final int MAX_ARGUMENTS = 640;

  /** Returns whether arguments are short enough. */
  public static boolean fits(ObjectNode arguments) {
    return arguments.toString().getBytes(UTF_8).length <= MAX_ARGUMENTS;
  }
}
