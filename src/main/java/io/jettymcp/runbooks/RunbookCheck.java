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
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What is in a runbook, and what is wrong with it. Jetty is asked nothing. */
public final class RunbookCheck {
  static final View<JsonNode> FINDING =
      View.of(JsonNode.class)
          .integer("line")
          .text("where")
          .text("what")
          .max(400)
          .text("fix")
          .max(400);

  private static final View<JsonNode> FRONTMATTER =
      View.of(JsonNode.class)
          .text("version")
          .text("evaluation")
          .text("agent")
          .text("model")
          .text("model_provider")
          .text("snapshot")
          .text("image")
          .texts("primary_outputs")
          .texts("mcp_servers")
          .describedAs("Their names")
          .bool("strict_evaluation")
          .text("code_checks_executor");

  private static final View<JsonNode> PARAMETER =
      View.of(JsonNode.class)
          .text("name")
          .bool("required")
          .describedAs("Has no default")
          .text("default")
          .text("description")
          .max(300)
          .integer("line");

  private static final View<JsonNode> SECRET =
      View.of(JsonNode.class)
          .text("name")
          .text("env")
          .bool("required")
          .text("description")
          .max(300);

  static final Tool VALIDATE_RUNBOOK =
      Tool.named("validate-runbook", "Validate a runbook")
          .in(Toolset.RUNBOOKS)
          .about(
              "Checks a RUNBOOK.md: errors and warnings with their lines, parameters, secrets, steps."
                  + " Use it before running or storing one. Starts nothing.")
          .effect(Effect.READ)
          .takes(RUNBOOK, RUNBOOK_PATH)
          .gives(
              View.of(JsonNode.class)
                  .bool("valid")
                  .describedAs("No errors")
                  .required()
                  .list("errors", FINDING)
                  .required()
                  .list("warnings", FINDING)
                  .required()
                  .integer("version")
                  .describedAs("Of the format")
                  .required()
                  .nested("frontmatter", FRONTMATTER)
                  .required()
                  .list("parameters", PARAMETER)
                  .required()
                  .list("secrets", SECRET)
                  .required()
                  .texts("undeclared")
                  .describedAs("Placeholders that no parameter declares")
                  .required()
                  .list(
                      "steps",
                      View.of(JsonNode.class)
                          .integer("number")
                          .text("title")
                          .max(200)
                          .integer("line"))
                  .required())
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
