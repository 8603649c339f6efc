package io.jettymcp.simulator.activity;

import io.jettymcp.json.Json;
import io.jettymcp.text.Truncate;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code simple_judge}: scores items against an instruction. The score is derived from the two
 * texts by arithmetic. Without items or an instruction nothing is judged and there is no error;
 * with a {@code score_range} and no scale the range's values are labels, not numbers.
 */
final class Judge implements ActivityRunner {
  private static final int DEFAULT_MIN = 1;
  private static final int DEFAULT_MAX = 5;
  private static final int MAX_EXCERPT = 60;

  @Override
  public StepOutcome run(StepContext step) {
    return ModelActivities.withModelKey(Judge::judge).run(step);
  }

  private static StepOutcome judge(StepContext step) {
    List<String> labels = labels(step);
    int[] scale = scale(step);
    String instruction = step.text("instruction");
    ArrayNode results = Json.array();
    long sum = 0;
    for (String item : instruction == null ? List.<String>of() : items(step)) {
      long hash = hash(instruction + "\n" + item);
      ObjectNode result = results.addObject();
      if (labels.isEmpty()) {
        long score = scale[0] + hash % ((long) scale[1] - scale[0] + 1);
        sum += score;
        result.put("score", score).put("raw_result", String.valueOf(score));
      } else {
        String label = labels.get((int) (hash % labels.size()));
        result.put(isBinary(step) ? "judgment" : "score", label).put("raw_result", label);
      }
      result.put("explanation", "Simulated score, no model was called, for: " + excerpt(item));
    }
    ObjectNode outputs = Json.object();
    outputs.set("results", results);
    if (labels.isEmpty() && !results.isEmpty()) {
      outputs.put("average_score", (double) sum / results.size());
    } else {
      outputs.putNull("average_score");
    }
    return StepOutcome.of(outputs);
  }

  private static List<String> items(StepContext step) {
    List<String> items = new ArrayList<>(step.texts("items"));
    String item = step.text("item");
    if (item != null) {
      items.add(item);
    }
    return items;
  }

  private static boolean isBinary(StepContext step) {
    return step.textOr("judge_type", "").equals("binary");
  }

  private static List<String> labels(StepContext step) {
    if (isBinary(step)) {
      return List.of("yes", "no");
    }
    if (step.textOr("judge_type", "categorical").equals("scale")) {
      return List.of();
    }
    return step.texts(step.input("categories").isArray() ? "categories" : "score_range");
  }

  /** Returns the lowest and the highest score of a list of both, or of an object. */
  private static int[] scale(StepContext step) {
    JsonNode range = step.input("scale_range");
    if (range.isNull()) {
      return new int[] {DEFAULT_MIN, DEFAULT_MAX};
    }
    int min = (range.isObject() ? range.path("min") : range.path(0)).asInt(0);
    int max = (range.isObject() ? range.path("max") : range.path(1)).asInt(-1);
    if (range.size() != 2 || min > max) {
      throw new StepFailed(
          "ValueError: scale_range must be a list of the lowest and highest score, or an object"
              + " with min and max");
    }
    return new int[] {min, max};
  }

  private static long hash(String text) {
    CRC32 sum = new CRC32();
    sum.update(text.getBytes(StandardCharsets.UTF_8));
    return sum.getValue();
  }

  private static String excerpt(String item) {
    return Truncate.withEllipsis(item, MAX_EXCERPT);
  }
}
