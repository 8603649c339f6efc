package io.jettymcp.workflow;

import io.jettymcp.lint.Findings;
import io.jettymcp.lint.Severity;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Collects what the rules find in a workflow. */
final class WorkflowFindings {
  private final Findings<Finding> findings = new Findings<>();

  void add(Severity severity, String where, String what, Supplier<Optional<Fix>> fix, String why) {
    findings.add(severity, () -> finding(severity, where, what, fix.get(), why));
  }

  void fails(String where, String what, Supplier<Optional<Fix>> fix, String why) {
    add(Severity.FAILS, where, what, fix, why);
  }

  void fails(String where, String what, String why) {
    fails(where, what, Fix.none(), why);
  }

  void doubtful(String where, String what, Supplier<Optional<Fix>> fix, String why) {
    add(Severity.DOUBTFUL, where, what, fix, why);
  }

  void doubtful(String where, String what, String why) {
    doubtful(where, what, Fix.none(), why);
  }

  void known(Severity severity, String where, String what, Fix fix, KnownIssue issue) {
    add(severity, where, what, () -> Optional.of(fix), issue.why());
  }

  void known(String where, Fix fix, KnownIssue issue) {
    known(issue.severity(), where, issue.activity() + ": " + issue.wrong(), fix, issue);
  }

  void known(String where, KnownIssue issue) {
    known(where, Fix.of(issue.right()), issue);
  }

  List<Finding> list() {
    return findings.list(
        (severity, what, fix) -> finding(severity, "workflow", what, Optional.empty(), fix));
  }

  private static Finding finding(
      Severity severity, String where, String what, Optional<Fix> fix, String why) {
    return new Finding(
        severity, where, what, fix.map(Fix::text), why, fix.map(Fix::changes).orElse(List.of()));
  }
}
