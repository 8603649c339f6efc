package io.jettymcp.simulator.activity;

import io.jettymcp.simulator.model.RunRequest;
import io.jettymcp.simulator.model.SimulatedCollection;
import io.jettymcp.simulator.model.StorageEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A step that is about to run.
 *
 * @param config its parameters as the workflow has them
 * @param inputs its parameters with all references resolved
 * @param duration how long a step takes, or each phase of one that has several
 * @param trajectoryId the run that it belongs to
 * @param request the request for that run
 * @param files the files that the run reads and makes
 */
public record StepContext(
    String name,
    JsonNode config,
    ObjectNode inputs,
    Instant startedAt,
    Duration duration,
    String trajectoryId,
    RunRequest request,
    ChildRuns children,
    RunFiles files) {

  SimulatedCollection collection() {
    return request.task().collection();
  }

  /** Returns the parameter, or JSON's null. */
  JsonNode input(String parameter) {
    JsonNode value = inputs.path(parameter);
    return value.isMissingNode() ? NullNode.getInstance() : value;
  }

  /** Returns whether the parameter is given as a path, which a few activities require. */
  boolean isReference(String parameter) {
    return config.path(parameter + "_path").isString();
  }

  /** Returns the parameter as text; null if it is absent or null. */
  @Nullable String text(String parameter) {
    JsonNode value = input(parameter);
    return value.isNull() ? null : StepInputs.text(value);
  }

  String textOr(String parameter, String fallback) {
    String text = text(parameter);
    return text == null ? fallback : text;
  }

  /** Returns every item of a list as text; empty if the parameter holds no items. */
  List<String> texts(String parameter) {
    return input(parameter).valueStream().map(StepInputs::text).toList();
  }

  String required(String parameter) {
    String text = text(parameter);
    if (text == null || text.isEmpty()) {
      throw new StepFailed("ValueError: " + parameter + " is required");
    }
    return text;
  }

  int integer(String parameter, int fallback) {
    JsonNode value = input(parameter);
    if (value.isNull()) {
      return fallback;
    }
    int number = value.asInt(Integer.MIN_VALUE);
    if (number == Integer.MIN_VALUE) {
      throw new StepFailed("ValueError: " + parameter + " must be an integer");
    }
    return number;
  }

  boolean bool(String parameter) {
    return input(parameter).asBoolean(false);
  }

  /**
   * Makes a file, which is visible once this step has ended, and returns its path.
   *
   * @param suffix what follows the number in its name: a name, or only an extension
   */
  String storeFile(int number, String suffix, String contentType, byte[] bytes) {
    String path =
        String.format(
            Locale.ROOT,
            "%s/%s/0000/%s.%s.%04d.%s",
            collection().name(),
            request.task().name(),
            trajectoryId,
            name,
            number,
            suffix);
    files.add(StorageEntry.of(path, contentType, bytes));
    return path;
  }
}
