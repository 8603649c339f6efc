package io.jettymcp.config;

/** Selects whether destructive calls need a confirmation. */
public enum Confirm {
  /** The user is asked; where the host cannot ask, the call is declined. */
  ASK,
  /** Confirmation is left to the host's own prompt. */
  NEVER
}
