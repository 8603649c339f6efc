package io.jettymcp.runs.analysis;

import io.jettymcp.tool.View;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Holds runs, newest first, that are no success for the same cause. */
record RepeatedFailure(FailureCause cause, List<RunFacts> runs) {
  static final View<RepeatedFailure> VIEW =
      View.of(RepeatedFailure.class)
          .text("step", same -> same.cause().step())
          .unlessEmpty()
          .text("cause", same -> same.cause().name())
          .text("message", same -> same.cause().message())
          .max(300)
          .integer("count", same -> same.runs().size())
          .texts("trajectory_ids", same -> RunPatterns.ids(same.runs()))
          .text("fix", same -> same.cause().fix());

  /** Groups runs by cause, the largest group first. */
  static List<RepeatedFailure> in(List<RunFacts> runs) {
    Map<String, List<RunFacts>> groups = new LinkedHashMap<>();
    Map<String, FailureCause> causes = new LinkedHashMap<>();
    for (RunFacts run : runs) {
      run.cause()
          .ifPresent(
              cause -> {
                causes.putIfAbsent(cause.key(), cause);
                groups.computeIfAbsent(cause.key(), none -> new ArrayList<>()).add(run);
              });
    }
    return causes.values().stream()
        .map(cause -> new RepeatedFailure(cause, groups.getOrDefault(cause.key(), List.of())))
        .sorted((a, b) -> b.runs().size() - a.runs().size())
        .toList();
  }
}
