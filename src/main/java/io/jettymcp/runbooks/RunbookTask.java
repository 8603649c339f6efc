package io.jettymcp.runbooks;

import io.jettymcp.jetty.Request;
import io.jettymcp.json.FieldMask;
import io.jettymcp.json.Json;
import io.jettymcp.runs.Runs;
import io.jettymcp.tool.Call;
import io.jettymcp.tool.ReplyShapes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What is stored under the name of a runbook's task. Jetty runs a task that is there as it is
 * stored, so that of what is sent only that counts which its steps read from their inputs.
 *
 * @param steps those that run a runbook
 */
record RunbookTask(boolean exists, List<JsonNode> steps) {
  /** The activity has a second name in some of Jetty's texts. */
  private static final Set<String> ACTIVITIES = Set.of("runbook", "runbook_agent");

  private static final String INSTRUCTION = "instruction";
  private static final String PATH = "_path";

  RunbookTask {
    steps = List.copyOf(steps);
  }

  static Mono<RunbookTask> read(Call call, String collection, String task) {
    FieldMask configs =
        FieldMask.only()
            .with("workflow", FieldMask.only().with("step_configs", FieldMask.each(FieldMask.ALL)));
    return call.send(Request.get("/api/v1/tasks/{}/{}", collection, task).fields(configs))
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

  /** Whether all its steps have a text of their own, which is not this one. */
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
   * What is sent in vain.
   *
   * @param sent by the names of a step's parameters
   */
  List<String> warnings(ObjectNode sent) {
    List<String> warnings = new ArrayList<>();
    List<String> own =
        sent.properties().stream()
            .filter(
                said ->
                    steps.stream().anyMatch(step -> differs(step, said.getKey(), said.getValue())))
            .map(said -> said.getKey())
            .toList();
    if (!own.isEmpty()) {
      warnings.add(
          "The task is stored with another "
              + String.join(", ", own)
              + ", and Jetty runs it as it is stored. deploy-runbook stores it anew.");
    }
    steps.stream()
        .flatMap(step -> Json.text(step, INSTRUCTION + PATH).stream())
        .filter(path -> !path.equals("init_params." + INSTRUCTION))
        .map(
            path ->
                "The task reads its runbook from "
                    + path
                    + ", so that Jetty may run what is stored there instead of this one."
                    + " deploy-runbook stores the task anew.")
        .forEach(warnings::add);
    return warnings;
  }

  private static boolean differs(JsonNode step, String name, JsonNode said) {
    return fixed(step, name).filter(own -> !own.equals(said)).isPresent();
  }

  /** A parameter that has a value in the step itself; where both are given, the path wins. */
  private static Optional<JsonNode> fixed(JsonNode step, String name) {
    return Optional.of(step.path(name))
        .filter(own -> !own.isMissingNode() && !own.isNull() && !step.hasNonNull(name + PATH));
  }
}
