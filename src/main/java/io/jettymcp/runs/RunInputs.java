package io.jettymcp.runs;

import static io.jettymcp.runs.RunStart.FILES;
import static io.jettymcp.runs.RunStart.INIT_PARAMS;
import static io.jettymcp.runs.RunStart.LIKE;

import io.jettymcp.jetty.Failure.BadArguments;
import io.jettymcp.json.Json;
import io.jettymcp.text.RedactionMark;
import io.jettymcp.tool.Args;
import io.jettymcp.tool.Call;
import io.jettymcp.tool.TaskRef;
import java.util.List;
import java.util.Optional;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The inputs to start a run with: those given, over those of an earlier run where one is repeated.
 *
 * @param sent the inputs as Jetty gets them
 * @param repeated whether they are based on an earlier run
 */
record RunInputs(ObjectNode sent, boolean repeated) {
  /** The input in which Jetty puts the paths of the files that a run was started with. */
  static final String FILE_PATHS = "file_paths";

  /** Reads the inputs of the run to repeat, if there is one, and merges those given over them. */
  static Mono<RunInputs> read(Call call, TaskRef task) {
    Args in = call.in();
    ObjectNode given = in.find(INIT_PARAMS).orElseGet(Json::object);
    InputMarks.refuse(INIT_PARAMS.name(), given);
    return in.find(LIKE)
        .map(
            id ->
                Runs.inputs(call, task.run(id))
                    .switchIfEmpty(
                        Mono.error(
                            () ->
                                new BadArguments(
                                    LIKE.name(),
                                    "Jetty shows no inputs of the run " + id + " yet.")))
                    .map(earlier -> merged(earlier, given, in.has(FILES))))
        .orElseGet(() -> Mono.just(new RunInputs(given, false)));
  }

  /** The inputs to show in the result: the caller knows them unless a run was repeated. */
  Optional<ObjectNode> shown() {
    return repeated ? Optional.of(sent) : Optional.empty();
  }

  /** New files replace those of the earlier run, as an input that is given replaces its value. */
  private static RunInputs merged(ObjectNode earlier, ObjectNode given, boolean newFiles) {
    ObjectNode sent = earlier.deepCopy();
    if (newFiles) {
      sent.remove(FILE_PATHS);
    }
    List<String> hidden =
        sent.properties().stream()
            .filter(input -> !given.has(input.getKey()) && isHidden(input.getValue()))
            .map(input -> input.getKey())
            .toList();
    if (!hidden.isEmpty()) {
      throw new BadArguments(
          LIKE.name(),
          "Jetty stored a mark in place of some values of that run. Pass these inputs anew in"
              + " init_params: "
              + String.join(", ", hidden)
              + ".");
    }
    sent.setAll(given);
    return new RunInputs(sent, true);
  }

  /** Returns whether a mark replaces the value or a part of it, at any depth. */
  private static boolean isHidden(JsonNode value) {
    return value.isString()
        ? RedactionMark.isAnyMark(value.stringValue())
        : value.values().stream().anyMatch(RunInputs::isHidden);
  }
}
