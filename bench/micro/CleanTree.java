package io.jettymcp.bench;

import io.jettymcp.redact.Cleaner;
import io.jettymcp.redact.Redactor;
import io.jettymcp.tool.View;
import java.util.Map;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Measures redactor, cleaner and projection on a reply of 32 KB as a tree, without findings. */
@State(Scope.Benchmark)
public class CleanTree {
  /** The fields of a list of runs, one for each kind of field that a view can have. */
  private static final View<JsonNode> VIEW =
      View.of(JsonNode.class)
          .list(
              "trajectories",
              View.of(JsonNode.class)
                  .text("trajectory_id")
                  .text("status")
                  .max(100)
                  .number("created_at")
                  .bool("archived")
                  .text("missing")
                  .map("steps", View.of(JsonNode.class).any("outputs"))
                  .list("labels", View.of(JsonNode.class).text("name").text("value")))
          .integer("total");

  private final JsonNode reply = new JsonMapper().readTree(Samples.json());
  private final Redactor redactor = new Redactor(Samples.secrets());

  /** Visits each node, each name and each character of each string. */
  @Benchmark
  public int loop() {
    return walk(reply);
  }

  private static int walk(JsonNode node) {
    int sum = 0;
    if (node.isObject()) {
      for (Map.Entry<String, JsonNode> field : node.properties()) {
        sum += sum(field.getKey()) + walk(field.getValue());
      }
    } else if (node.isArray()) {
      for (JsonNode item : node) {
        sum += walk(item);
      }
    } else if (node.isString()) {
      sum += sum(node.stringValue());
    }
    return sum;
  }

  private static int sum(String text) {
    int sum = 0;
    for (int i = 0; i < text.length(); i++) {
      sum += text.charAt(i);
    }
    return sum;
  }

  @Benchmark
  public JsonNode cleaner() {
    return Cleaner.clean(reply);
  }

  @Benchmark
  public JsonNode redactor() {
    return redactor.redact(reply);
  }

  @Benchmark
  public JsonNode projection() {
    return VIEW.project(reply);
  }
}
