package io.jettymcp.runs.batch;

import static io.jettymcp.runs.RunSignatures.DEBUG_RUN;
import static io.jettymcp.runs.RunSignatures.GET_OUTPUTS;
import static io.jettymcp.runs.RunSignatures.GET_TRAJECTORY;
import static io.jettymcp.runs.RunSignatures.LIST_TRAJECTORIES;
import static io.jettymcp.runs.RunSignatures.WAIT_FOR_RUN;
import static io.jettymcp.runs.RunStart.USE_TRIAL_KEYS;

import io.jettymcp.runs.OutputTable;
import io.jettymcp.runs.OutputValues;
import io.jettymcp.runs.RunStart;
import io.jettymcp.runs.RunWait;
import io.jettymcp.runs.StartedRun;
import io.jettymcp.runs.batch.BatchEntry.Progress;
import io.jettymcp.tool.Args;
import io.jettymcp.tool.Next;
import io.jettymcp.tool.Ongoing;
import io.jettymcp.tool.Result;
import io.jettymcp.tool.RunRef;
import io.jettymcp.tool.Shape;
import io.jettymcp.tool.TaskRef;
import io.jettymcp.tool.View;
import java.time.Instant;
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
import tools.jackson.databind.node.ObjectNode;

/**
 * The result of a batch: the state of each run, and the calls that continue it.
 *
 * @param inputs those of each run
 * @param started when the last run had been started
 * @param stopped whether Jetty refused a run for a reason that all have in common
 * @param latest the last start that Jetty replied to, which has the newest figures of the trial
 */
record BatchReport(
    Args in,
    List<ObjectNode> inputs,
    List<BatchEntry> entries,
    RunStart.Precheck known,
    Instant started,
    Optional<StartedRun> latest,
    boolean stopped) {
  private record Row(int index, BatchEntry entry) {}

  /** In characters: a hundred of them fit into a result. */
  private static final int MAX_LOOK = 120;

  static final View<BatchReport> VIEW =
      View.of(BatchReport.class)
          .list(
              "runs",
              View.of(Row.class)
                  .integer("index", Row::index)
                  .describedAs("From 0")
                  .text("trajectory_id", row -> row.entry().trajectoryId())
                  .text("status", row -> row.entry().status())
                  .text("error", row -> row.entry().error())
                  .max(160)
                  .include(OutputValues.VIEW, row -> row.entry().made().values())
                  .preview("look", MAX_LOOK, row -> row.entry().made().look())
                  .describedAs("The beginning of its outputs"),
              BatchReport::rows)
          .describedAs("In the order given")
          .required()
          .map("totals", new Shape.Plain("integer"), BatchReport::totals)
          .describedAs("Runs by status; unsuccessful: completed without doing their work")
          .required()
          .bool("finished", report -> report.entries().stream().allMatch(BatchReport::isOver))
          .describedAs("All of them")
          .required()
          .text("note", BatchReport::note)
          .text("trial", report -> report.latest().flatMap(StartedRun::trial))
          .describedAs("One line on the trial")
          .texts("warnings", BatchReport::warnings)
          .unlessEmpty()
          .text("url", report -> report.task().url());

  /** How many runs have a call of their own. */
  private static final int MAX_CALLS = 3;

  private static final int MAX_WARNINGS = 10;

  Result result() {
    Result result = Result.of(VIEW, this);
    for (Next call : next()) {
      result = result.suggest(call);
    }
    return result.ifCut(outputs());
  }

  /**
   * Returns the result for a caller that follows the runs while one is under way; the final one if
   * none is, or if the start of one was not answered with an id.
   *
   * @param warnings those that the message repeats
   */
  Result followed(List<String> warnings) {
    List<String> ids = entries.stream().flatMap(entry -> entry.trajectoryId().stream()).toList();
    ObjectNode arguments = BatchFollow.arguments(in, ids, started);
    boolean goesOn = ids.size() == entries.size() && !all(Progress.UNDER_WAY).isEmpty();
    if (!goesOn || !Ongoing.fits(arguments)) {
      return result();
    }
    String state = "Runs of " + task().task() + ": " + BatchState.counts(entries);
    return result()
        .ongoing(
            new Ongoing(arguments, Ongoing.message(state, warnings))
                .keeping(RunWait.START, start()));
  }

  /** Returns what only the starts say, together. */
  private ObjectNode start() {
    return new StartedRun(
            task(),
            Optional.empty(),
            Optional.empty(),
            "running",
            latest.flatMap(StartedRun::trial),
            warnings(),
            Optional.empty(),
            Optional.empty())
        .said();
  }

  private List<Row> rows() {
    return IntStream.range(0, entries.size()).mapToObj(i -> new Row(i, entries.get(i))).toList();
  }

  private Map<String, Integer> totals() {
    Map<String, Integer> totals = new TreeMap<>();
    entries.forEach(
        entry ->
            totals.merge(entry.unsuccessful() ? "unsuccessful" : entry.status(), 1, Integer::sum));
    return totals;
  }

  private static boolean isOver(BatchEntry entry) {
    return entry.is(Progress.FINISHED) || entry.is(Progress.REFUSED);
  }

  private Optional<String> note() {
    List<String> said = new ArrayList<>();
    List<Integer> left = all(Progress.NOT_STARTED);
    if (!left.isEmpty()) {
      said.add(
          "Not started: "
              + ranges(left)
              + (stopped
                  ? ", because Jetty refused one for a reason that all have in common. Fix that, then"
                  : ". To start just these,")
              + " call run-batch again with \"started\": the trajectory_id of each other run by its"
              + " index, or its status where it has none.");
    }
    List<Integer> refused = all(Progress.REFUSED);
    if (!refused.isEmpty()) {
      said.add("Refused, so that no run was started: " + ranges(refused) + ".");
    }
    List<Integer> unknown = all(Progress.UNKNOWN);
    if (!unknown.isEmpty()) {
      said.add(
          "Unknown whether these are running: "
              + ranges(unknown)
              + ". Do not start them again: check with list-trajectories first.");
    }
    if (!all(Progress.UNDER_WAY).isEmpty()) {
      said.add("Runs under way continue at Jetty; do not start them again.");
    }
    return said.isEmpty() ? Optional.empty() : Optional.of(String.join(" ", said));
  }

  List<String> warnings() {
    Set<String> warnings = new LinkedHashSet<>();
    inputs.forEach(run -> warnings.addAll(known.undeclared(run)));
    List<String> said = new ArrayList<>(warnings.stream().limit(MAX_WARNINGS).toList());
    if (warnings.size() > MAX_WARNINGS) {
      said.add((warnings.size() - MAX_WARNINGS) + " more init params are not declared.");
    }
    OptionalInt trialRuns = known.trial().remaining();
    if (trialRuns.isPresent()
        && trialRuns.getAsInt() < entries.size()
        && known.useTrialKeys(in.get(USE_TRIAL_KEYS))) {
      said.add(
          "The trial had "
              + trialRuns.getAsInt()
              + " runs left, fewer than the "
              + entries.size()
              + " of this batch.");
    }
    latest.ifPresent(start -> said.addAll(start.warnings()));
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
        .forEach(
            i -> calls.add(DEBUG_RUN.with(run(i)).because("find out why run " + i + " failed")));
    all(Progress.UNDER_WAY).stream()
        .limit(MAX_CALLS)
        .forEach(i -> calls.add(WAIT_FOR_RUN.with(run(i)).because("wait for run " + i)));
    if (!all(Progress.UNKNOWN).isEmpty()) {
      calls.add(LIST_TRAJECTORIES.with(task()).because("find the unknown runs"));
    }
    IntStream.range(0, entries.size())
        .filter(i -> entries.get(i).trajectoryId().isPresent())
        .boxed()
        .flatMap(i -> entries.get(i).made().values().calls(run(i)))
        .limit(MAX_CALLS)
        .forEach(calls::add);
    new BatchResume(in, inputs, entries).call(stopped).ifPresent(calls::add);
    if (calls.isEmpty()) {
      all(Progress.FINISHED).stream()
          .limit(1)
          .forEach(i -> calls.add(GET_TRAJECTORY.with(run(i)).because("results of run " + i)));
    }
    return calls;
  }

  /** Suggests the call that shows the outputs that were asked for, a page at a time. */
  private List<Next> outputs() {
    List<String> ids = all(Progress.FINISHED).stream().map(i -> run(i).id()).toList();
    return in.has(RunBatch.OUTPUTS) && !ids.isEmpty()
        ? List.of(
            GET_OUTPUTS
                .with(task())
                .with(OutputTable.PATHS, in.get(RunBatch.OUTPUTS))
                .with(OutputTable.IDS, ids)
                .because("all outputs in full"))
        : List.of();
  }

  private List<Integer> all(Progress standing) {
    return IntStream.range(0, entries.size())
        .filter(i -> entries.get(i).is(standing))
        .boxed()
        .toList();
  }

  private RunRef run(int index) {
    return task().run(entries.get(index).trajectoryId().orElseThrow());
  }

  private TaskRef task() {
    return TaskRef.of(in);
  }

  /** Joins indexes to ranges, such as {@code 3, 7-12}. */
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
