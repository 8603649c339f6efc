package io.jettymcp.runs;

import static io.jettymcp.tool.CommonParams.COLLECTION;
import static io.jettymcp.tool.CommonParams.TASK;

import io.jettymcp.json.Json;
import io.jettymcp.runs.RunFacts.Fault;
import io.jettymcp.tool.Args;
import io.jettymcp.tool.Call;
import io.jettymcp.tool.Links;
import io.jettymcp.tool.Next;
import io.jettymcp.tool.Param;
import io.jettymcp.tool.Result;
import io.jettymcp.tool.Shape;
import io.jettymcp.tool.View;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Compares the newest runs of a task. */
public final class AnalyzeRuns {
  static final Param<Integer> LAST = Param.integer("last", "", 1, 50).defaultValue(10);

  private static final View<JsonNode> NUMBERS =
      View.of(JsonNode.class)
          .text("name")
          .integer("runs")
          .describedAs("That have it")
          .number("average")
          .number("lowest")
          .number("highest")
          .list("values", View.of(JsonNode.class).text("value").max(100).integer("runs"));

  public static final View<JsonNode> VIEW =
      View.of(JsonNode.class)
          .integer("runs")
          .describedAs("Looked at")
          .required()
          .map("statuses", new Shape.Plain("integer"))
          .integer("succeeded")
          .number("success_rate")
          .describedAs("Of completed and failed runs")
          .nested(
              "duration_seconds",
              View.of(JsonNode.class).integer("runs").number("median").number("p90").number("max"))
          .describedAs("Of completed and failed runs")
          .list(
              "findings",
              View.of(JsonNode.class)
                  .text("kind")
                  .text("what")
                  .max(400)
                  .text("step")
                  .texts("trajectory_ids")
                  .describedAs("Evidence")
                  .text("suggestion"))
          .required()
          .list(
              "failures",
              View.of(JsonNode.class)
                  .text("step")
                  .text("message")
                  .max(300)
                  .integer("count")
                  .texts("trajectory_ids"))
          .describedAs("By step and message")
          .list("scores", NUMBERS)
          .list("labels", NUMBERS)
          .texts("notes")
          .text("url");

  /** Runs come whole, so that few of them are asked for at a time. */
  private static final int PAGE = 10;

  private static final int MAX_FAILURES = 10;
  private static final int MAX_NUMBERS = 15;
  private static final int MAX_VALUES = 5;

  private final Call call;
  private final String collection;
  private final String task;
  private final int last;

  private AnalyzeRuns(Call call) {
    Args in = call.in();
    this.call = call;
    this.collection = in.get(COLLECTION);
    this.task = in.get(TASK);
    this.last = in.get(LAST);
  }

  public static Mono<Result> analyze(Call call) {
    return ProgressTicker.during(new AnalyzeRuns(call).analyze(), call, () -> "reading runs");
  }

  private Mono<Result> analyze() {
    return read(1, new LinkedHashMap<>()).map(this::result);
  }

  /** Pages move when a run starts in between, so each run is taken once. */
  private Mono<List<RunFacts>> read(int number, Map<String, RunFacts> before) {
    int size = Math.min(PAGE, last);
    return RunPage.read(call, collection, task, number, size, RunFacts.KEPT)
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
    ObjectNode data = Json.object().put("runs", runs.size());
    data.putArray("findings");
    if (runs.isEmpty()) {
      data.set("notes", Json.array(List.of("The task has no runs yet.")));
      return Result.of(data.put("url", Links.to(collection, task)))
          .suggest(new Next("run-task", task(), "start one"));
    }
    statuses(data, runs);
    List<RunFacts> counted = runs.stream().filter(RunFacts::counts).toList();
    success(data, counted);
    durations(data, counted);
    ArrayNode findings = data.putArray("findings");
    new RunPatterns(counted).find().forEach(pattern -> findings.add(pattern.json()));
    failures(data, counted);
    scores(data, runs);
    labels(data, runs);
    notes(data, runs, counted);
    return next(Result.of(data.put("url", Links.to(collection, task))), counted);
  }

  private static void statuses(ObjectNode data, List<RunFacts> runs) {
    ObjectNode statuses = data.putObject("statuses");
    runs.stream()
        .collect(
            Collectors.groupingBy(
                run -> Run.known(run.run().status()),
                LinkedHashMap::new,
                Collectors.summingInt(run -> 1)))
        .forEach(statuses::put);
  }

  private static void success(ObjectNode data, List<RunFacts> counted) {
    if (!counted.isEmpty()) {
      long succeeded = counted.stream().filter(RunFacts::succeeded).count();
      data.put("succeeded", succeeded);
      data.put("success_rate", Statistics.rounded((double) succeeded / counted.size()));
    }
  }

  private static void durations(ObjectNode data, List<RunFacts> counted) {
    List<Double> seconds =
        counted.stream().flatMap(run -> run.run().duration().stream().boxed()).toList();
    if (!seconds.isEmpty()) {
      Statistics spread = Statistics.of(seconds);
      data.putObject("duration_seconds")
          .put("runs", spread.count())
          .put("median", Statistics.rounded(spread.median()))
          .put("p90", Statistics.rounded(spread.quantile(0.9)))
          .put("max", Statistics.rounded(spread.highest()));
    }
  }

  private static void failures(ObjectNode data, List<RunFacts> counted) {
    List<List<RunFacts>> groups = RunPatterns.alike(counted);
    if (groups.isEmpty()) {
      return;
    }
    ArrayNode failures = data.putArray("failures");
    for (List<RunFacts> alike : groups.stream().limit(MAX_FAILURES).toList()) {
      Fault fault = alike.get(0).fault().orElseThrow();
      ObjectNode row = failures.addObject();
      if (!fault.step().isEmpty()) {
        row.put("step", fault.step());
      }
      row.put("message", fault.message()).put("count", alike.size());
      row.set(
          "trajectory_ids",
          Json.array(RunPatterns.ids(alike).stream().limit(RunPatterns.MAX_IDS).toList()));
    }
  }

  private static void scores(ObjectNode data, List<RunFacts> runs) {
    Map<String, List<Double>> scores = new LinkedHashMap<>();
    for (RunFacts run : runs) {
      run.steps()
          .forEach(
              step ->
                  step.scores()
                      .forEach(
                          (name, score) ->
                              scores
                                  .computeIfAbsent(step.name() + "." + name, n -> new ArrayList<>())
                                  .add(score)));
    }
    ArrayNode rows = Json.array();
    scores.entrySet().stream()
        .limit(MAX_NUMBERS)
        .forEach(e -> numbers(rows.addObject().put("name", e.getKey()), e.getValue()));
    if (!rows.isEmpty()) {
      data.set("scores", rows);
    }
  }

  /** Labels that hold a number in every run are averaged, the values of others counted. */
  private static void labels(ObjectNode data, List<RunFacts> runs) {
    Map<String, List<String>> labels = new LinkedHashMap<>();
    runs.forEach(
        run ->
            run.labels()
                .forEach(
                    (key, value) ->
                        labels.computeIfAbsent(key, none -> new ArrayList<>()).add(value)));
    ArrayNode rows = Json.array();
    labels.entrySet().stream()
        .limit(MAX_NUMBERS)
        .forEach(
            label -> {
              ObjectNode row = rows.addObject().put("name", label.getKey());
              List<Double> numbers =
                  label.getValue().stream()
                      .flatMap(value -> RunFacts.number(value).stream().boxed())
                      .toList();
              if (numbers.size() == label.getValue().size()) {
                numbers(row, numbers);
              } else {
                values(row, label.getValue());
              }
            });
    if (!rows.isEmpty()) {
      data.set("labels", rows);
    }
  }

  private static void numbers(ObjectNode row, List<Double> numbers) {
    Statistics spread = Statistics.of(numbers);
    row.put("runs", spread.count())
        .put("average", Statistics.rounded(spread.average()))
        .put("lowest", Statistics.rounded(spread.lowest()))
        .put("highest", Statistics.rounded(spread.highest()));
  }

  private static void values(ObjectNode row, List<String> values) {
    row.put("runs", values.size());
    ArrayNode counts = row.putArray("values");
    values.stream()
        .collect(
            Collectors.groupingBy(
                Function.identity(), LinkedHashMap::new, Collectors.summingInt(value -> 1)))
        .entrySet()
        .stream()
        .sorted(Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder()))
        .limit(MAX_VALUES)
        .forEach(e -> counts.addObject().put("value", e.getKey()).put("runs", e.getValue()));
  }

  private void notes(ObjectNode data, List<RunFacts> runs, List<RunFacts> counted) {
    List<String> notes = new ArrayList<>();
    if (counted.size() < RunPatterns.MIN) {
      notes.add(
          "Only "
              + counted.size()
              + " of the runs completed or failed: too few to tell patterns from chance.");
    } else if (runs.size() < last) {
      notes.add("The task has only " + runs.size() + " runs.");
    }
    if (!counted.isEmpty() && counted.stream().noneMatch(RunFacts::hasOutputs)) {
      notes.add(
          "Jetty's list held no outputs, so rounds and scores in outputs could not be looked at.");
    }
    if (!notes.isEmpty()) {
      data.set("notes", Json.array(notes));
    }
  }

  private Result next(Result result, List<RunFacts> counted) {
    return counted.stream()
        .filter(run -> !run.succeeded())
        .findFirst()
        .map(
            run ->
                result.suggest(
                    new Next(
                        "debug-run",
                        task().put("trajectory_id", run.id()),
                        "why the newest of these failed")))
        .orElse(result)
        .suggest(new Next("get-task", task(), "the workflow to improve"));
  }

  private ObjectNode task() {
    return Json.object().put("collection", collection).put("task", task);
  }
}
