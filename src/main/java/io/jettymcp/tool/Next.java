package io.jettymcp.tool;

import io.jettymcp.json.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A suggested call: the natural next step, ready to be sent. Immutable: each method returns a new
 * one.
 *
 * @param signature the tool to call
 * @param arguments its arguments
 * @param why its purpose, in a few words
 */
public record Next(Signature signature, ObjectNode arguments, String why) {
  Next(Signature signature) {
    this(signature, Json.object(), "");
  }

  public String tool() {
    return signature.name();
  }

  public Next because(String purpose) {
    return new Next(signature, arguments, purpose);
  }

  /**
   * Adds an argument.
   *
   * @throws IllegalArgumentException if the tool has no such parameter
   */
  public <V> Next with(Param<V> param, V value) {
    return put(param.name(), Json.node(value));
  }

  /** Adds the arguments that name a task. */
  public Next with(TaskRef task) {
    return put("collection", Json.node(task.collection())).put("task", Json.node(task.task()));
  }

  /** Adds the arguments that name a run. */
  public Next with(RunRef run) {
    return with(run.taskRef()).put("trajectory_id", Json.node(run.id()));
  }

  private Next put(String name, JsonNode value) {
    if (signature.params().stream().noneMatch(param -> param.name().equals(name))) {
      throw new IllegalArgumentException(signature.name() + " has no parameter " + name);
    }
    ObjectNode more = arguments.deepCopy();
    more.set(name, value);
    return new Next(signature, more, why);
  }
}
