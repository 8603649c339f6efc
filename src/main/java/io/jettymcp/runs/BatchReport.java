package io.jettymcp.runs;

import static io.jettymcp.runs.RunBatch.MAX_CONCURRENCY;
import static io.jettymcp.runs.RunBatch.RUNS;
import static io.jettymcp.runs.RunWait.WAIT_SECONDS;
import static io.jettymcp.tool.CommonParams.COLLECTION;
import static io.jettymcp.tool.CommonParams.TASK;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.jettymcp.json.Json;
import io.jettymcp.runs.BatchEntry.Standing;
import io.jettymcp.tool.Args;
import io.jettymcp.tool.Links;
import io.jettymcp.tool.Next;
import io.jettymcp.tool.Result;
import io.jettymcp.tool.Shape;
import io.jettymcp.tool.View;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a batch says when it ends: of each run what became of it, and the calls that go on.
 *
 * @param stopped whether Jetty refused a run for what all have in common
 * @param latest the start that Jetty answered last, which knows most of the trial
 */
record BatchReport(
    Args in,
    List<BatchEntry> entries,
    RunStart.Ground ground,
    Optional<RunStart.Started> latest,
    boolean stopped) {
  static final View<JsonNode> VIEW =
      View.of(JsonNode.class)
          .list(
              "runs",
              View.of(JsonNode.class)
                  .integer("index")
                  .describedAs("From 0")
                  .text("trajectory_id")
                  .text("status")
                  .text("error")
                  .max(160))
          .describedAs("In the order given")
          .required()
          .map("totals", new Shape.Plain("integer"))
          .describedAs("Runs by status")
          .required()
          .bool("finished")
          .describedAs("All of them")
          .required()
          .text("note")
          .text("trial")
          .describedAs("One line on the trial")
          .texts("warnings")
          .text("url");

  /** How many runs have a call of their own. */
  private static final int MAX_CALLS = 3;

  private static final int MAX_WARNINGS = 10;

  /** In bytes; larger inputs would push the results out, and the caller has them anyway. */
  private static final int MAX_REST = 8_000;

  Result result() {
    ArrayNode runs = Json.array();
    Map<String, Integer> totals = new TreeMap<>();
    for (int i = 0; i < entries.size(); i++) {
      runs.add(entries.get(i).row(i));
      totals.merge(entries.get(i).status(), 1, Integer::sum);
    }
    ObjectNode data = Json.object();
    data.set("runs", runs);
    ObjectNode counts = data.putObject("totals");
    totals.forEach(counts::put);
    data.put("finished", entries.stream().allMatch(BatchReport::isOver));
    note().ifPresent(note -> data.put("note", note));
    latest.flatMap(start -> Json.text(start.data(), "trial")).ifPresent(t -> data.put("trial", t));
    List<String> warnings = warnings();
    if (!warnings.isEmpty()) {
      data.set("warnings", Json.array(warnings));
    }
    data.put("url", Links.to(in.get(COLLECTION), in.get(TASK)));
    Result result = Result.of(data);
    for (Next call : next()) {
      result = result.suggest(call);
    }
    return result;
  }

  private static boolean isOver(BatchEntry entry) {
    return entry.is(Standing.FINISHED) || entry.is(Standing.REFUSED);
  }

  private Optional<String> note() {
    List<String> said = new ArrayList<>();
    List<Integer> left = all(Standing.NOT_STARTED);
    if (!left.isEmpty()) {
      said.add(
          "Not started: "
              + ranges(left)
              + (stopped
                  ? ", because Jetty refused one for what all have in common. Mend that, then send"
                  : ". Send")
              + " just these to run-batch again.");
    }
    List<Integer> unknown = all(Standing.UNKNOWN);
    if (!unknown.isEmpty()) {
      said.add(
          "Of "
              + ranges(unknown)
              + " it is not known whether they run. Do not start them again: look with"
              + " list-trajectories first.");
    }
    if (!all(Standing.UNDER_WAY).isEmpty()) {
      said.add("Runs under way go on at Jetty; do not start them again.");
    }
    return said.isEmpty() ? Optional.empty() : Optional.of(String.join(" ", said));
  }

  private List<String> warnings() {
    Set<String> warnings = new LinkedHashSet<>();
    in.get(RUNS).forEach(run -> warnings.addAll(ground.undeclared(run)));
    List<String> said = new ArrayList<>(warnings.stream().limit(MAX_WARNINGS).toList());
    if (warnings.size() > MAX_WARNINGS) {
      said.add((warnings.size() - MAX_WARNINGS) + " more init params are not declared.");
    }
    OptionalInt trialRuns = Trial.remaining(ground.trial());
    if (ground.useTrialKeys("auto")
        && trialRuns.isPresent()
        && trialRuns.getAsInt() < entries.size()) {
      said.add(
          "The trial had "
              + trialRuns.getAsInt()
              + " runs left, fewer than the "
              + entries.size()
              + " of this batch.");
    }
    latest.ifPresent(
        start -> start.data().path("warnings").forEach(warning -> said.add(warning.asString(""))));
    return said;
  }

  private List<Next> next() {
    List<Next> calls = new ArrayList<>();
    List<Integer> failed =
        IntStream.range(0, entries.size())
            .filter(i -> entries.get(i).failed() && entries.get(i).trajectoryId().isPresent())
            .boxed()
            .toList();
    failed.stream()
        .limit(MAX_CALLS)
        .forEach(i -> calls.add(new Next("get-trajectory", run(i), "why run " + i + " failed")));
    all(Standing.UNDER_WAY).stream()
        .limit(MAX_CALLS)
        .forEach(i -> calls.add(new Next("wait-for-run", run(i), "wait for run " + i)));
    if (!all(Standing.UNKNOWN).isEmpty()) {
      calls.add(new Next("list-trajectories", task(), "find the runs that are not known"));
    }
    rest().ifPresent(arguments -> calls.add(new Next("run-batch", arguments, "start the rest")));
    if (calls.isEmpty()) {
      all(Standing.FINISHED).stream()
          .limit(1)
          .forEach(i -> calls.add(new Next("get-trajectory", run(i), "what run " + i + " gave")));
    }
    return calls;
  }

  /** The arguments that start what was not started, unless they are too large to repeat. */
  private Optional<ObjectNode> rest() {
    List<Integer> left = all(Standing.NOT_STARTED);
    ObjectNode arguments = task();
    ArrayNode runs = arguments.putArray("runs");
    left.forEach(i -> runs.add(in.get(RUNS).get(i)));
    arguments.put("max_concurrency", in.get(MAX_CONCURRENCY));
    arguments.put("wait_seconds", in.get(WAIT_SECONDS));
    return stopped || left.isEmpty() || arguments.toString().getBytes(UTF_8).length > MAX_REST
        ? Optional.empty()
        : Optional.of(arguments);
  }

  private List<Integer> all(Standing standing) {
    return IntStream.range(0, entries.size())
        .filter(i -> entries.get(i).is(standing))
        .boxed()
        .toList();
  }

  private ObjectNode run(int index) {
    return task().put("trajectory_id", entries.get(index).trajectoryId().orElseThrow());
  }

  private ObjectNode task() {
    return Json.object().put("collection", in.get(COLLECTION)).put("task", in.get(TASK));
  }

  /** Indexes in few words, such as {@code 3, 7-12}. */
  private static String ranges(List<Integer> indexes) {
    List<int[]> ranges = new ArrayList<>();
    for (int index : indexes) {
      if (!ranges.isEmpty() && ranges.get(ranges.size() - 1)[1] == index - 1) {
        ranges.get(ranges.size() - 1)[1] = index;
      } else {
        ranges.add(new int[] {index, index});
      }
    }
    return ranges.stream()
        .map(range -> range[0] == range[1] ? "" + range[0] : range[0] + "-" + range[1])
        .collect(Collectors.joining(", "));
  }
}
