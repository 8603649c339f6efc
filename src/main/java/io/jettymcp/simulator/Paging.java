package io.jettymcp.simulator;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The numbers in a query that say which part of a list is wanted. */
final class Paging {
  private final ApiCall call;
  private final ValidationErrors findings = new ValidationErrors();

  Paging(ApiCall call) {
    this.call = call;
  }

  /** A whole number from the query; {@link #check()} refuses what is none or out of bounds. */
  int number(String name, int otherwise, int min, int max) {
    String text = call.query(name);
    if (text == null) {
      return otherwise;
    }
    List<String> where = List.of("query", name);
    Long value = whole(text);
    if (value == null) {
      findings.add(
          "int_parsing",
          where,
          "Input should be a valid integer, unable to parse string as an integer",
          SimulatorJson.text(text));
      return otherwise;
    }
    findings.outOfRange(where, SimulatorJson.text(text), value, min, max);
    return (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, value));
  }

  void check() {
    findings.refuse();
  }

  static <T> List<T> cut(List<T> all, long skip, int limit) {
    int from = (int) Math.min(skip, all.size());
    return all.subList(from, Math.min(all.size() - from, limit) + from);
  }

  private static @Nullable Long whole(String text) {
    try {
      return Long.valueOf(text.strip());
    } catch (NumberFormatException noNumber) {
      return null;
    }
  }
}
