package io.jettymcp.runs;

import io.jettymcp.jetty.Failure;
import io.jettymcp.jetty.PathSegment;
import io.jettymcp.jetty.Request;
import io.jettymcp.json.FieldMask;
import io.jettymcp.json.Json;
import io.jettymcp.tool.Call;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/**
 * Finds a run whose start was not answered: the one run of the task that was not there before.
 *
 * @param before the newest runs of the task before the start; empty if they could not be listed, so
 *     that no run can be told to be new
 */
public record StartedRunFinder(String collection, String task, Optional<Set<String>> before) {
  private static final int NEWEST = 5;

  private static final FieldMask IDS = FieldMask.fields("trajectory_id", "created");

  /** How far Jetty's clock may be behind ours. */
  private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(2);

  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(2);

  public StartedRunFinder {
    before = before.map(Set::copyOf);
  }

  /** Remembers which runs there are already; a task that does not exist has none. */
  public static Mono<StartedRunFinder> beforeStart(Call call, String collection, String task) {
    return newest(call, collection, task)
        .onErrorReturn(Runs::isNotFound, List.of())
        .map(StartedRunFinder::ids)
        .map(Optional::of)
        .onErrorReturn(Failure.class, Optional.empty())
        .map(before -> new StartedRunFinder(collection, task, before));
  }

  /**
   * Looks for the run that was started; empty if there is none, or more than one that it could be.
   *
   * @param looks how often: Jetty may not show a run in its first seconds
   */
  public Mono<Optional<String>> find(Call call, Instant started, int looks) {
    return before.isEmpty()
        ? Mono.just(Optional.empty())
        : look(call, before.get(), started, looks);
  }

  private Mono<Optional<String>> look(Call call, Set<String> known, Instant started, int looks) {
    return newest(call, collection, task)
        .onErrorReturn(Failure.class, List.of())
        .flatMap(
            runs -> {
              Set<String> found = ids(runs.stream().filter(run -> isAfter(run, started)).toList());
              found.removeAll(known);
              if (found.isEmpty() && looks > 1) {
                return Mono.delay(BETWEEN_LOOKS)
                    .then(Mono.defer(() -> look(call, known, started, looks - 1)));
              }
              return Mono.just(found.size() == 1 ? found.stream().findFirst() : Optional.empty());
            });
  }

  private static Mono<List<JsonNode>> newest(Call call, String collection, String task) {
    return call.send(
            Request.get("/api/v1/db/trajectories/{}/{}", collection, task)
                .query("limit", NEWEST)
                .query("page", 1)
                .fields(IDS.with("trajectories", IDS)))
        .map(
            reply ->
                List.copyOf(
                    Json.list(reply.body(), "trajectories").orElseGet(Json::array).values()));
  }

  private static Set<String> ids(List<JsonNode> runs) {
    return runs.stream()
        .flatMap(run -> Json.text(run, "trajectory_id").stream())
        .filter(id -> PathSegment.problem(id).isEmpty())
        .collect(Collectors.toCollection(HashSet::new));
  }

  private static boolean isAfter(JsonNode run, Instant started) {
    return new Run(run)
        .created()
        .map(created -> created.isAfter(started.minus(CLOCKS_DIFFER)))
        .orElse(true);
  }
}
