package io.jettymcp.tool;

import static io.jettymcp.tool.CommonParams.COLLECTION;
import static io.jettymcp.tool.CommonParams.TASK;
import static io.jettymcp.tool.CommonParams.TASK_OPTIONAL;

import io.jettymcp.jetty.Exchange;
import io.jettymcp.jetty.Failure.BadArguments;
import io.jettymcp.jetty.PathSegment;
import io.jettymcp.json.FieldMask;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/**
 * Replaces the words {@code latest} and {@code latest-failed} by the id of the run that they name,
 * before a tool sees its arguments: so they mean the same in every tool.
 */
public final class LatestRun {
  private static final String LATEST = "latest";
  private static final Set<String> WORDS = Set.of(LATEST, "latest-failed");

  private static final FieldMask READ = FieldMask.fields("trajectory_id", "status");

  /** In runs: Jetty sends each of them in full and cannot filter. */
  private static final int PAGE = 20;

  private static final int MAX_PAGES = 10;

  private LatestRun() {}

  /** Returns whether an id is one of the words. */
  public static boolean isWord(String id) {
    return WORDS.contains(id);
  }

  /**
   * Resolves the words in the arguments of a call, whose collection is resolved; fails with {@link
   * BadArguments} where the task has no such run.
   */
  public static Mono<Args> resolve(Call call) {
    Args in = call.in();
    Map<String, String> words = new LinkedHashMap<>(in.runIds());
    words.keySet().retainAll(WORDS);
    Optional<TaskRef> task = words.isEmpty() ? Optional.empty() : task(in);
    // Without a task the tool itself reports what is missing.
    return task.isEmpty()
        ? Mono.just(in)
        : Flux.fromIterable(words.entrySet())
            .concatMap(
                word ->
                    find(call, task.get(), word.getKey(), word.getValue())
                        .map(id -> Map.entry(word.getKey(), id)))
            .collectMap(Map.Entry::getKey, Map.Entry::getValue)
            .map(found -> in.withRunIds(id -> found.getOrDefault(id, id)));
  }

  private static Optional<TaskRef> task(Args in) {
    return Stream.of(TASK, TASK_OPTIONAL)
        .filter(in::takes)
        .flatMap(param -> in.find(param).stream())
        .map(task -> new TaskRef(in.get(COLLECTION), task))
        .findFirst();
  }

  private static Mono<String> find(Call call, TaskRef task, String word, String argument) {
    return word.equals(LATEST)
        ? latest(call, task).switchIfEmpty(none(argument, "The task has no runs yet."))
        : failed(call, task, argument, 1);
  }

  /** Takes the run that was just started for the newest one until Jetty lists it. */
  private static Mono<String> latest(Call call, TaskRef task) {
    Optional<String> started = call.lastStarted(task);
    return RunPage.read(call, task, 1, started.isPresent() ? PAGE : 1, READ)
        .flatMap(
            page ->
                Mono.justOrEmpty(
                    started
                        .filter(id -> first(page, run -> id.equals(id(run))).isEmpty())
                        .or(() -> first(page, run -> true))));
  }

  private static Mono<String> failed(Exchange jetty, TaskRef task, String argument, int number) {
    return RunPage.read(jetty, task, number, PAGE, READ)
        .flatMap(
            page -> {
              Optional<String> id =
                  first(page, run -> StatusWords.isFailure(run.path("status").asString("")));
              if (id.isEmpty() && page.more() && !page.runs().isEmpty()) {
                return number < MAX_PAGES
                    ? failed(jetty, task, argument, number + 1)
                    : none(
                        argument,
                        "None of the newest " + MAX_PAGES * PAGE + " runs of the task failed.");
              }
              return Mono.justOrEmpty(id)
                  .switchIfEmpty(none(argument, "No run of the task failed."));
            });
  }

  private static Optional<String> first(RunPage page, Predicate<JsonNode> wanted) {
    return page.runs().stream()
        .filter(wanted)
        .map(LatestRun::id)
        .filter(id -> PathSegment.problem(id).isEmpty())
        .findFirst();
  }

  private static String id(JsonNode run) {
    return run.path("trajectory_id").asString("");
  }

  private static <T> Mono<T> none(String argument, String why) {
    return Mono.error(() -> new BadArguments(argument, why + " Pass the id of a run."));
  }
}
