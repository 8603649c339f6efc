package io.jettymcp.runbooks;

import io.jettymcp.json.FieldMask;
import io.jettymcp.json.Json;
import io.jettymcp.runs.Runs;
import io.jettymcp.tool.Call;
import io.jettymcp.tool.ReplyShapes;
import io.jettymcp.tool.TaskRef;
import java.util.ArrayList;
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
 * @param steps those that run a runbook
 */
record RunbookTask(boolean exists, List<JsonNode> steps) {
  /** Some of Jetty's documents use the second name. */
  private static final Set<String> ACTIVITIES = Set.of("runbook", "runbook_agent");

  private static final String INSTRUCTION = "instruction";
  private static final String PATH = "_path";

  RunbookTask {
    steps = List.copyOf(steps);
  }

  static Mono<RunbookTask> read(Call call, TaskRef task) {
    FieldMask configs =
        FieldMask.only()
            .with("workflow", FieldMask.only().with("step_configs", FieldMask.each(FieldMask.ALL)));
    return call.send(task.fetch().fields(configs))
        .map(reply -> stored(ReplyShapes.object(reply.body())))
        .onErrorReturn(Runs::isNotFound, new RunbookTask(false, List.of()));
  }

  private static RunbookTask stored(ObjectNode task) {
    return new RunbookTask(
        true,
        task.path("workflow").path("step_configs").values().stream()
            .filter(step -> ACTIVITIES.contains(step.path("activity").asString("")))
            .toList());
  }

  boolean runsRunbook() {
    return !steps.isEmpty();
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

  /**
   * Warns of what is sent in vain.
   *
   * @param sent by the names of a step's parameters
   */
  List<String> warnings(ObjectNode sent) {
    List<String> warnings = new ArrayList<>();
    List<String> own =
        sent.properties().stream()
            .filter(
                field ->
                    steps.stream()
                        .anyMatch(step -> differs(step, field.getKey(), field.getValue())))
            .map(field -> field.getKey())
            .toList();
    if (!own.isEmpty()) {
      warnings.add(
          "The task is stored with other values ("
              + String.join(", ", own)
              + "), and Jetty runs it as stored. Update it with deploy-runbook.");
    }
    steps.stream()
        .flatMap(step -> Json.text(step, INSTRUCTION + PATH).stream())
        .filter(path -> !path.equals("init_params." + INSTRUCTION))
        .map(
            path ->
                "The task reads its runbook from "
                    + path
                    + ", so Jetty may run what is stored there instead of this one."
                    + " Update the task with deploy-runbook.")
        .forEach(warnings::add);
    return warnings;
  }

  private static boolean differs(JsonNode step, String name, JsonNode sent) {
    return fixed(step, name).filter(own -> !own.equals(sent)).isPresent();
  }

  /** Returns a parameter's value in the step itself; a path takes precedence over it. */
  private static Optional<JsonNode> fixed(JsonNode step, String name) {
    return Optional.of(step.path(name))
        .filter(own -> !own.isMissingNode() && !own.isNull() && !step.hasNonNull(name + PATH));
  }
}
