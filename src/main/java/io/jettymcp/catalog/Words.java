package io.jettymcp.catalog;

import io.jettymcp.tool.Args;
import io.jettymcp.tool.Param;
import io.jettymcp.tool.Tool;
import java.util.List;
import java.util.stream.Stream;

/** Parameters that several tools share. */
final class Words {
  static final Param<String> COLLECTION = Tool.COLLECTION;
  static final Param<String> TASK = Param.name("task", "Task name").required();
  static final Param<String> TASK_OPTIONAL = Param.name("task", "Task name");
  static final Param<String> ROUTINE = Param.name("name", "Routine name").required();
  static final Param<String> TRAJECTORY = Param.name("trajectory_id", "Run id").required();
  static final Param<String> TRAJECTORY_OPTIONAL = Param.name("trajectory_id", "Run id");
  static final Param<Integer> LIMIT = Param.whole("limit", "", 1, 100).or(50);
  static final Param<Integer> LIMIT_RUNS = Param.whole("limit", "", 1, 100).or(10);
  static final Param<Integer> OFFSET = Param.whole("offset", "", 0, 1_000_000).or(0);
  static final Param<Integer> PAGE = Param.whole("page", "", 1, 1_000_000).or(1);
  static final Param<Integer> FROM_CHARACTER = Param.whole("offset", "", 0, 100_000_000).or(0);
  static final Param<Integer> MAX_BYTES = Param.whole("max_bytes", "", 1_000, 100_000).or(32_000);

  private Words() {}

  /**
   * That exactly one of these arguments must be given, of which only those are named that exist.
   */
  static String oneOf(Args in, Param<?>... params) {
    List<String> names =
        Stream.of(params).filter(in::takes).map(param -> "\"" + param.name() + "\"").toList();
    int last = names.size() - 1;
    return last == 0
        ? "Give " + names.get(0) + "."
        : "Give exactly one of "
            + String.join(", ", names.subList(0, last))
            + " and "
            + names.get(last)
            + ".";
  }
}
