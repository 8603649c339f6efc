package io.jettymcp.runbooks.document;

import io.jettymcp.lint.Severity;
import java.util.Arrays;

/**
 * Describes one problem of a runbook. Quotes names of the runbook only, never a value, which may be
 * a secret.
 *
 * @param line the line of the file, from 1
 * @param where the part of the runbook, such as {@code secrets.OPENAI.env} or {@code ## Parameters}
 * @param what what is wrong there, a sentence
 * @param fix what to do about it, a sentence
 */
public record RunbookFinding(Level level, int line, String where, String what, String fix) {
  /** Ranks findings; Jetty runs everything below the first level. */
  public enum Level {
    /** It cannot run at all. */
    REFUSAL(Severity.FAILS),
    /** It breaks a rule of the format, so that a part of it does not work. */
    ERROR(Severity.LOSES),
    WARNING(Severity.DOUBTFUL);

    private final Severity severity;

    Level(Severity severity) {
      this.severity = severity;
    }

    Severity severity() {
      return severity;
    }

    static Level of(Severity severity) {
      return Arrays.stream(values()).filter(l -> l.severity == severity).findFirst().orElseThrow();
    }
  }

  /** Returns whether the runbook is invalid because of it. */
  public boolean error() {
    return level != Level.WARNING;
  }

  /** Returns whether the runbook cannot run because of it. */
  public boolean refuses() {
    return level == Level.REFUSAL;
  }
}
