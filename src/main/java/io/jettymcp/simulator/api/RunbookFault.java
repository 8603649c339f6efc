package io.jettymcp.simulator.api;

/** Faults of the response to a runbook call, while its run continues. */
public enum RunbookFault {
  /** Nothing. */
  NONE,
  /** A 500 with the id of the run that was started. */
  SERVER_ERROR,
  /** The stream breaks before the id of the run. */
  BREAK_BEFORE_ID,
  /** The stream breaks after the id of the run. */
  BREAK_AFTER_ID
}
