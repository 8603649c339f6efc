package io.jettymcp.runs;

import static io.jettymcp.runs.RunSignatures.DEBUG_RUN;
import static io.jettymcp.runs.RunSignatures.GET_TASK;
import static io.jettymcp.runs.RunSignatures.RUN_TASK;

import io.jettymcp.runs.RunPatterns.Pattern;
import io.jettymcp.tool.Call;
import io.jettymcp.tool.Param;
import io.jettymcp.tool.Result;
import io.jettymcp.tool.Shape;
import io.jettymcp.tool.TaskRef;
import io.jettymcp.tool.View;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/** Compares the newest runs of a task. */
public final class AnalyzeRuns {
  static final Param<Integer> LAST =
      Param.integer("last", "How many of the newest", 1, 50).defaultValue(10);

  /** How many runs have a value. */
  private record ValueCount(String value, int runs) {}

  /**
   * The values of a score or label.
   *
   * @param numbers their statistics, if all of them are numbers
   * @param values the most frequent ones, if not
   */
  private record Values(
      String name, int runs, Optional<Statistics> numbers, List<ValueCount> values) {
    OptionalDouble number(ToDoubleFunction<Statistics> which) {
      return numbers.stream().mapToDouble(which).map(Statistics::rounded).findFirst();
    }
  }

  /**
   * The runs that are compared, newest first.
   *
   * @param counted those that succeeded or failed
   * @param last the number that was asked for
   */
  record Comparison(TaskRef task, List<RunFacts> runs, List<RunFacts> counted, int last) {
    Map<String, Integer> statuses() {
      return counts(runs.stream().map(run -> Run.known(run.run().status())).toList());
    }

    Optional<Integer> succeeded() {
      return Optional.of((int) counted.stream().filter(RunFacts::succeeded).count())
          .filter(count -> !counted.isEmpty());
    }

    Optional<Double> successRate() {
      return succeeded().map(count -> Statistics.rounded((double) count / counted.size()));
    }

    Optional<Statistics> durations() {
      return Statistics.find(
          counted.stream().flatMap(run -> run.run().duration().stream().boxed()).toList());
    }

    List<RepeatedFailure> failures() {
      return RepeatedFailure.in(counted).stream().limit(MAX_FAILURES).toList();
    }

    List<Values> scores() {
      Map<String, List<Double>> scores = new LinkedHashMap<>();
      for (RunFacts run : runs) {
        run.stepScores()
            .forEach(
                (name, score) ->
                    scores.computeIfAbsent(name, none -> new ArrayList<>()).add(score));
      }
      return scores.entrySet().stream()
          .limit(MAX_NUMBERS)
          .map(
              e ->
                  new Values(
                      e.getKey(), e.getValue().size(), Statistics.find(e.getValue()), List.of()))
          .toList();
    }

    /** Averages labels that hold a number in every run, and counts the values of others. */
    List<Values> labels() {
      Map<String, List<String>> labels = new LinkedHashMap<>();
      for (RunFacts run : runs) {
        run.labels()
            .forEach(
                (key, value) -> labels.computeIfAbsent(key, none -> new ArrayList<>()).add(value));
      }
      return labels.entrySet().stream()
          .limit(MAX_NUMBERS)
          .map(label -> label(label.getKey(), label.getValue()))
          .toList();
    }

    private static Values label(String name, List<String> values) {
      List<Double> numbers =
          values.stream().flatMap(value -> RunFacts.number(value).stream().boxed()).toList();
      if (numbers.size() == values.size()) {
        return new Values(name, values.size(), Statistics.find(numbers), List.of());
      }
      List<ValueCount> frequent =
          counts(values).entrySet().stream()
              .map(e -> new ValueCount(e.getKey(), e.getValue()))
              .sorted(Comparator.comparing(ValueCount::runs).reversed())
              .limit(MAX_VALUES)
              .toList();
      return new Values(name, values.size(), Optional.empty(), frequent);
    }

    private static Map<String, Integer> counts(List<String> values) {
      return values.stream()
          .collect(
              Collectors.groupingBy(
                  Function.identity(), LinkedHashMap::new, Collectors.summingInt(value -> 1)));
    }

    List<String> notes() {
      if (runs.isEmpty()) {
        return List.of("The task has no runs yet.");
      }
      List<String> notes = new ArrayList<>();
      if (counted.size() < RunPatterns.MIN_RUNS) {
        notes.add(
            "Only "
                + counted.size()
                + " of the runs completed or failed: too few to distinguish patterns from chance.");
      } else if (runs.size() < last) {
        notes.add("The task has only " + runs.size() + " runs.");
      }
      if (!counted.isEmpty() && counted.stream().noneMatch(RunFacts::hasOutputs)) {
        notes.add(
            "Jetty's list held no outputs, so rounds and scores in outputs were not analyzed.");
      }
      return notes;
    }
  }

  private static final View<Values> VALUES =
      View.of(Values.class)
          .text("name", Values::name)
          .integer("runs", Values::runs)
          .describedAs("That have it")
          .number("average", values -> values.number(Statistics::average))
          .number("lowest", values -> values.number(Statistics::lowest))
          .number("highest", values -> values.number(Statistics::highest))
          .list(
              "values",
              View.of(ValueCount.class)
                  .text("value", ValueCount::value)
                  .max(100)
                  .integer("runs", ValueCount::runs),
              Values::values)
          .unlessEmpty();

  private static final View<Statistics> DURATIONS =
      View.of(Statistics.class)
          .integer("runs", Statistics::count)
          .number("median", seconds -> Statistics.rounded(seconds.median()))
          .number("p90", seconds -> Statistics.rounded(seconds.quantile(0.9)))
          .number("max", seconds -> Statistics.rounded(seconds.highest()));

  public static final View<Comparison> VIEW =
      View.of(Comparison.class)
          .integer("runs", comparison -> comparison.runs().size())
          .describedAs("Compared")
          .required()
          .map("statuses", new Shape.Plain("integer"), Comparison::statuses)
          .unlessEmpty()
          .integer("succeeded", Comparison::succeeded)
          .number("success_rate", Comparison::successRate)
          .describedAs("Of completed and failed runs")
          .nested("duration_seconds", DURATIONS, Comparison::durations)
          .describedAs("Of completed and failed runs")
          .list(
              "findings", Pattern.VIEW, comparison -> new RunPatterns(comparison.counted()).find())
          .required()
          .list("failures", RepeatedFailure.VIEW, Comparison::failures)
          .unlessEmpty()
          .describedAs("By step and message")
          .list("scores", VALUES, Comparison::scores)
          .unlessEmpty()
          .list("labels", VALUES, Comparison::labels)
          .unlessEmpty()
          .texts("notes", Comparison::notes)
          .unlessEmpty()
          .text("url", comparison -> comparison.task().url());

  /** Small, because Jetty sends the runs in full. */
  private static final int PAGE = 10;

  private static final int MAX_FAILURES = 10;
  private static final int MAX_NUMBERS = 15;
  private static final int MAX_VALUES = 5;

  private final Call call;
  private final TaskRef task;
  private final int last;

  private AnalyzeRuns(Call call) {
    this.call = call;
    this.task = TaskRef.of(call.in());
    this.last = call.in().get(LAST);
  }

  public static Mono<Result> analyze(Call call) {
    call.progress("reading runs");
    return new AnalyzeRuns(call).analyze();
  }

  private Mono<Result> analyze() {
    return read(1, new LinkedHashMap<>()).map(this::result);
  }

  /** Reads the newest runs, each once: pages shift when a run starts in between. */
  private Mono<List<RunFacts>> read(int number, Map<String, RunFacts> before) {
    int size = Math.min(PAGE, last);
    return RunPage.read(call, task, number, size, RunFacts.MASK)
        .flatMap(
            page -> {
              page.runs().stream()
                  .filter(JsonNode::isObject)
                  .map(RunFacts::of)
                  .filter(run -> !run.id().isEmpty())
                  .forEach(run -> before.putIfAbsent(run.id(), run));
              boolean enough = before.size() >= last || number * size >= last;
              if (enough || !page.more() || page.runs().isEmpty()) {
                return Mono.just(before.values().stream().limit(last).toList());
              }
              call.progress("read " + before.size() + " of " + last + " runs");
              return read(number + 1, before);
            });
  }

  private Result result(List<RunFacts> runs) {
    List<RunFacts> counted = runs.stream().filter(RunFacts::counts).toList();
    Result result = Result.of(VIEW, new Comparison(task, runs, counted, last));
    if (runs.isEmpty()) {
      return result.suggest(RUN_TASK.with(task).because("start one"));
    }
    return counted.stream()
        .filter(run -> !run.succeeded())
        .findFirst()
        .map(run -> DEBUG_RUN.with(task.run(run.id())).because("why the newest of these failed"))
        .map(result::suggest)
        .orElse(result)
        .suggest(GET_TASK.with(task).because("the workflow to improve"));
  }
}
