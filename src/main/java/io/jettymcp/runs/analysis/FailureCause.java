package io.jettymcp.runs.analysis;

import io.jettymcp.runs.KnownError;
import io.jettymcp.runs.SilentFailure;
import io.jettymcp.runs.analysis.RunFacts.Fault;
import io.jettymcp.workflow.KnownIssue;
import io.jettymcp.workflow.KnownIssues;
import java.util.Locale;
import java.util.Optional;

/**
 * The cause of a failure, by which runs that failed in the same way are counted once, whatever the
 * words of their errors.
 *
 * @param step empty where no step failed
 * @param name a word for the cause; empty if it is not known here
 * @param message the error, or the evidence
 * @param fix empty if none is known
 * @param key equal for the same cause at the same step; never shown
 */
record FailureCause(
    String step, Optional<String> name, String message, Optional<String> fix, String key) {
  static FailureCause of(Fault fault, String status) {
    Optional<KnownIssue> issue = KnownIssues.matching(fault.activity(), fault.message());
    if (issue.isPresent()) {
      String fix = "Problem: " + issue.get().wrong() + ". Instead: " + issue.get().right() + ".";
      return known(fault, "known_issue", fix, issue.get().wrong());
    }
    Optional<KnownError> error =
        status.equals("timed_out")
            ? Optional.of(KnownError.TIMED_OUT)
            : KnownError.in(fault.message());
    return error
        .map(known -> known(fault, known.name().toLowerCase(Locale.ROOT), known.fix(), ""))
        .orElseGet(
            () ->
                new FailureCause(
                    fault.step(),
                    Optional.empty(),
                    fault.message(),
                    Optional.empty(),
                    fault.step() + '\n' + fault.pattern()));
  }

  static FailureCause of(SilentFailure silent) {
    String step = silent.step().orElse("");
    return new FailureCause(
        step,
        Optional.of("completed_without_success"),
        silent.why(),
        Optional.of(silent.fix()),
        step + '\n' + silent.why());
  }

  private static FailureCause known(Fault fault, String name, String fix, String detail) {
    return new FailureCause(
        fault.step(),
        Optional.of(name),
        fault.message(),
        Optional.of(fix),
        String.join("\n", fault.step(), name, detail));
  }
}
