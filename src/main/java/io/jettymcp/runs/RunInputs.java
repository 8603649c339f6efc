package io.jettymcp.runs;

import static io.jettymcp.runs.RunStart.FILES;
import static io.jettymcp.runs.RunStart.INIT_PARAMS;
import static io.jettymcp.runs.RunStart.LIKE;

import io.jettymcp.jetty.Failure.BadArguments;
import io.jettymcp.json.Json;
import io.jettymcp.tool.Args;
import io.jettymcp.tool.Call;
import io.jettymcp.tool.TaskRef;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.ObjectNode;

/**
 * The inputs to start a run with: those given, over those of an earlier run where one is repeated.
 *
 * @param sent the inputs as Jetty gets them
 * @param repeated whether they are based on an earlier run
 * @param warnings about inputs of the earlier run
 */
record RunInputs(ObjectNode sent, boolean repeated, List<String> warnings) {
  /** The input in which Jetty puts the paths of the files that a run was started with. */
  static final String FILE_PATHS = "file_paths";

  /** The marks that Jetty, or a person, may have put in place of a value. */
  private static final Pattern HIDDEN =
      Pattern.compile("\\W*(redacted|hidden|masked)\\W*|\\*{3,}", Pattern.CASE_INSENSITIVE);

  /** Reads the inputs of the run to repeat, if there is one, and merges those given over them. */
  static Mono<RunInputs> read(Call call, TaskRef task) {
    Args in = call.in();
    ObjectNode given = in.find(INIT_PARAMS).orElseGet(Json::object);
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
        .orElseGet(() -> Mono.just(new RunInputs(given, false, List.of())));
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
            .filter(input -> !given.has(input.getKey()))
            .filter(input -> HIDDEN.matcher(input.getValue().asString("")).matches())
            .map(
                input ->
                    "Jetty stored init_params."
                        + input.getKey()
                        + " of that run as a mark in place of its value: pass it anew.")
            .toList();
    sent.setAll(given);
    return new RunInputs(sent, true, hidden);
  }
}
