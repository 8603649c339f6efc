package io.jettymcp.runs.analysis;

import io.jettymcp.tool.View;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.IsoFields;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Counts how runs ended.
 *
 * @param period the day, week or month in which they were created; empty for all
 * @param runs newest first
 */
record RunOutcomes(String period, List<RunFacts> runs) {
  static final View<RunOutcomes> VIEW =
      View.of(RunOutcomes.class)
          .text("period", RunOutcomes::period)
          .integer("runs", outcomes -> outcomes.runs().size())
          .integer("succeeded", RunOutcomes::succeeded)
          .number("success_rate", RunOutcomes::successRate);

  /** Groups runs by the day, week (of ISO 8601) or month of their creation, in UTC. */
  static List<RunOutcomes> by(String unit, List<RunFacts> runs) {
    Map<String, List<RunFacts>> periods = new LinkedHashMap<>();
    for (RunFacts run : runs) {
      run.run()
          .created()
          .map(created -> created.atOffset(ZoneOffset.UTC).toLocalDate())
          .ifPresent(
              day ->
                  periods.computeIfAbsent(period(unit, day), none -> new ArrayList<>()).add(run));
    }
    return periods.entrySet().stream()
        .map(period -> new RunOutcomes(period.getKey(), period.getValue()))
        .toList();
  }

  private static String period(String unit, LocalDate day) {
    return switch (unit) {
      case "month" -> day.toString().substring(0, day.toString().length() - 3);
      case "week" ->
          String.format(
              Locale.ROOT,
              "%04d-W%02d",
              day.get(IsoFields.WEEK_BASED_YEAR),
              day.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR));
      default -> day.toString();
    };
  }

  /** Returns the runs that succeeded or failed. */
  List<RunFacts> counted() {
    return runs.stream().filter(RunFacts::counts).toList();
  }

  Optional<Integer> succeeded() {
    return Optional.of((int) runs.stream().filter(RunFacts::succeeded).count())
        .filter(count -> !counted().isEmpty());
  }

  Optional<Double> successRate() {
    return succeeded().map(count -> Statistics.rounded((double) count / counted().size()));
  }
}
