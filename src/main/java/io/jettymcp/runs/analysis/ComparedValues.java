package io.jettymcp.runs.analysis;

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

/**
 * The values of a score or label in several runs.
 *
 * @param runs how many of them have it
 * @param numbers their statistics, if all values are numbers
 * @param values the most frequent ones, if not
 */
record ComparedValues(
    String name, int runs, Optional<Statistics> numbers, List<ValueCount> values) {
  /** How many runs have a value. */
  private record ValueCount(String value, int runs) {}

  static final View<ComparedValues> VIEW =
      View.of(ComparedValues.class)
          .text("name", ComparedValues::name)
          .integer("runs", ComparedValues::runs)
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
              ComparedValues::values)
          .unlessEmpty();

  private static final int MAX_NAMES = 15;
  private static final int MAX_VALUES = 5;

  private OptionalDouble number(ToDoubleFunction<Statistics> which) {
    return numbers.stream().mapToDouble(which).map(Statistics::rounded).findFirst();
  }

  static List<ComparedValues> scores(List<RunFacts> runs) {
    Map<String, List<Double>> scores = new LinkedHashMap<>();
    for (RunFacts run : runs) {
      run.stepScores()
          .forEach(
              (name, score) -> scores.computeIfAbsent(name, none -> new ArrayList<>()).add(score));
    }
    return scores.entrySet().stream()
        .limit(MAX_NAMES)
        .map(
            e ->
                new ComparedValues(
                    e.getKey(), e.getValue().size(), Statistics.find(e.getValue()), List.of()))
        .toList();
  }

  /** Averages labels that hold a number in every run, and counts the values of others. */
  static List<ComparedValues> labels(List<RunFacts> runs) {
    Map<String, List<String>> labels = new LinkedHashMap<>();
    for (RunFacts run : runs) {
      run.labels()
          .forEach(
              (key, value) -> labels.computeIfAbsent(key, none -> new ArrayList<>()).add(value));
    }
    return labels.entrySet().stream()
        .limit(MAX_NAMES)
        .map(label -> label(label.getKey(), label.getValue()))
        .toList();
  }

  private static ComparedValues label(String name, List<String> values) {
    List<Double> numbers =
        values.stream().flatMap(value -> RunFacts.number(value).stream().boxed()).toList();
    if (numbers.size() == values.size()) {
      return new ComparedValues(name, values.size(), Statistics.find(numbers), List.of());
    }
    List<ValueCount> frequent =
        counts(values).entrySet().stream()
            .map(e -> new ValueCount(e.getKey(), e.getValue()))
            .sorted(Comparator.comparing(ValueCount::runs).reversed())
            .limit(MAX_VALUES)
            .toList();
    return new ComparedValues(name, values.size(), Optional.empty(), frequent);
  }

  static Map<String, Integer> counts(List<String> values) {
    return values.stream()
        .collect(
            Collectors.groupingBy(
                Function.identity(), LinkedHashMap::new, Collectors.summingInt(value -> 1)));
  }
}
