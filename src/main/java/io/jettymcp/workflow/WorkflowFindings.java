package io.jettymcp.workflow;

import io.jettymcp.lint.Findings;
import io.jettymcp.lint.Severity;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Collects what the rules find in a workflow. */
final class WorkflowFindings {
  private final Findings<Finding> findings = new Findings<>();

  void add(
      Severity severity, String where, String what, Supplier<Optional<String>> fix, String why) {
    findings.add(severity, () -> new Finding(severity, where, what, fix.get(), why));
  }

  void error(String where, String what, Supplier<Optional<String>> fix, String why) {
    add(Severity.ERROR, where, what, fix, why);
  }

  void error(String where, String what, String why) {
    error(where, what, Optional::empty, why);
  }

  void warning(String where, String what, Supplier<Optional<String>> fix, String why) {
    add(Severity.WARNING, where, what, fix, why);
  }

  void warning(String where, String what, String why) {
    warning(where, what, Optional::empty, why);
  }

  void known(String where, String what, String fix, KnownIssue issue) {
    warning(where, what, () -> Optional.of(fix), issue.why());
  }

  void known(String where, KnownIssue issue) {
    known(where, issue.activity() + ": " + issue.wrong(), issue.right(), issue);
  }

  List<Finding> list() {
    return findings.list(
        (severity, what, fix) -> new Finding(severity, "workflow", what, Optional.empty(), fix));
  }
}
