package io.jettymcp.workflow;

/** How bad a finding is. */
public enum Severity {
  /** The workflow cannot run as it is written. */
  ERROR,
  /** The workflow may run, but not as its author expects. */
  WARNING
}
