package io.jettymcp.cli.doctor;

import java.util.Optional;

/**
 * One thing that was checked.
 *
 * @param about in a word or two
 * @param result what was found, without a full stop
 * @param fix what to do about it
 */
record Check(Outcome outcome, String about, String result, Optional<String> fix) {
  /** Says what a result means. */
  enum Outcome {
    OK("ok"),
    NOTE("note"),
    WARNING("WARN"),
    FAILURE("FAIL");

    private final String label;

    Outcome(String label) {
      this.label = label;
    }

    String label() {
      return label;
    }
  }

  static Check ok(String about, String result) {
    return new Check(Outcome.OK, about, result, Optional.empty());
  }

  static Check note(String about, String result) {
    return new Check(Outcome.NOTE, about, result, Optional.empty());
  }

  static Check warning(String about, String problem) {
    return new Check(Outcome.WARNING, about, problem, Optional.empty());
  }

  static Check warning(String about, String problem, String fix) {
    return new Check(Outcome.WARNING, about, problem, Optional.of(fix));
  }

  static Check failure(String about, String problem, String fix) {
    return new Check(Outcome.FAILURE, about, problem, Optional.of(fix));
  }

  boolean isFailure() {
    return outcome == Outcome.FAILURE;
  }
}
