package io.jettymcp.lint;

import java.util.Locale;

/** Ranks findings by what happens to a run, worst first. */
public enum Severity {
  /** The run fails for certain, or has nothing to do. */
  FAILS,
  /** The run goes through and does not do its work. */
  LOSES,
  /** The run may work: what is here may be right, or is not known. */
  DOUBTFUL;

  /** The word for it in results. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The milder of two. */
  public Severity atMost(Severity worst) {
    return compareTo(worst) < 0 ? worst : this;
  }
}
