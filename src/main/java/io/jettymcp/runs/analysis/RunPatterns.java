package io.jettymcp.runs.analysis;

import io.jettymcp.runs.analysis.RunFacts.StepFacts;
import io.jettymcp.tool.View;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;

/**
 * Finds patterns in several runs of a task, newest first: rounds that gain nothing, steps that are
 * slow or nearly run out of time, scores that no longer change.
 */
record RunPatterns(List<RunFacts> runs) {
  /** Anything seen in fewer runs could be chance. */
  static final int MIN_RUNS = 3;

  /** Runs named as evidence. */
  private static final int MAX_IDS = 10;

  private static final int MAX_FINDINGS = 20;

  private static final int MAX_NAMES = 200;

  /** More rounds than usual cost time. */
  private static final int USUAL_ROUNDS = 2;

  /** In seconds; faster steps are not worth reporting. */
  private static final double MIN_SECONDS = 5;

  /** Share of a run's time from which on one step dominates it. */
  private static final double DOMINANT_SHARE = 0.5;

  /** Multiple of a step's median duration that makes an outlier. */
  private static final double OUTLIER = 3;

  /** Scores within this share of their average count as the same. */
  private static final double TOLERANCE = 0.05;

  /**
   * A pattern.
   *
   * @param step empty where it is not about one step
   * @param runs that show it, newest first
   */
  record RunPattern(String kind, String what, String step, List<RunFacts> runs, String suggestion) {
    static final View<RunPattern> VIEW =
        View.of(RunPattern.class)
            .text("kind", RunPattern::kind)
            .text("what", RunPattern::what)
            .max(400)
            .text("step", RunPattern::step)
            .unlessEmpty()
            .texts("trajectory_ids", pattern -> ids(pattern.runs()))
            .describedAs("Evidence")
            .text("suggestion", RunPattern::suggestion);
  }

  List<RunPattern> find() {
    if (runs.size() < MIN_RUNS) {
      return List.of();
    }
    List<RunPattern> found = new ArrayList<>();
    timeLimits(found);
    rounds(found);
    slowSteps(found);
    plateaus(found);
    return found.stream().limit(MAX_FINDINGS).toList();
  }

  /**
   * Finds steps that succeed shortly before their time is up; failures have a list of their own.
   */
  private void timeLimits(List<RunPattern> found) {
    for (String step : stepNames()) {
      List<RunFacts> late = showing(step, (run, facts) -> run.succeeded() && facts.outOfTime());
      if (!late.isEmpty()) {
        found.add(
            new RunPattern(
                "time_limit",
                of(late) + " succeeded, but used up the time limit of the step " + step,
                step,
                late,
                "Raise timeout_sec of the step, or give it less to do at once."));
      }
    }
  }

  private void rounds(List<RunPattern> found) {
    for (String step : stepNames()) {
      List<RunFacts> idle = showing(step, (run, facts) -> gainsNothing(facts.roundScores()));
      List<RunFacts> many = showing(step, (run, facts) -> facts.rounds() > USUAL_ROUNDS);
      if (idle.size() >= 2) {
        found.add(
            new RunPattern(
                "iteration_waste",
                of(idle) + " repeated the step " + step + " without reaching a better score",
                step,
                idle,
                "Stop after the first round that gains nothing, or state in the step what makes a"
                    + " result better."));
      } else if (many.size() >= 2) {
        List<Double> times =
            facts(step).stream().filter(f -> f.rounds() > 0).map(f -> (double) f.rounds()).toList();
        found.add(
            new RunPattern(
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
                many,
                "Find what the first rounds miss, and state it in the step."));
      }
    }
  }

  /** Returns whether the last of at least two rounds is no better than one before it. */
  private static boolean gainsNothing(List<Double> scores) {
    return scores.size() >= 2
        && scores.get(scores.size() - 1)
            <= Statistics.of(scores.subList(0, scores.size() - 1)).highest();
  }

  private void slowSteps(List<RunPattern> found) {
    for (String step : stepNames()) {
      List<Double> times = seconds(step);
      if (times.size() < 2) {
        continue;
      }
      double median = Statistics.of(times).median();
      List<RunFacts> most = showing(step, (run, facts) -> takesMost(run, facts));
      if (median >= MIN_SECONDS && most.size() * 2 > times.size()) {
        found.add(
            new RunPattern(
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
                most,
                "Start here to make runs faster: a faster model, less input, or parts in parallel."));
      }
      List<RunFacts> odd =
          showing(
              step,
              (run, facts) ->
                  facts.seconds().orElse(0) > OUTLIER * median
                      && facts.seconds().orElse(0) >= median + MIN_SECONDS);
      if (!odd.isEmpty() && times.size() >= MIN_RUNS) {
        found.add(
            new RunPattern(
                "slow_step",
                of(odd)
                    + " took more than "
                    + (int) OUTLIER
                    + " times the median of "
                    + Statistics.rounded(median)
                    + " s for the step "
                    + step,
                step,
                odd,
                "Compare the inputs of these runs with those of the others."));
      }
    }
  }

  private static boolean takesMost(RunFacts run, StepFacts step) {
    double all = run.steps().stream().mapToDouble(s -> s.seconds().orElse(0)).sum();
    return run.steps().size() > 1 && all > 0 && step.seconds().orElse(0) / all >= DOMINANT_SHARE;
  }

  private void plateaus(List<RunPattern> found) {
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
          if (newest.size() >= MIN_RUNS) {
            found.add(plateau(name, Statistics.of(newest), having.subList(0, newest.size())));
          }
        });
  }

  /** Returns the newest scores as far back as they are the same. */
  private static List<Double> flat(List<Double> newestFirst) {
    int length = 1;
    while (length < newestFirst.size() && isFlat(newestFirst.subList(0, length + 1))) {
      length++;
    }
    return newestFirst.subList(0, length);
  }

  private static boolean isFlat(List<Double> scores) {
    Statistics spread = Statistics.of(scores);
    return spread.highest() - spread.lowest() <= TOLERANCE * Math.abs(spread.average());
  }

  private static RunPattern plateau(String name, Statistics spread, List<RunFacts> runs) {
    return new RunPattern(
        "plateau",
        "The score "
            + name
            + " stays at about "
            + Statistics.rounded(spread.average())
            + " in the newest "
            + spread.count()
            + " runs that have it",
        "",
        runs,
        "If a better score is possible, change the criteria or the judge: repeating it will not"
            + " help.");
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

  static List<String> ids(List<RunFacts> runs) {
    return runs.stream().map(RunFacts::id).limit(MAX_IDS).toList();
  }
}
