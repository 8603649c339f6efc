package io.jettymcp.runs;

import io.jettymcp.jetty.Failure;
import io.jettymcp.jetty.PathSegment;
import io.jettymcp.json.FieldMask;
import io.jettymcp.tool.Call;
import io.jettymcp.tool.RunPage;
import io.jettymcp.tool.TaskRef;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import reactor.core.publisher.Mono;

/**
 * Finds a run whose start was not answered: the newest run of the task that is like it, or else the
 * one run that was not there before.
 *
 * @param before the newest runs of the task before the start; empty if they could not be listed, so
 *     that a new run cannot be recognized
 * @param isIt recognizes the run by its fields; empty if nothing of it is known
 * @param size how many of the newest runs to look at
 */
public record StartedRunFinder(
    TaskRef task, Optional<Set<String>> before, Optional<Predicate<Run>> isIt, int size) {
  private static final int NEWEST = 5;

  /** The largest page that Jetty sends. */
  private static final int MAX_SIZE = 100;

  private static final FieldMask LISTED =
      FieldMask.fields("trajectory_id", "created", "init_params", "triggered_by_routine_id");

  /** How far Jetty's clock may be behind ours. */
  private static final Duration MAX_CLOCK_SKEW = Duration.ofMinutes(2);

  /**
   * The same where the runs before are not known, so that an earlier run is rarely taken for it.
   */
  private static final Duration MAX_SKEW_UNLISTED = Duration.ofSeconds(30);

  private static final Duration PAUSE = Duration.ofSeconds(2);

  public StartedRunFinder {
    before = before.map(Set::copyOf);
  }

  public StartedRunFinder(
      TaskRef task, Optional<Set<String>> before, Optional<Predicate<Run>> isIt) {
    this(task, before, isIt, NEWEST);
  }

  /** Recognizes the run by its fields, without a list of the runs before it. */
  public static StartedRunFinder newestWhere(TaskRef task, Predicate<Run> isIt) {
    return new StartedRunFinder(task, Optional.of(Set.of()), Optional.of(isIt));
  }

  /**
   * Excludes runs that are known, and looks behind others that started with them.
   *
   * @param others how many runs may be newer
   */
  public StartedRunFinder besides(Set<String> known, int others) {
    return new StartedRunFinder(
        task, Optional.of(known), isIt, Math.min(MAX_SIZE, NEWEST + others));
  }

  /** Lists the runs that exist before the start; a task that does not exist has none. */
  public static Mono<StartedRunFinder> beforeStart(Call call, TaskRef task) {
    return newest(call, task, NEWEST)
        .onErrorReturn(Runs::isNotFound, List.of())
        .map(StartedRunFinder::ids)
        .map(Optional::of)
        .onErrorReturn(Failure.class, Optional.empty())
        .map(before -> new StartedRunFinder(task, before, Optional.empty()));
  }

  /**
   * Looks for the run that was started; empty if there is none, or more than one candidate of which
   * nothing is known.
   *
   * @param attempts how often to look: Jetty does not always list a run in its first seconds
   */
  public Mono<Optional<String>> find(Call call, Instant started, int attempts) {
    return before
        .map(known -> find(call, known, started, attempts))
        .orElseGet(() -> Mono.just(Optional.empty()));
  }

  private Mono<Optional<String>> find(Call call, Set<String> known, Instant started, int attempts) {
    return newest(call, task, size)
        .onErrorReturn(Failure.class, List.of())
        .flatMap(
            runs -> {
              List<String> found =
                  ids(runs.stream().filter(run -> isCandidate(run, started)).toList()).stream()
                      .filter(id -> !known.contains(id) && !call.justStarted(id))
                      .toList();
              if (found.isEmpty() && attempts > 1) {
                return Mono.delay(PAUSE)
                    .then(Mono.defer(() -> find(call, known, started, attempts - 1)));
              }
              return Mono.just(
                  found.size() == 1 || isIt.isPresent()
                      ? found.stream().findFirst()
                      : Optional.empty());
            });
  }

  private static Mono<List<Run>> newest(Call call, TaskRef task, int size) {
    return RunPage.read(call, task, 1, size, LISTED)
        .map(page -> page.runs().stream().map(Run::new).toList());
  }

  private static Set<String> ids(List<Run> runs) {
    return runs.stream()
        .map(Run::id)
        .filter(id -> PathSegment.problem(id).isEmpty())
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private boolean isCandidate(Run run, Instant started) {
    Duration skew = isIt.isPresent() ? MAX_SKEW_UNLISTED : MAX_CLOCK_SKEW;
    boolean after =
        run.created().map(created -> created.isAfter(started.minus(skew))).orElse(isIt.isEmpty());
    return after && isIt.map(like -> like.test(run)).orElse(!run.isOfRoutine());
  }
}
