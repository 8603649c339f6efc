package io.jettymcp.runs;

import io.jettymcp.json.FieldMask;
import io.jettymcp.workflow.PathExpression;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Keeps of each run what some path expressions can find, as many runs are read for one table. */
final class OutputMask {
  private static final String STEPS = "steps";
  private static final String OUTPUTS = "outputs";

  /** Show whether a step is completed: if it then lacks outputs, those of the storage are read. */
  private static final List<String> PROGRESS = List.of("status", "error", "ended");

  private OutputMask() {}

  static FieldMask of(List<PathExpression> paths) {
    List<List<String>> inputs = new ArrayList<>();
    List<List<String>> steps = new ArrayList<>();
    for (PathExpression path : paths) {
      List<String> names = path.names();
      if (path.root().equals(PathExpression.INIT_PARAMS)) {
        inputs.add(rest(names));
      } else {
        steps.add(names);
      }
      if (path.root().equals(STEPS)) {
        steps.add(rest(names));
      }
    }
    FieldMask mask =
        FieldMask.fields("trajectory_id", "status", "created", "updated", "completed_steps")
            .with(STEPS, steps(steps));
    return inputs.isEmpty() ? mask : mask.with(PathExpression.INIT_PARAMS, fields(inputs));
  }

  private static FieldMask steps(List<List<String>> paths) {
    FieldMask steps = FieldMask.each(step(FieldMask.only()));
    for (Map.Entry<String, List<List<String>>> step : byFirstName(paths).entrySet()) {
      steps = steps.with(step.getKey(), step(fields(step.getValue())));
    }
    return paths.contains(List.<String>of()) ? FieldMask.ALL : steps;
  }

  private static FieldMask step(FieldMask parts) {
    FieldMask step = parts;
    for (String field : PROGRESS) {
      step = step.with(field, FieldMask.ALL);
    }
    return step.under(OUTPUTS) == null ? step.with(OUTPUTS, FieldMask.only()) : step;
  }

  private static FieldMask fields(List<List<String>> paths) {
    if (paths.contains(List.<String>of())) {
      return FieldMask.ALL;
    }
    FieldMask mask = FieldMask.only();
    for (Map.Entry<String, List<List<String>>> field : byFirstName(paths).entrySet()) {
      mask = mask.with(field.getKey(), fields(field.getValue()));
    }
    return mask;
  }

  private static Map<String, List<List<String>>> byFirstName(List<List<String>> paths) {
    Map<String, List<List<String>>> grouped = new LinkedHashMap<>();
    for (List<String> path : paths) {
      if (!path.isEmpty()) {
        grouped.computeIfAbsent(path.get(0), first -> new ArrayList<>()).add(rest(path));
      }
    }
    return grouped;
  }

  private static List<String> rest(List<String> names) {
    return names.subList(1, names.size());
  }
}
