package io.jettymcp.runs;

import io.jettymcp.jetty.Failure;
import io.jettymcp.jetty.PathSegment;
import io.jettymcp.json.FieldMask;
import io.jettymcp.json.Json;
import io.jettymcp.tool.Call;
import io.jettymcp.tool.RunRef;
import io.jettymcp.workflow.KnownIssues;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/**
 * Follows a failed run through the steps that start runs of other tasks to the deepest run that
 * failed, because a parent reports little more than that a child failed. Reads only runs of the
 * call's own collection: the secrets of others are not known, so they could not be redacted.
 */
final class RootCauseSearch {
  /** Keeps what leads to the cause; of outputs only the references to child runs. */
  static final FieldMask MASK =
      FieldMask.fields("trajectory_id", "status", "error", "created", "updated")
          .with("total_steps", FieldMask.ALL)
          .with("completed_steps", FieldMask.ALL)
          .with("init_params", FieldMask.ALL)
          .with("step_configs", FieldMask.ALL)
          .with(
              "steps",
              FieldMask.each(
                  FieldMask.fields(
                          "status", "error", "activity", "created", "ended", "duration_seconds")
                      .with("config", FieldMask.ALL)
                      .with(
                          "outputs",
                          RunbookVerdict.OUTPUTS.with(
                              "trajectory_references",
                              FieldMask.fields("trajectory_id", "name")))));

  private static final int MAX_LEVELS = 10;

  /** Half of them the first, half the last that were started. */
  private static final int MAX_CHILDREN = 40;

  private static final int CONCURRENCY = 5;

  private static final Set<String> WENT_WRONG = Set.of("failed", "timed_out", "cancelled");

  private static final Pattern RUN_ID =
      Pattern.compile("(?<![0-9A-Za-z])[0-9a-f]{8}(?![0-9A-Za-z])");

  private static final int MAX_IDS_IN_AN_ERROR = 5;

  /**
   * A run on the trail.
   *
   * @param step the step that failed, or that started the run which failed
   */
  record Stop(RunRef ref, Run run, Optional<String> step) {
    Optional<String> error() {
      return step.flatMap(run::stepError).or(run::error);
    }

    String activity() {
      return step.map(run::activity).orElse("");
    }
  }

  /** A run that a step started and that may be the reason why the step failed. */
  private record Lead(String step, RunRef child) {}

  private final Call call;
  private final String collection;
  private final List<Stop> stops = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private final Set<RunRef> seen = new HashSet<>();

  RootCauseSearch(Call call, String collection) {
    this.call = call;
    this.collection = collection;
  }

  /** Returns the failures from the top to the deepest; empty if nothing failed. */
  List<Stop> stops() {
    return List.copyOf(stops);
  }

  /** Returns notes on what could not be followed. */
  List<String> notes() {
    return List.copyOf(notes);
  }

  /** Follows the failures from a finished run. */
  Mono<Void> follow(RunRef ref, Run run) {
    return Mono.defer(() -> visit(ref, run));
  }

  private Mono<Void> visit(RunRef ref, Run run) {
    seen.add(ref);
    Optional<String> failed = run.failedStep();
    boolean wrong = failed.isPresent() || WENT_WRONG.contains(run.status());
    if (wrong) {
      stops.add(new Stop(ref, run, failed));
    }
    List<Lead> leads = leads(run, failed);
    if (stops.size() >= MAX_LEVELS && !leads.isEmpty()) {
      notes.add("Only " + MAX_LEVELS + " levels of runs were followed.");
      return Mono.empty();
    }
    return firstFailed(leads)
        .flatMap(
            lead -> {
              if (!wrong) {
                stops.add(new Stop(ref, run, Optional.of(lead.step())));
              }
              return enter(lead.child());
            });
  }

  private Mono<Void> enter(RunRef child) {
    call.progress("reading the run " + child.id() + " of " + child.task());
    return Runs.read(call, child, MASK)
        .flatMap(run -> visit(child, run))
        .onErrorResume(
            Failure.class,
            failure ->
                Mono.fromRunnable(
                    () -> notes.add("The run " + child.id() + " could not be read.")));
  }

  /**
   * Returns the children to look at: with continue_on_error a fan-out completes although children
   * failed, and so does the run.
   */
  private List<Lead> leads(Run run, Optional<String> failed) {
    List<Lead> all = new ArrayList<>();
    for (String step : failed.map(List::of).orElse(run.stepNames())) {
      List<JsonNode> references = references(run, step);
      if (references.isEmpty() && failed.isPresent()) {
        references = indirect(run, step);
      }
      children(run, step, references).forEach(child -> all.add(new Lead(step, child)));
    }
    if (all.size() <= MAX_CHILDREN) {
      return List.copyOf(all);
    }
    notes.add("Only " + MAX_CHILDREN + " of " + all.size() + " child runs were checked.");
    int half = MAX_CHILDREN / 2;
    return Stream.concat(
            all.subList(0, half).stream(), all.subList(all.size() - half, all.size()).stream())
        .toList();
  }

  /** Returns the children of a step, those that its error names first. */
  private List<RunRef> children(Run run, String step, List<JsonNode> references) {
    Map<String, RunRef> byId = new LinkedHashMap<>();
    Optional<String> task = Json.text(run.stepConfig(step), "child_workflow_name");
    String error = run.stepError(step).orElse("");
    Set<String> foreign = new HashSet<>();
    for (JsonNode reference : references) {
      Json.text(reference, "trajectory_id")
          .map(RunRef::bareId)
          .ifPresent(
              id -> {
                String name = Json.text(reference, "name").or(() -> task).orElse("");
                int slash = name.indexOf('/');
                if (slash >= 0 && !name.substring(0, slash).equalsIgnoreCase(collection)) {
                  foreign.add(name);
                } else {
                  byId.putIfAbsent(id, new RunRef(collection, name.substring(slash + 1), id));
                }
              });
    }
    foreign.stream()
        .limit(3)
        .forEach(
            name ->
                notes.add("Runs of " + name + " are in another collection and were not checked."));
    Stream<RunRef> named =
        RUN_ID
            .matcher(error)
            .results()
            .map(MatchResult::group)
            .distinct()
            .limit(MAX_IDS_IN_AN_ERROR)
            .map(id -> byId.getOrDefault(id, new RunRef(collection, task.orElse(""), id)));
    return Stream.concat(named, byId.values().stream())
        .distinct()
        .filter(child -> isName(child.task()) && isName(child.id()) && !seen.contains(child))
        .toList();
  }

  /**
   * Returns the children of the fan-outs that a failed step reads: it may have failed because of
   * what they lack, unless its own error explains it.
   */
  private static List<JsonNode> indirect(Run run, String step) {
    String error = run.stepError(step).orElse("");
    if (KnownIssues.matching(run.activity(step), error).isPresent()) {
      return List.of();
    }
    return run.stepNames().stream()
        .filter(other -> !other.equals(step) && reads(run.stepConfig(step), other))
        .flatMap(other -> references(run, other).stream())
        .toList();
  }

  private static boolean reads(JsonNode config, String other) {
    return config.values().stream()
        .anyMatch(value -> value.isString() && value.stringValue().startsWith(other + ".outputs"));
  }

  private static List<JsonNode> references(Run run, String step) {
    return List.copyOf(
        Json.list(run.step(step).path("outputs").path("trajectory_references"))
            .orElseGet(Json::array)
            .values());
  }

  private Mono<Lead> firstFailed(List<Lead> leads) {
    AtomicInteger unreadable = new AtomicInteger();
    return Flux.fromIterable(leads)
        .flatMapSequential(lead -> ifItWentWrong(lead, unreadable), CONCURRENCY, 1)
        .next()
        .doOnTerminate(
            () -> {
              if (unreadable.get() > 0) {
                notes.add(unreadable.get() + " child runs could not be read.");
              }
            });
  }

  private Mono<Lead> ifItWentWrong(Lead lead, AtomicInteger unreadable) {
    return Runs.progress(call, lead.child())
        .filter(run -> WENT_WRONG.contains(run.status()))
        .map(run -> lead)
        .onErrorResume(Failure.class, failure -> Mono.fromRunnable(unreadable::incrementAndGet));
  }

  private static boolean isName(String text) {
    return PathSegment.problem(text).isEmpty();
  }
}
