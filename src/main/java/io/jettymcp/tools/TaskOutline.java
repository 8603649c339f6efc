package io.jettymcp.tools;

import static io.jettymcp.runs.RunSignatures.CONFIG_STEP;
import static io.jettymcp.runs.RunSignatures.GET_TASK;
import static io.jettymcp.tool.CommonParams.FROM_CHARACTER;
import static io.jettymcp.tool.CommonParams.MAX_BYTES;

import io.jettymcp.json.Json;
import io.jettymcp.json.JsonSize;
import io.jettymcp.tool.Next;
import io.jettymcp.tool.TaskRef;
import io.jettymcp.tool.View;
import io.jettymcp.workflow.PathExpression;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Outlines a workflow that is too large for a result: every step in order with its activity, short
 * values in full and long ones by their size.
 */
final class TaskOutline {
  private static final String INIT_PARAMS = "init_params";
  private static final String STEP_CONFIGS = "step_configs";
  private static final String STEPS = "steps";
  private static final Set<String> SHOWN = Set.of(INIT_PARAMS, STEP_CONFIGS, STEPS);
  private static final int MAX_RESULT = 100_000;
  private static final int MAX_CALLS = 5;

  /** Bytes reserved for the other fields and the suggested calls. */
  private static final int AROUND = 2_500;

  /** The most bytes of a short value; the first of these with which the outline fits is used. */
  private static final int[] SHORT = {300, 100, 30, 0};

  static final View<TaskOutline> VIEW =
      View.of(TaskOutline.class)
          .any("init_params", outline -> outline.initParams)
          .describedAs("Short ones of a large workflow")
          .list(
              "steps",
              View.of(Step.class)
                  .text("name", Step::name)
                  .required()
                  .text("activity", Step::activity)
                  .any("parameters", Step::parameters),
              outline -> outline.steps)
          .describedAs("Outline of a large workflow")
          .list(
              "long_values",
              View.of(Size.class).text("path", Size::path).integer("bytes", Size::bytes),
              outline -> outline.sizes)
          .text("note", TaskOutline::note);

  private final JsonNode workflow;
  private final TaskRef task;
  private final int max;
  private final List<Step> steps = new ArrayList<>();
  private final List<Size> sizes = new ArrayList<>();

  /** Bytes of the long values by step. */
  private final Map<String, Integer> longParts = new LinkedHashMap<>();

  private final ObjectNode initParams;

  private record Step(String name, Optional<String> activity, ObjectNode parameters) {}

  private record Size(String path, int bytes) {}

  private TaskOutline(JsonNode workflow, TaskRef task, int max) {
    this.workflow = workflow;
    this.task = task;
    this.max = max;
    initParams = shortValues(workflow.path(INIT_PARAMS), INIT_PARAMS, INIT_PARAMS);
    JsonNode configs = workflow.path(STEP_CONFIGS);
    for (String name : names()) {
      JsonNode config = configs.path(name);
      ObjectNode values = shortValues(config, PathExpression.field(STEP_CONFIGS, name), name);
      values.remove("activity");
      steps.add(new Step(name, Json.text(config, "activity"), values));
    }
    addUnnamedSteps(workflow.path(STEPS));
    for (Map.Entry<String, JsonNode> field : workflow.properties()) {
      if (!SHOWN.contains(field.getKey())) {
        int bytes = JsonSize.of(field.getValue(), Integer.MAX_VALUE);
        sizes.add(new Size(PathExpression.field("", field.getKey()), bytes));
      }
    }
  }

  /**
   * Makes the outline that fits.
   *
   * @param workflow as a reader is shown it
   * @param bytes for the result
   */
  static TaskOutline of(JsonNode workflow, TaskRef task, int bytes) {
    for (int max : SHORT) {
      TaskOutline outline = new TaskOutline(workflow, task, max);
      if (max == 0 || JsonSize.of(VIEW.read(outline), bytes) + AROUND <= bytes) {
        return outline;
      }
    }
    throw new IllegalStateException("the last outline has no values");
  }

  /** Returns the workflow that an outline shows, without its long values. */
  static JsonNode workflow(JsonNode outline) {
    ObjectNode workflow = Json.object();
    workflow.set(INIT_PARAMS, outline.path(INIT_PARAMS));
    ObjectNode configs = workflow.putObject(STEP_CONFIGS);
    ArrayNode names = workflow.putArray(STEPS);
    for (JsonNode step : outline.path(STEPS)) {
      ObjectNode config = configs.putObject(step.path("name").asString(""));
      Json.text(step, "activity").ifPresent(activity -> config.put("activity", activity));
      step.path("parameters").properties().forEach(e -> config.set(e.getKey(), e.getValue()));
      names.add(step.path("name").asString(""));
    }
    return workflow;
  }

  /** The calls that return the largest parts, and the one that returns everything in pieces. */
  List<Next> next() {
    List<Next> calls = new ArrayList<>();
    Next again = GET_TASK.with(task);
    longParts.entrySet().stream()
        .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
        .limit(MAX_CALLS)
        .forEach(
            part ->
                calls.add(
                    again
                        .with(CONFIG_STEP, part.getKey())
                        .because(part.getValue() + " bytes of long values")));
    int bytes = bytes();
    calls.add(
        bytes <= MAX_RESULT - AROUND
            ? again.with(MAX_BYTES, MAX_RESULT).because("all of it, " + bytes + " bytes")
            : again.with(FROM_CHARACTER, 0).because("all of it in pieces, " + bytes + " bytes"));
    return calls;
  }

  /** Lists the steps that are objects instead of names, a form that older tasks have. */
  private void addUnnamedSteps(JsonNode list) {
    for (int i = 0; list.isArray() && i < list.size(); i++) {
      if (!list.path(i).isString()) {
        String path = PathExpression.item(STEPS, i);
        sizes.add(new Size(path, JsonSize.of(list.path(i), Integer.MAX_VALUE)));
      }
    }
  }

  private String note() {
    return "The workflow has "
        + bytes()
        + " bytes, so this is an outline"
        + (max == 0 ? " that leaves out short values as well" : "")
        + ". A higher max_bytes (to "
        + MAX_RESULT
        + ") returns more of it.";
  }

  private int bytes() {
    return JsonSize.of(workflow, Integer.MAX_VALUE);
  }

  /** The steps in the order of the workflow, then those that only a branch reaches. */
  private Set<String> names() {
    Set<String> names = new LinkedHashSet<>();
    workflow.path(STEPS).forEach(step -> step.stringValueOpt().ifPresent(names::add));
    names.addAll(workflow.path(STEP_CONFIGS).propertyNames());
    return names;
  }

  private ObjectNode shortValues(JsonNode from, String path, String part) {
    ObjectNode values = Json.object();
    for (Map.Entry<String, JsonNode> field : from.properties()) {
      int bytes = JsonSize.of(field.getValue(), Integer.MAX_VALUE);
      if (bytes <= max) {
        values.set(field.getKey(), field.getValue());
      } else if (max > 0 || bytes > SHORT[0]) {
        sizes.add(new Size(PathExpression.field(path, field.getKey()), bytes));
        longParts.merge(part, bytes, Integer::sum);
      }
    }
    return values;
  }
}
