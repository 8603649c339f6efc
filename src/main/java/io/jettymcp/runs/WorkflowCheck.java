package io.jettymcp.runs;

import io.jettymcp.jetty.Failure.BadArguments;
import io.jettymcp.lint.Severity;
import io.jettymcp.text.RedactionMark;
import io.jettymcp.tool.View;
import io.jettymcp.workflow.Finding;
import io.jettymcp.workflow.Linter;
import io.jettymcp.workflow.StoredTree;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** Reports what the linter finds in a workflow. */
public record WorkflowCheck(List<Finding> findings) {
  public static final View<Finding> FINDING =
      View.of(Finding.class)
          .text("severity", finding -> finding.severity().label())
          .describedAs("fails, loses (goes through, does not do its work) or doubtful")
          .text("where", Finding::where)
          .text("what", Finding::what)
          .max(400)
          .text("fix", Finding::fix)
          .text("why", Finding::why)
          .max(400);

  public static final View<WorkflowCheck> VIEW =
      View.of(WorkflowCheck.class)
          .bool("valid", check -> check.failing().isEmpty())
          .describedAs("No finding fails")
          .required()
          .list("findings", FINDING, WorkflowCheck::findings)
          .describedAs("The worst first")
          .required();

  private static final int MAX_IN_TEXT = 10;

  /** Reports that a run fails at a place that is hidden. */
  private static final Finding HIDDEN =
      new Finding(
          Severity.FAILS,
          "workflow",
          "has a hidden value that makes a run fail",
          Optional.empty(),
          "It is hidden because it holds a secret, so the place is not shown.",
          List.of());

  /**
   * Checks a workflow that holds secrets.
   *
   * @param shown the same as results show it: findings quote it, and a quote is cut
   * @return the findings in the shown workflow, without those that the hiding of values brought
   */
  public static WorkflowCheck of(Linter linter, JsonNode workflow, JsonNode shown) {
    List<Finding> found = linter.lint(shown);
    if (shown.equals(workflow)) {
      return new WorkflowCheck(
          found.stream().filter(finding -> !RedactionMark.isIn(finding.what())).toList());
    }
    List<Finding> real = linter.lint(workflow);
    WorkflowCheck check =
        new WorkflowCheck(found.stream().filter(finding -> isAmong(finding, real)).toList());
    return check.failing().isEmpty() && !new WorkflowCheck(real).failing().isEmpty()
        ? new WorkflowCheck(Stream.concat(Stream.of(HIDDEN), check.findings().stream()).toList())
        : check;
  }

  private static boolean isAmong(Finding finding, List<Finding> real) {
    return real.stream()
        .anyMatch(
            other ->
                other.severity() == finding.severity() && other.where().equals(finding.where()));
  }

  private List<Finding> failing() {
    return findings.stream().filter(finding -> finding.severity() == Severity.FAILS).toList();
  }

  /**
   * Checks a new workflow that is about to be stored.
   *
   * @return the warnings, and where errors are skipped, those too
   * @throws BadArguments if its structure is wrong, or if it has marks of hidden values
   */
  public static List<Finding> beforeStoring(JsonNode workflow, boolean skip) {
    refuse("workflow", StoredTree.NOTHING.replacedBy(workflow).unknownMarks());
    return beforeReplacing(workflow, workflow, skip);
  }

  /**
   * Refuses marks that replace no stored value.
   *
   * @param argument the argument that has them
   * @param marks their paths
   */
  public static void refuse(String argument, List<String> marks) {
    refuse(
        argument,
        marks,
        "Nothing was stored. Pass the value itself, or a path such as init_params.name.");
  }

  /**
   * Refuses marks that replace no stored value.
   *
   * @param advice what to do instead, and what was not done
   */
  static void refuse(String argument, List<String> marks, String advice) {
    if (!marks.isEmpty()) {
      throw new BadArguments(
          argument,
          "\""
              + argument
              + "\" has the mark of a hidden value, such as "
              + RedactionMark.REDACTED
              + ", where no such value is stored: "
              + marks.stream()
                  .limit(MAX_IN_TEXT)
                  .map(path -> path.isEmpty() ? "(all of it)" : path)
                  .collect(Collectors.joining(", "))
              + (marks.size() > MAX_IN_TEXT ? " and " + (marks.size() - MAX_IN_TEXT) + " more" : "")
              + ". "
              + advice);
    }
  }

  /**
   * Refuses hidden values that would become visible.
   *
   * @param argument the argument that moves them
   * @param places their paths
   */
  public static void refuseExposed(String argument, List<String> places) {
    if (!places.isEmpty()) {
      throw new BadArguments(
          argument,
          "A hidden value would become visible at "
              + places.stream()
                  .limit(MAX_IN_TEXT)
                  .map(path -> path.isEmpty() ? argument : path)
                  .collect(Collectors.joining(", "))
              + ". Nothing was stored. Pass the value itself or keep its name.");
    }
  }

  /**
   * Checks a workflow that is about to replace a stored one.
   *
   * @param shown the same as results show it: findings quote it, and a quote is cut
   * @param skip whether to store it although a run fails for certain
   * @return the findings, the worst first
   * @throws BadArguments if a run fails for certain
   */
  public static List<Finding> beforeReplacing(JsonNode workflow, JsonNode shown, boolean skip) {
    WorkflowCheck check = of(new Linter(), workflow, shown);
    List<Finding> failing = check.failing();
    if (!failing.isEmpty() && !skip) {
      throw new BadArguments(
          "workflow",
          "\"workflow\" cannot run as it is, so nothing was stored:\n"
              + failing.stream()
                  .limit(MAX_IN_TEXT)
                  .map(WorkflowCheck::line)
                  .collect(Collectors.joining("\n"))
              + (failing.size() > MAX_IN_TEXT
                  ? "\n- and " + (failing.size() - MAX_IN_TEXT) + " more"
                  : "")
              + "\nFix it, or pass skip_validation to store it anyway.");
    }
    return check.findings();
  }

  private static String line(Finding finding) {
    return "- "
        + finding.where()
        + ": "
        + finding.what()
        + finding.fix().map(name -> " (likely fix: " + name + ")").orElse("")
        + ". "
        + finding.why();
  }
}
