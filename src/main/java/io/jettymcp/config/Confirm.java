package io.jettymcp.config;

/** What happens before something is destroyed. */
public enum Confirm {
  /** The user is asked; where the host cannot ask, nothing is destroyed. */
  ASK,
  /** The host's own prompt is trusted to have asked. */
  NEVER
}
