package io.jettymcp.runs;

import java.util.Collection;
import java.util.List;

/** Numbers seen together. All of them are finite, and there is at least one. */
record Statistics(List<Double> sorted) {
  Statistics {
    sorted = sorted.stream().sorted().toList();
    if (sorted.isEmpty() || !sorted.stream().allMatch(Double::isFinite)) {
      throw new IllegalArgumentException("a spread needs finite numbers");
    }
  }

  static Statistics of(Collection<Double> numbers) {
    return new Statistics(List.copyOf(numbers));
  }

  int count() {
    return sorted.size();
  }

  double lowest() {
    return sorted.get(0);
  }

  double highest() {
    return sorted.get(sorted.size() - 1);
  }

  double median() {
    int half = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(half)
        : sorted.get(half - 1) / 2 + sorted.get(half) / 2;
  }

  /** The number that so much of them, from 0 to 1, do not exceed. */
  double quantile(double share) {
    int rank = (int) Math.ceil(share * sorted.size());
    return sorted.get(Math.max(0, Math.min(sorted.size(), rank) - 1));
  }

  double average() {
    double mean = 0;
    for (double number : sorted) {
      // Not the sum first: it may be beyond the range although its parts are not.
      mean += number / sorted.size();
    }
    return mean;
  }

  /** A number for people: three digits after the point at most. */
  static double rounded(double number) {
    double thousandfold = number * 1_000;
    return Math.abs(thousandfold) < 1e15 ? Math.rint(thousandfold) / 1_000 : number;
  }
}
