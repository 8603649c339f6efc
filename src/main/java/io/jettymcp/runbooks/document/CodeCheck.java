package io.jettymcp.runbooks.document;

/**
 * A check of version 2, {@code ### id — name} with a fence.
 *
 * @param kind of its fence
 * @param byAgent whether the agent runs it and not Jetty
 * @param line of its heading, from 1
 */
public record CodeCheck(String id, String name, Kind kind, boolean byAgent, int line) {
  /** The kinds of checks. */
  public enum Kind {
    COMMAND,
    BUILT_IN,
    INSTRUCTION,
    /** It has no usable fence; Jetty records it as an error. */
    UNUSABLE
  }
}
