package io.jettymcp.runs;

import io.jettymcp.jetty.Failure.BadArguments;
import io.jettymcp.lint.Severity;
import io.jettymcp.tool.View;
import io.jettymcp.workflow.Finding;
import io.jettymcp.workflow.Linter;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** Reports what the linter finds in a workflow. */
public record WorkflowCheck(List<Finding> findings) {
  public static final View<Finding> FINDING =
      View.of(Finding.class)
          .text("where", Finding::where)
          .text("what", Finding::what)
          .max(400)
          .text("right_name", Finding::fix)
          .text("why", Finding::why)
          .max(400);

  public static final View<WorkflowCheck> VIEW =
      View.of(WorkflowCheck.class)
          .bool("valid", check -> check.of(Severity.ERROR).isEmpty())
          .describedAs("No errors")
          .required()
          .list("errors", FINDING, check -> check.of(Severity.ERROR))
          .required()
          .list("warnings", FINDING, check -> check.of(Severity.WARNING))
          .required();

  /** Replaces a hidden value; storing it would overwrite that value. */
  private static final String REDACTED = "[redacted]";

  private static final int MAX_IN_TEXT = 10;

  private List<Finding> of(Severity severity) {
    return findings.stream().filter(finding -> finding.severity() == severity).toList();
  }

  /**
   * Checks a workflow that is about to be stored.
   *
   * @return the warnings, and where errors are skipped, those too
   * @throws BadArguments if its structure is wrong
   */
  public static List<Finding> beforeStoring(JsonNode workflow, boolean skip) {
    if (holdsRedacted(workflow)) {
      throw new BadArguments(
          "workflow",
          "\"workflow\" holds "
              + REDACTED
              + ", which replaces a value that was hidden when it was read. Use a path such as"
              + " init_params.name there, or leave that step as it is.");
    }
    WorkflowCheck check = new WorkflowCheck(new Linter().lint(workflow));
    List<Finding> errors = check.of(Severity.ERROR);
    if (!errors.isEmpty() && !skip) {
      throw new BadArguments(
          "workflow",
          "\"workflow\" cannot run as it is, so nothing was stored:\n"
              + errors.stream()
                  .limit(MAX_IN_TEXT)
                  .map(WorkflowCheck::line)
                  .collect(Collectors.joining("\n"))
              + (errors.size() > MAX_IN_TEXT
                  ? "\n- and " + (errors.size() - MAX_IN_TEXT) + " more"
                  : "")
              + "\nFix it, or pass skip_validation to store it anyway.");
    }
    return Stream.concat(check.of(Severity.WARNING).stream(), errors.stream()).toList();
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

  private static boolean holdsRedacted(JsonNode value) {
    return value.isString()
        ? value.stringValue().contains(REDACTED)
        : value.values().stream().anyMatch(WorkflowCheck::holdsRedacted);
  }
}
