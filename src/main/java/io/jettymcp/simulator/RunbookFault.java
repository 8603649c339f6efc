package io.jettymcp.simulator;

/** What goes wrong with the answer to a runbook call, while its run goes on. */
public enum RunbookFault {
  /** Nothing. */
  NONE,
  /** A 500 that tells which run was started. */
  SERVER_ERROR,
  /** The stream breaks off before it tells which run was started. */
  BREAK_BEFORE_ID,
  /** The stream breaks off once it has told. */
  BREAK_AFTER_ID
}
