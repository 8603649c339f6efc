package io.jettymcp.config;

/** Selects whether long calls become tasks. */
public enum TaskMode {
  /** They do for hosts that declare the extension in the request. */
  AUTO,
  /** They never do: the server does not have the extension. */
  OFF
}
