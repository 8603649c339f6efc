package io.jettymcp.runs.analysis;

import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Computes statistics of finite numbers, of which there is at least one. */
record Statistics(List<Double> sorted) {
  Statistics {
    sorted = sorted.stream().sorted().toList();
    if (sorted.isEmpty() || !sorted.stream().allMatch(Double::isFinite)) {
      throw new IllegalArgumentException("statistics need finite numbers");
    }
  }

  /** Returns nothing for no numbers. */
  static Optional<Statistics> find(Collection<Double> numbers) {
    return numbers.isEmpty() ? Optional.empty() : Optional.of(of(numbers));
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

  /** Returns the smallest of the numbers that at least this share, from 0 to 1, do not exceed. */
  double quantile(double share) {
    int rank = (int) Math.ceil(share * sorted.size());
    return sorted.get(Math.max(0, Math.min(sorted.size(), rank) - 1));
  }

  double average() {
    double mean = 0;
    for (double number : sorted) {
      // Not the sum first: it may overflow although no number does.
      mean += number / sorted.size();
    }
    return mean;
  }

  /** Rounds to at most three decimals, for people. */
  static double rounded(double number) {
    double thousandfold = number * 1_000;
    return Math.abs(thousandfold) < 1e15 ? Math.rint(thousandfold) / 1_000 : number;
  }
}
