package io.jettymcp.runbooks;

import static io.jettymcp.runbooks.RunbookSource.RUNBOOK;
import static io.jettymcp.runbooks.RunbookSource.RUNBOOK_PATH;

import io.jettymcp.json.Json;
import io.jettymcp.runbooks.document.Frontmatter;
import io.jettymcp.runbooks.document.Frontmatter.SecretNeed;
import io.jettymcp.runbooks.document.Parameter;
import io.jettymcp.runbooks.document.Runbook;
import io.jettymcp.runbooks.document.RunbookFinding;
import io.jettymcp.runbooks.document.RunbookStep;
import io.jettymcp.tool.Call;
import io.jettymcp.tool.Effect;
import io.jettymcp.tool.Result;
import io.jettymcp.tool.Tool;
import io.jettymcp.tool.Toolset;
import io.jettymcp.tool.View;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What is in a runbook, and what is wrong with it. Jetty is asked nothing. */
public final class RunbookCheck {
  static final View.ObjectView FINDING =
      View.object(
          View.whole("line", ""),
          View.text("where", ""),
          View.text("what", "", 400),
          View.text("fix", "", 400));

  private static final View.ObjectView FRONTMATTER =
      View.object(
          View.text("version", ""),
          View.text("evaluation", ""),
          View.text("agent", ""),
          View.text("model", ""),
          View.text("model_provider", ""),
          View.text("snapshot", ""),
          View.text("image", ""),
          View.texts("primary_outputs", ""),
          View.texts("mcp_servers", "Their names"),
          View.flag("strict_evaluation", ""),
          View.text("code_checks_executor", ""));

  private static final View.ObjectView PARAMETER =
      View.object(
          View.text("name", ""),
          View.flag("required", "Has no default"),
          View.text("default", ""),
          View.text("description", "", 300),
          View.whole("line", ""));

  private static final View.ObjectView SECRET =
      View.object(
          View.text("name", ""),
          View.text("env", ""),
          View.flag("required", ""),
          View.text("description", "", 300));

  static final Tool VALIDATE_RUNBOOK =
      Tool.named("validate-runbook", "Validate a runbook")
          .in(Toolset.RUNBOOKS)
          .about(
              "Checks a RUNBOOK.md: errors and warnings with their lines, parameters, secrets, steps."
                  + " Use it before running or storing one. Starts nothing.")
          .effect(Effect.READ)
          .takes(RUNBOOK, RUNBOOK_PATH)
          .gives(
              View.object(
                  View.flag("valid", "No errors").alwaysThere(),
                  View.list("errors", "", FINDING).alwaysThere(),
                  View.list("warnings", "", FINDING).alwaysThere(),
                  View.whole("version", "Of the format").alwaysThere(),
                  View.nested("frontmatter", "", FRONTMATTER).alwaysThere(),
                  View.list("parameters", "", PARAMETER).alwaysThere(),
                  View.list("secrets", "", SECRET).alwaysThere(),
                  View.texts("undeclared", "Placeholders that no parameter declares").alwaysThere(),
                  View.list(
                          "steps",
                          "",
                          View.object(
                              View.whole("number", ""),
                              View.text("title", "", 200),
                              View.whole("line", "")))
                      .alwaysThere()))
          .runs(RunbookCheck::validate);

  public static final List<Tool> ALL = List.of(VALIDATE_RUNBOOK);

  private RunbookCheck() {}

  private static Mono<Result> validate(Call call) {
    Runbook runbook = Runbook.read(RunbookSource.of(call).text());
    ObjectNode data = Json.object().put("valid", runbook.isValid());
    data.set("errors", findings(runbook, true));
    data.set("warnings", findings(runbook, false));
    data.put("version", runbook.version());
    data.set("frontmatter", describe(runbook.frontmatter()));
    data.set("parameters", list(runbook.parameters(), RunbookCheck::describe));
    data.set("secrets", list(runbook.frontmatter().secrets(), RunbookCheck::describe));
    data.set("undeclared", Json.array(runbook.undeclared()));
    data.set("steps", list(runbook.steps(), RunbookCheck::describe));
    return Mono.just(Result.of(data));
  }

  private static ArrayNode findings(Runbook runbook, boolean errors) {
    return list(
        runbook.findings().stream().filter(finding -> finding.error() == errors).toList(),
        RunbookCheck::describe);
  }

  private static ObjectNode describe(RunbookFinding finding) {
    return Json.object()
        .put("line", finding.line())
        .put("where", finding.where())
        .put("what", finding.what())
        .put("fix", finding.fix());
  }

  private static ObjectNode describe(Frontmatter frontmatter) {
    ObjectNode data = Json.object();
    put(data, "version", frontmatter.version());
    put(data, "evaluation", frontmatter.evaluation());
    put(data, "agent", frontmatter.agent());
    put(data, "model", frontmatter.model());
    put(data, "model_provider", frontmatter.modelProvider());
    put(data, "snapshot", frontmatter.snapshot());
    put(data, "image", frontmatter.image());
    if (!frontmatter.primaryOutputs().isEmpty()) {
      data.set("primary_outputs", Json.array(frontmatter.primaryOutputs()));
    }
    if (!frontmatter.mcpServers().isEmpty()) {
      data.set("mcp_servers", Json.array(frontmatter.mcpServers().keySet()));
    }
    if (frontmatter.strictEvaluation()) {
      data.put("strict_evaluation", true);
    }
    if (frontmatter.codeChecks().get("executor") instanceof String executor) {
      data.put("code_checks_executor", executor);
    }
    return data;
  }

  private static ObjectNode describe(Parameter parameter) {
    ObjectNode data =
        Json.object()
            .put("name", parameter.name())
            .put("required", parameter.defaultValue().isEmpty());
    put(data, "default", parameter.defaultValue());
    put(data, "description", Optional.of(parameter.description()).filter(said -> !said.isEmpty()));
    return data.put("line", parameter.line());
  }

  private static ObjectNode describe(SecretNeed need) {
    ObjectNode data =
        Json.object()
            .put("name", need.name())
            .put("env", need.env())
            .put("required", need.required());
    put(data, "description", Optional.of(need.description()).filter(said -> !said.isEmpty()));
    return data;
  }

  private static ObjectNode describe(RunbookStep step) {
    return Json.object()
        .put("number", step.number())
        .put("title", step.title())
        .put("line", step.line());
  }

  private static void put(ObjectNode data, String field, Optional<String> value) {
    value.ifPresent(text -> data.put(field, text));
  }

  private static <T> ArrayNode list(List<T> items, Function<T, ObjectNode> describe) {
    ArrayNode list = Json.array();
    items.forEach(item -> list.add(describe.apply(item)));
    return list;
  }
}
