package io.jettymcp.cli.terminal;

import java.util.List;
import java.util.stream.Collectors;

/** Draws quantities with block characters. */
final class Bar {
  private Bar() {}

  /**
   * Returns a bar between two points of an axis from 0 to 1, with blanks before it. Its length is
   * exact and its place is not: it begins at a full column, as no character fills the right part of
   * one. It is always visible.
   */
  static String between(double from, double to, int columns, Symbols symbols) {
    int parts = symbols.partial().size();
    int start = (int) Math.min(Math.floor(inside(from) * columns + 0.001), columns - 1.0);
    long exact = Math.round((inside(to) - inside(from)) * columns * parts);
    int length = (int) Math.max(1, Math.min(exact, (long) (columns - start) * parts));
    String full = symbols.partial().get(parts - 1).repeat(length / parts);
    int rest = length % parts;
    return " ".repeat(start) + full + (rest == 0 ? "" : symbols.partial().get(rest - 1));
  }

  /** Returns a bar from the left; empty for nothing. */
  static String of(double part, int columns, Symbols symbols) {
    return inside(part) == 0 ? "" : between(0, part, columns, symbols);
  }

  /** Returns values as columns of a height each, between nothing and the largest. */
  static String sparkline(List<Double> values, Symbols symbols) {
    double max = values.stream().mapToDouble(Double::doubleValue).max().orElse(0);
    int top = symbols.heights().size() - 1;
    return values.stream()
        .map(value -> symbols.heights().get((int) Math.round(inside(value / max) * top)))
        .collect(Collectors.joining());
  }

  private static double inside(double part) {
    return Double.isNaN(part) ? 0 : Math.max(0, Math.min(1, part));
  }
}
