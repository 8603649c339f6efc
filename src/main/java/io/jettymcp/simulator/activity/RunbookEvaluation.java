package io.jettymcp.simulator.activity;

import io.jettymcp.json.Json;
import io.jettymcp.runbooks.document.CodeCheck;
import io.jettymcp.runbooks.document.Runbook;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Evaluates a runbook of version 2. Nothing is run here: a check passes if it has a usable fence,
 * and the runbook passes if its checks do and each of its parameters has a value. Where Jetty puts
 * its verdict is not documented; here it is among the outputs of the step.
 */
final class RunbookEvaluation {
  private static final String VERSION = "runbook_evals_version";

  private final Runbook runbook;

  RunbookEvaluation(Runbook runbook) {
    this.runbook = runbook;
  }

  /** Returns whether the run or its task declares version 2, without which no check is run. */
  static boolean isOn(StepContext step) {
    JsonNode sent = step.request().initParams().path(VERSION);
    JsonNode declared =
        sent.isMissingNode() ? step.request().task().initParams().path(VERSION) : sent;
    return declared.asString("").equals("2");
  }

  String verdict() {
    return runbook.checks().stream().allMatch(RunbookEvaluation::isUsable) ? "pass" : "fail";
  }

  /** The report of the agent, whose verdict is a hint only. */
  ObjectNode report() {
    ObjectNode report = Json.object().put("version", 2).put("verdict", verdict());
    ArrayNode checks = report.putArray("checks");
    runbook
        .steps()
        .forEach(step -> add(checks, "step", "step-" + step.number(), step.title(), "pass"));
    runbook
        .checks()
        .forEach(
            check ->
                add(
                    checks,
                    "code_check",
                    check.id(),
                    check.name(),
                    isUsable(check) ? "pass" : "error"));
    return report;
  }

  private static boolean isUsable(CodeCheck check) {
    return check.kind() != CodeCheck.Kind.UNUSABLE;
  }

  private static void add(ArrayNode checks, String kind, String id, String name, String status) {
    checks.addObject().put("kind", kind).put("id", id).put("name", name).put("status", status);
  }
}
