package io.jettymcp.runs;

import io.jettymcp.runs.RunFacts.Fault;
import io.jettymcp.tool.View;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Holds runs, newest first, that failed at the same step with the same message. */
record RepeatedFailure(List<RunFacts> runs) {
  static final View<RepeatedFailure> VIEW =
      View.of(RepeatedFailure.class)
          .text("step", same -> same.fault().step())
          .unlessEmpty()
          .text("message", same -> same.fault().message())
          .max(300)
          .integer("count", same -> same.runs().size())
          .texts("trajectory_ids", same -> RunPatterns.ids(same.runs()));

  Fault fault() {
    return runs.get(0).fault().orElseThrow();
  }

  /** Groups failed runs, the largest group first. */
  static List<RepeatedFailure> in(List<RunFacts> runs) {
    Map<String, List<RunFacts>> groups = new LinkedHashMap<>();
    for (RunFacts run : runs) {
      run.fault()
          .ifPresent(
              fault -> groups.computeIfAbsent(fault.pattern(), none -> new ArrayList<>()).add(run));
    }
    return groups.values().stream()
        .sorted((a, b) -> b.size() - a.size())
        .map(RepeatedFailure::new)
        .toList();
  }
}
