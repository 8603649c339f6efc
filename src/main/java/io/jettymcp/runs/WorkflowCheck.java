package io.jettymcp.runs;

import io.jettymcp.jetty.Failure.BadArguments;
import io.jettymcp.json.Json;
import io.jettymcp.lint.Severity;
import io.jettymcp.tool.View;
import io.jettymcp.workflow.Finding;
import io.jettymcp.workflow.Linter;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What the linter says of a workflow, in the words of the tools. */
public final class WorkflowCheck {
  public static final View<JsonNode> FINDING =
      View.of(JsonNode.class)
          .text("where")
          .text("what")
          .max(400)
          .text("right_name")
          .text("why")
          .max(400);

  /** How a redacted value looks; storing it would overwrite what it stands for. */
  private static final String REDACTED = "[redacted]";

  private static final int MAX_IN_TEXT = 10;

  private WorkflowCheck() {}

  public static ArrayNode describe(List<Finding> findings, Severity severity) {
    ArrayNode list = Json.array();
    findings.stream()
        .filter(finding -> finding.severity() == severity)
        .map(WorkflowCheck::describe)
        .forEach(list::add);
    return list;
  }

  public static ObjectNode describe(Finding finding) {
    ObjectNode item = Json.object().put("where", finding.where()).put("what", finding.what());
    finding.fix().ifPresent(name -> item.put("right_name", name));
    return item.put("why", finding.why());
  }

  /**
   * Checks a workflow that is about to be stored.
   *
   * @return the warnings
   * @throws BadArguments if its structure is wrong
   */
  public static ArrayNode beforeStoring(JsonNode workflow, boolean skip) {
    if (holdsRedacted(workflow)) {
      throw new BadArguments(
          "workflow",
          "\"workflow\" holds "
              + REDACTED
              + ", which stands for a value that was hidden when it was read. Put a path such as"
              + " init_params.name there, or leave that step as it is.");
    }
    List<Finding> findings = new Linter().lint(workflow);
    List<Finding> errors =
        findings.stream().filter(finding -> finding.severity() == Severity.ERROR).toList();
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
              + "\nMend it, or pass skip_validation to store it all the same.");
    }
    ArrayNode said = describe(findings, Severity.WARNING);
    if (skip) {
      said.addAll(describe(findings, Severity.ERROR));
    }
    return said;
  }

  private static String line(Finding finding) {
    return "- "
        + finding.where()
        + ": "
        + finding.what()
        + finding.fix().map(name -> " (right: " + name + ")").orElse("")
        + ". "
        + finding.why();
  }

  private static boolean holdsRedacted(JsonNode value) {
    return value.isString()
        ? value.stringValue().contains(REDACTED)
        : value.values().stream().anyMatch(WorkflowCheck::holdsRedacted);
  }
}
