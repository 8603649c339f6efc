package io.jettymcp.runbooks;

import io.jettymcp.json.FieldMask;
import io.jettymcp.json.Json;
import io.jettymcp.runs.Runs;
import io.jettymcp.tool.Call;
import io.jettymcp.tool.ReplyShapes;
import io.jettymcp.tool.TaskRef;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads the task that is stored under the name of a runbook's task. Jetty runs a stored task as it
 * is stored: of a request, only what its steps read from their inputs has an effect.
 *
 * @param workflow as it is stored
 * @param steps those that run a runbook
 */
record RunbookTask(boolean exists, JsonNode workflow, List<JsonNode> steps) {
  /** Some of Jetty's documents use the second name. */
  private static final Set<String> ACTIVITIES = Set.of("runbook", "runbook_agent");

  /** The settings that Jetty reads from the inputs of the stored task only. */
  private static final List<String> FROM_TASK =
      List.of(
          RunbookWorkflow.SNAPSHOT,
          RunbookWorkflow.MCP_SERVERS,
          RunbookWorkflow.CODE_CHECKS,
          RunbookWorkflow.STRICT_EVALUATION);

  private static final String INSTRUCTION = "instruction";
  private static final String PATH = "_path";

  RunbookTask {
    steps = List.copyOf(steps);
  }

  static Mono<RunbookTask> read(Call call, TaskRef task) {
    return call.send(task.fetch().fields(FieldMask.only().with("workflow", FieldMask.ALL)))
        .map(reply -> stored(ReplyShapes.object(reply.body())))
        .onErrorReturn(Runs::isNotFound, new RunbookTask(false, Json.object(), List.of()));
  }

  private static RunbookTask stored(ObjectNode task) {
    return new RunbookTask(
        true,
        task.path("workflow"),
        task.path("workflow").path("step_configs").values().stream()
            .filter(step -> ACTIVITIES.contains(step.path("activity").asString("")))
            .toList());
  }

  boolean runsRunbook() {
    return !steps.isEmpty();
  }

  /** Returns whether it has steps, and none of them runs a runbook. */
  boolean runsAnotherWorkflow() {
    return !runsRunbook() && !workflow.path("steps").isEmpty();
  }

  /** Returns whether all its steps hold a runbook of their own, other than this one. */
  boolean runsOnlyOthersThan(String text) {
    return runsRunbook()
        && steps.stream()
            .allMatch(
                step ->
                    fixed(step, INSTRUCTION)
                        .filter(own -> !own.asString("").strip().equals(text.strip()))
                        .isPresent());
  }

  /** Returns whether Jetty evaluates its runs by version 2 of the format. */
  boolean hasEvaluations() {
    return workflow.path("init_params").path(RunbookWorkflow.EVALS_VERSION).asInt(1) == 2;
  }

  /**
   * Lists what the task is stored with in another way than the runbook says.
   *
   * @param sent by the names of a step's parameters; a step reads them from the request, unless it
   *     has its own
   * @param settings the inputs that the runbook's task should have
   */
  List<String> outdated(ObjectNode sent, ObjectNode settings) {
    Set<String> names = new LinkedHashSet<>();
    for (JsonNode step : steps) {
      sent.properties().stream()
          .filter(field -> !FROM_TASK.contains(field.getKey()))
          .filter(field -> isFixed(step, field.getKey(), field.getValue()))
          .forEach(field -> names.add(field.getKey()));
      FROM_TASK.stream().filter(name -> differs(step, name, settings)).forEach(names::add);
    }
    return List.copyOf(names);
  }

  private boolean differs(JsonNode step, String name, ObjectNode settings) {
    JsonNode stored = fixed(step, name).orElseGet(() -> workflow.path("init_params").path(name));
    return name.equals(RunbookWorkflow.SNAPSHOT)
        ? !snapshot(stored).equals(snapshot(settings.path(name)))
        : !stored.equals(settings.path(name));
  }

  private static String snapshot(JsonNode name) {
    return name.asString(RunbookWorkflow.DEFAULT_SNAPSHOT);
  }

  /** Returns the paths that its steps read the runbook from, other than those of a request. */
  List<String> otherSources() {
    return steps.stream()
        .flatMap(step -> Json.text(step, INSTRUCTION + PATH).stream())
        .filter(path -> !path.equals("init_params." + INSTRUCTION))
        .toList();
  }

  private static boolean isFixed(JsonNode step, String name, JsonNode sent) {
    return fixed(step, name).filter(own -> !own.equals(sent)).isPresent();
  }

  /** Returns a parameter's value in the step itself; a path takes precedence over it. */
  private static Optional<JsonNode> fixed(JsonNode step, String name) {
    return Optional.of(step.path(name))
        .filter(own -> !own.isMissingNode() && !own.isNull() && !step.hasNonNull(name + PATH));
  }
}
