package io.jettymcp.simulator.activity;

import io.jettymcp.json.Json;
import io.jettymcp.simulator.model.SimulatedRun;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code extract_from_trajectories}: looks values up in other runs. Returns one object per run, or,
 * with {@code flatten_results}, one flat list of the values.
 */
final class TrajectoryExtraction implements ActivityRunner {

  @Override
  public StepOutcome run(StepContext step) {
    JsonNode list = step.input("trajectory_list");
    if (!list.isArray()) {
      throw new StepFailed("ValueError: trajectory_list_path is required");
    }
    if (!(step.input("extract_keys") instanceof ObjectNode keys) || keys.isEmpty()) {
      throw new StepFailed("ValueError: extract_keys is required and must be an object");
    }
    List<ObjectNode> rows = new ArrayList<>();
    for (JsonNode reference : list) {
      rows.add(row(run(step, reference), keys));
    }
    ArrayNode data = Json.array();
    if (step.bool("flatten_results")) {
      rows.forEach(row -> row.values().forEach(value -> flatten(value, data)));
    } else {
      rows.forEach(data::add);
    }
    return StepOutcome.of(Json.object().set("extracted_data", data));
  }

  private static SimulatedRun run(StepContext step, JsonNode reference) {
    JsonNode id = reference.isObject() ? reference.path("trajectory_id") : reference;
    SimulatedRun run = step.collection().run(id.asString(""));
    if (run == null) {
      throw new StepFailed("Trajectory '" + StepInputs.text(id) + "' not found");
    }
    return run;
  }

  private static ObjectNode row(SimulatedRun run, ObjectNode keys) {
    ObjectNode scope = run.plan().scope();
    ObjectNode row = Json.object();
    for (Map.Entry<String, JsonNode> key : keys.properties()) {
      row.set(key.getKey(), StepInputs.lookUp(StepInputs.text(key.getValue()), scope));
    }
    return row;
  }

  private static void flatten(JsonNode value, ArrayNode into) {
    if (value.isArray()) {
      value.forEach(into::add);
    } else {
      into.add(value);
    }
  }
}
