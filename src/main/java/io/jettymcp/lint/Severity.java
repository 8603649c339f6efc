package io.jettymcp.lint;

/** Tells findings that prevent a run from those that make it surprising. */
public enum Severity {
  /** It cannot run as it is written. */
  ERROR,
  /** It may run, but not as its author expects. */
  WARNING
}
