package io.jettymcp.runs;

import io.jettymcp.jetty.Failure.BadArguments;
import io.jettymcp.json.Json;
import io.jettymcp.json.JsonSize;
import io.jettymcp.tool.Args;
import io.jettymcp.tool.Next;
import io.jettymcp.tool.Param;
import io.jettymcp.tool.RunRef;
import io.jettymcp.tool.Shape;
import io.jettymcp.tool.View;
import io.jettymcp.workflow.PathExpression;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The values that some path expressions find in a run.
 *
 * @param values those that were found and are small enough to show
 * @param missing the paths that lead nowhere
 * @param large the size in bytes of each value that is not shown
 */
public record OutputValues(ObjectNode values, List<String> missing, Map<String, Integer> large) {
  /** Where larger, a value has a call of its own: many runs share a result. */
  private static final int MAX_VALUE = 2_000;

  /** A size above is not counted in full. */
  public static final int MAX_COUNTED = 100_000_000;

  public static final View<OutputValues> VIEW =
      View.of(OutputValues.class)
          .map("outputs", new Shape.Any(), OutputValues::values)
          .describedAs("By path")
          .unlessEmpty()
          .texts("missing", OutputValues::missing)
          .describedAs("Paths that lead nowhere")
          .unlessEmpty()
          .map("large", new Shape.Plain("integer"), OutputValues::large)
          .describedAs("Bytes of values that get-trajectory shows")
          .unlessEmpty();

  public static final OutputValues NONE = new OutputValues(Json.object(), List.of(), Map.of());

  public OutputValues {
    missing = List.copyOf(missing);
  }

  /** Parses the path expressions that a caller sent. */
  public static List<PathExpression> paths(Args in, Param<List<String>> param) {
    return in.find(param).orElse(List.of()).stream()
        .distinct()
        .map(path -> parse(param, path))
        .toList();
  }

  private static PathExpression parse(Param<?> param, String path) {
    try {
      return PathExpression.parse(path);
    } catch (PathExpression.Malformed e) {
      throw new BadArguments(
          param.name(),
          "\"" + param.name() + "\" has an invalid path expression: " + e.getMessage() + ".");
    }
  }

  public static OutputValues of(Run run, List<PathExpression> paths) {
    ObjectNode values = Json.object();
    List<String> missing = new ArrayList<>();
    Map<String, Integer> large = new LinkedHashMap<>();
    for (PathExpression path : paths) {
      JsonNode value = path.evaluateInTrajectory(run.json());
      int bytes = JsonSize.of(value, MAX_COUNTED);
      if (value.isMissingNode()) {
        missing.add(path.toString());
      } else if (bytes > MAX_VALUE) {
        large.put(path.toString(), bytes);
      } else {
        values.set(path.toString(), value);
      }
    }
    return new OutputValues(values, missing, large);
  }

  /** Suggests the calls that show the large values. */
  public Stream<Next> calls(RunRef run) {
    return large.keySet().stream()
        .map(
            path ->
                RunSignatures.GET_TRAJECTORY
                    .with(run)
                    .with(RunSignatures.PATH, path)
                    .because("all of this value"));
  }
}
