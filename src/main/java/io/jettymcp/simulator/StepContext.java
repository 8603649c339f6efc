package io.jettymcp.simulator;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A step that is about to be carried out.
 *
 * @param config its parameters as the workflow has them
 * @param inputs its parameters, references looked up
 * @param began when it begins
 * @param pace how long a step takes, or each phase of one that has several
 * @param trajectoryId the run that it belongs to
 * @param order what that run was ordered to do
 * @param files the files that the run can read and makes
 */
record StepContext(
    String name,
    JsonNode config,
    ObjectNode inputs,
    Instant began,
    Duration pace,
    String trajectoryId,
    RunRequest order,
    ChildRuns children,
    RunFiles files) {

  SimulatedCollection collection() {
    return order.task().collection();
  }

  /** The parameter, or JSON's null. */
  JsonNode input(String parameter) {
    JsonNode value = inputs.path(parameter);
    return value.isMissingNode() ? SimulatorJson.NULL : value;
  }

  /** Whether the parameter was given as a path, which a few activities insist on. */
  boolean isLookedUp(String parameter) {
    return config.path(parameter + "_path").isString();
  }

  /** The parameter as text; null if it is absent or null. */
  @Nullable String text(String parameter) {
    JsonNode value = input(parameter);
    return value.isNull() ? null : SimulatorJson.asText(value);
  }

  String textOr(String parameter, String otherwise) {
    String text = text(parameter);
    return text == null ? otherwise : text;
  }

  String required(String parameter) {
    String text = text(parameter);
    if (text == null || text.isEmpty()) {
      throw new StepFailed("ValueError: " + parameter + " is required");
    }
    return text;
  }

  int number(String parameter, int otherwise) {
    JsonNode value = input(parameter);
    if (value.isNull()) {
      return otherwise;
    }
    int number = value.asInt(Integer.MIN_VALUE);
    if (number == Integer.MIN_VALUE) {
      throw new StepFailed("ValueError: " + parameter + " must be a whole number");
    }
    return number;
  }

  boolean flag(String parameter) {
    return input(parameter).asBoolean(false);
  }

  /**
   * Makes a file, which is there when this step has ended; gives its path.
   *
   * @param ending what follows the number in its name: a name, or only an extension
   */
  String make(int number, String ending, String contentType, byte[] bytes) {
    String path =
        "%s/%s/0000/%s.%s.%04d.%s"
            .formatted(
                collection().name(), order.task().name(), trajectoryId, name, number, ending);
    files.add(new StorageEntry(path, contentType, bytes));
    return path;
  }
}
