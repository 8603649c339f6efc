package io.jettymcp.runs;

import io.jettymcp.json.Json;
import io.jettymcp.runs.RunFacts.Fault;
import io.jettymcp.runs.RunFacts.StepFacts;
import io.jettymcp.workflow.KnownIssues;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What shows in several runs of a task, newest first: failures that come again, rounds that gain
 * nothing, steps that are slow or run out of time, scores that no longer move.
 */
record RunPatterns(List<RunFacts> runs) {
  /** Fewer runs show nothing that could not be chance. */
  static final int MIN = 3;

  /** How many runs are named as evidence. */
  static final int MAX_IDS = 10;

  private static final int MAX_FINDINGS = 20;

  private static final int MAX_NAMES = 200;

  /** So many rounds are usual; more of them cost time. */
  private static final int USUAL_ROUNDS = 2;

  /** Shorter steps are not worth a word, in seconds. */
  private static final double WORTH_A_WORD = 5;

  /** The share of a run's time from which on one step is what to look at. */
  private static final double FREQUENCY_THRESHOLD = 0.5;

  /** How many times its median a step takes that is out of line. */
  private static final double OUT_OF_LINE = 3;

  /** Scores within this part of their average are the same score. */
  private static final double SAME = 0.05;

  /**
   * Something to look at.
   *
   * @param step where it is; empty where it is about the run as a whole
   * @param ids of the runs that show it, newest first
   */
  record Pattern(String kind, String what, String step, List<String> ids, String suggestion) {
    ObjectNode json() {
      ObjectNode json = Json.object().put("kind", kind).put("what", what);
      if (!step.isEmpty()) {
        json.put("step", step);
      }
      ArrayNode evidence = json.putArray("trajectory_ids");
      ids.stream().limit(MAX_IDS).forEach(evidence::add);
      return json.put("suggestion", suggestion);
    }
  }

  List<Pattern> find() {
    if (runs.size() < MIN) {
      return List.of();
    }
    List<Pattern> found = new ArrayList<>();
    failures(found);
    silentFailures(found);
    timeOuts(found);
    rounds(found);
    slowSteps(found);
    plateaus(found);
    return found.stream().limit(MAX_FINDINGS).toList();
  }

  /** Failed runs by step and message, the most frequent first. */
  static List<List<RunFacts>> alike(List<RunFacts> runs) {
    Map<String, List<RunFacts>> groups = new LinkedHashMap<>();
    for (RunFacts run : runs) {
      run.fault()
          .ifPresent(
              fault -> groups.computeIfAbsent(fault.pattern(), none -> new ArrayList<>()).add(run));
    }
    return groups.values().stream().sorted((a, b) -> b.size() - a.size()).toList();
  }

  private void failures(List<Pattern> found) {
    for (List<RunFacts> alike : alike(runs)) {
      if (alike.size() < 2) {
        continue;
      }
      Fault fault = alike.get(0).fault().orElseThrow();
      String where =
          fault.step().isEmpty() ? "outside of its steps" : "at the step " + fault.step();
      String suggestion =
          KnownIssues.matching(fault.activity(), fault.message())
              .map(g -> "Problem: " + g.wrong() + ". Fix: " + g.right() + ".")
              .or(() -> KnownError.in(fault.message()).map(KnownError::fix))
              .orElse("debug-run on one of them finds the root cause.");
      found.add(
          new Pattern(
              "consistent_failure",
              of(alike) + " failed " + where + " in the same way",
              fault.step(),
              ids(alike),
              suggestion));
    }
  }

  private void silentFailures(List<Pattern> found) {
    List<RunFacts> silent = runs.stream().filter(run -> run.silent().isPresent()).toList();
    if (!silent.isEmpty()) {
      SilentFailure newest = silent.get(0).silent().orElseThrow();
      found.add(
          new Pattern(
              "silent_failure",
              of(silent) + " completed, but without doing their work",
              newest.step(),
              ids(silent),
              newest.fix()));
    }
  }

  private void timeOuts(List<Pattern> found) {
    for (String step : stepNames()) {
      List<RunFacts> late = showing(step, (run, facts) -> facts.outOfTime() || saysSo(run, step));
      if (!late.isEmpty()) {
        found.add(
            new Pattern(
                "timeout",
                of(late) + " used up the time that the step " + step + " has",
                step,
                ids(late),
                "Raise timeout_sec of the step, or give it less to do at once."));
      }
    }
    List<RunFacts> others =
        runs.stream()
            .filter(run -> run.fault().filter(fault -> fault.step().isEmpty()).isPresent())
            .filter(run -> run.run().status().equals("timed_out") || saysSo(run, ""))
            .toList();
    if (!others.isEmpty()) {
      found.add(
          new Pattern(
              "timeout",
              of(others) + " timed out as a whole",
              "",
              ids(others),
              "Look at slow steps, and split the task if there is none."));
    }
  }

  private static boolean saysSo(RunFacts run, String step) {
    return run.fault()
        .filter(fault -> fault.step().equals(step))
        .filter(
            fault ->
                KnownError.TIMED_OUT.explains(fault.message())
                    || run.run().status().equals("timed_out"))
        .isPresent();
  }

  private void rounds(List<Pattern> found) {
    for (String step : stepNames()) {
      List<RunFacts> idle = showing(step, (run, facts) -> gainsNothing(facts.roundScores()));
      List<RunFacts> many = showing(step, (run, facts) -> facts.rounds() > USUAL_ROUNDS);
      if (idle.size() >= 2) {
        found.add(
            new Pattern(
                "iteration_waste",
                of(idle) + " repeated the step " + step + " without reaching a better score",
                step,
                ids(idle),
                "Stop after the first round that gains nothing, or say in the step what a better"
                    + " result has to have."));
      } else if (many.size() >= 2) {
        List<Double> times =
            facts(step).stream().filter(f -> f.rounds() > 0).map(f -> (double) f.rounds()).toList();
        found.add(
            new Pattern(
                "iteration_waste",
                of(many)
                    + " needed more than "
                    + USUAL_ROUNDS
                    + " rounds of the step "
                    + step
                    + " (median "
                    + Statistics.rounded(Statistics.of(times).median())
                    + ")",
                step,
                ids(many),
                "Look at what the first rounds miss, and say it in the step from the beginning."));
      }
    }
  }

  /** Whether the last of at least two rounds is no better than one before it. */
  private static boolean gainsNothing(List<Double> scores) {
    return scores.size() >= 2
        && scores.get(scores.size() - 1)
            <= Statistics.of(scores.subList(0, scores.size() - 1)).highest();
  }

  private void slowSteps(List<Pattern> found) {
    for (String step : stepNames()) {
      List<Double> times = seconds(step);
      if (times.size() < 2) {
        continue;
      }
      double median = Statistics.of(times).median();
      List<RunFacts> most = showing(step, (run, facts) -> takesMost(run, facts));
      if (median >= WORTH_A_WORD && most.size() * 2 > times.size()) {
        found.add(
            new Pattern(
                "slow_step",
                "The step "
                    + step
                    + " takes most of the time in "
                    + most.size()
                    + " of "
                    + times.size()
                    + " runs (median "
                    + Statistics.rounded(median)
                    + " s)",
                step,
                ids(most),
                "Begin here to make runs faster: a faster model, less input, or parts side by"
                    + " side."));
      }
      List<RunFacts> odd =
          showing(
              step,
              (run, facts) ->
                  facts.seconds().orElse(0) > OUT_OF_LINE * median
                      && facts.seconds().orElse(0) >= median + WORTH_A_WORD);
      if (!odd.isEmpty() && times.size() >= MIN) {
        found.add(
            new Pattern(
                "slow_step",
                of(odd)
                    + " took more than "
                    + (int) OUT_OF_LINE
                    + " times the median of "
                    + Statistics.rounded(median)
                    + " s for the step "
                    + step,
                step,
                ids(odd),
                "Compare the inputs of these runs with those of the others."));
      }
    }
  }

  private static boolean takesMost(RunFacts run, StepFacts step) {
    double all = run.steps().stream().mapToDouble(s -> s.seconds().orElse(0)).sum();
    return run.steps().size() > 1
        && all > 0
        && step.seconds().orElse(0) / all >= FREQUENCY_THRESHOLD;
  }

  private void plateaus(List<Pattern> found) {
    Map<String, List<RunFacts>> scored = new LinkedHashMap<>();
    Map<String, List<Double>> scores = new LinkedHashMap<>();
    for (RunFacts run : runs) {
      run.scores()
          .forEach(
              (name, score) -> {
                scored.computeIfAbsent(name, none -> new ArrayList<>()).add(run);
                scores.computeIfAbsent(name, none -> new ArrayList<>()).add(score);
              });
    }
    scored.forEach(
        (name, having) -> {
          List<Double> newest = flat(scores.getOrDefault(name, List.of()));
          if (newest.size() >= MIN) {
            found.add(plateau(name, Statistics.of(newest), having.subList(0, newest.size())));
          }
        });
  }

  /** The newest scores, as far back as they are the same. */
  private static List<Double> flat(List<Double> newestFirst) {
    int length = 1;
    while (length < newestFirst.size() && isFlat(newestFirst.subList(0, length + 1))) {
      length++;
    }
    return newestFirst.subList(0, length);
  }

  private static boolean isFlat(List<Double> scores) {
    Statistics spread = Statistics.of(scores);
    return spread.highest() - spread.lowest() <= SAME * Math.abs(spread.average());
  }

  private static Pattern plateau(String name, Statistics spread, List<RunFacts> runs) {
    return new Pattern(
        "plateau",
        "The score "
            + name
            + " stays at about "
            + Statistics.rounded(spread.average())
            + " in the newest "
            + spread.count()
            + " runs that have it",
        "",
        ids(runs),
        "If this is not the best that there is, change what is judged or how: more of the same"
            + " does not move it.");
  }

  private List<String> stepNames() {
    Set<String> names = new LinkedHashSet<>();
    runs.forEach(run -> run.steps().forEach(step -> names.add(step.name())));
    return names.stream().limit(MAX_NAMES).toList();
  }

  private List<StepFacts> facts(String step) {
    return runs.stream()
        .flatMap(run -> run.steps().stream())
        .filter(facts -> facts.name().equals(step))
        .toList();
  }

  private List<Double> seconds(String step) {
    return facts(step).stream().flatMap(facts -> facts.seconds().stream().boxed()).toList();
  }

  private List<RunFacts> showing(String step, BiPredicate<RunFacts, StepFacts> what) {
    return runs.stream()
        .filter(
            run ->
                run.steps().stream()
                    .anyMatch(facts -> facts.name().equals(step) && what.test(run, facts)))
        .toList();
  }

  private String of(Collection<RunFacts> some) {
    return some.size() + " of " + runs.size() + " runs";
  }

  static List<String> ids(List<RunFacts> some) {
    return some.stream().map(RunFacts::id).toList();
  }
}
