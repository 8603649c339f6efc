package io.jettymcp.runs;

import io.jettymcp.jetty.Failure;
import io.jettymcp.jetty.PathSegment;
import io.jettymcp.json.FieldMask;
import io.jettymcp.tool.Call;
import io.jettymcp.tool.TaskRef;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import reactor.core.publisher.Mono;

/**
 * Finds a run whose start was not answered: the one run of the task that was not there before.
 *
 * @param before the newest runs of the task before the start; empty if they could not be listed, so
 *     that a new run cannot be recognized
 */
public record StartedRunFinder(TaskRef task, Optional<Set<String>> before) {
  private static final int NEWEST = 5;

  private static final FieldMask IDS = FieldMask.fields("trajectory_id", "created");

  /** How far Jetty's clock may be behind ours. */
  private static final Duration MAX_CLOCK_SKEW = Duration.ofMinutes(2);

  private static final Duration PAUSE = Duration.ofSeconds(2);

  public StartedRunFinder {
    before = before.map(Set::copyOf);
  }

  /** Lists the runs that exist before the start; a task that does not exist has none. */
  public static Mono<StartedRunFinder> beforeStart(Call call, TaskRef task) {
    return newest(call, task)
        .onErrorReturn(Runs::isNotFound, List.of())
        .map(StartedRunFinder::ids)
        .map(Optional::of)
        .onErrorReturn(Failure.class, Optional.empty())
        .map(before -> new StartedRunFinder(task, before));
  }

  /**
   * Looks for the run that was started; empty if there is none, or more than one candidate.
   *
   * @param attempts how often to look: Jetty does not always list a run in its first seconds
   */
  public Mono<Optional<String>> find(Call call, Instant started, int attempts) {
    return before.isEmpty()
        ? Mono.just(Optional.empty())
        : find(call, before.get(), started, attempts);
  }

  private Mono<Optional<String>> find(Call call, Set<String> known, Instant started, int attempts) {
    return newest(call, task)
        .onErrorReturn(Failure.class, List.of())
        .flatMap(
            runs -> {
              Set<String> found = ids(runs.stream().filter(run -> isAfter(run, started)).toList());
              found.removeAll(known);
              if (found.isEmpty() && attempts > 1) {
                return Mono.delay(PAUSE)
                    .then(Mono.defer(() -> find(call, known, started, attempts - 1)));
              }
              return Mono.just(found.size() == 1 ? found.stream().findFirst() : Optional.empty());
            });
  }

  private static Mono<List<Run>> newest(Call call, TaskRef task) {
    return RunPage.read(call, task, 1, NEWEST, IDS)
        .map(page -> page.runs().stream().map(Run::new).toList());
  }

  private static Set<String> ids(List<Run> runs) {
    return runs.stream()
        .map(Run::id)
        .filter(id -> PathSegment.problem(id).isEmpty())
        .collect(Collectors.toCollection(HashSet::new));
  }

  private static boolean isAfter(Run run, Instant started) {
    return run.created()
        .map(created -> created.isAfter(started.minus(MAX_CLOCK_SKEW)))
        .orElse(true);
  }
}
