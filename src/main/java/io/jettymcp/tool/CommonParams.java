package io.jettymcp.tool;

import java.util.List;
import java.util.stream.Stream;

/** Parameters that several tools share. */
public final class CommonParams {
  public static final Param<String> COLLECTION = Tool.COLLECTION;
  public static final Param<String> TASK =
      Param.name("task", "Name").listedBy("list-tasks").required();
  public static final Param<String> TASK_OPTIONAL =
      Param.name("task", "Name").listedBy("list-tasks");
  public static final Param<String> ROUTINE =
      Param.name("name", "Slug, e.g. daily-summary").listedBy("list-routines").required();
  public static final Param<String> TRAJECTORY =
      Param.run("trajectory_id", "Id, latest or latest-failed").required();
  public static final Param<String> TRAJECTORY_OPTIONAL =
      Param.run("trajectory_id", "Id, latest or latest-failed");
  public static final Param<String> SAVE_TO = Param.text("save_to", "File or folder").local();
  public static final Param<Integer> LIMIT = Param.integer("limit", "", 1, 100).defaultValue(50);
  public static final Param<Integer> LIMIT_RUNS =
      Param.integer("limit", "", 1, 100).defaultValue(10);
  public static final Param<Integer> OFFSET =
      Param.integer("offset", "", 0, 1_000_000).defaultValue(0);
  public static final Param<Integer> PAGE = Param.integer("page", "", 1, 1_000_000).defaultValue(1);
  public static final Param<Integer> FROM_CHARACTER =
      Param.integer("offset", "", 0, 100_000_000).defaultValue(0);
  public static final Param<Integer> MAX_BYTES =
      Param.integer("max_bytes", "", 1_000, 100_000).defaultValue(32_000);

  private CommonParams() {}

  /**
   * That exactly one of these arguments must be given, of which only those are named that exist.
   */
  public static String oneOf(Args in, Param<?>... params) {
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
