package io.jettymcp.simulator.activity;

import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.json.Json;
import io.jettymcp.simulator.SimulatorClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Runs workflows of one step and reads what came of it. */
record OneStep(JsonNode trajectory) {
  private static final String NAME = "it";

  /** Runs a step with this config in acme. */
  static OneStep run(SimulatorClient client, String config, String initParams) {
    ObjectNode workflow = Json.object();
    workflow.putObject("step_configs").set(NAME, JsonMapper.shared().readTree(config));
    workflow.putArray("steps").add(NAME);
    return new OneStep(client.trajectoryOf(workflow.toString(), initParams));
  }

  JsonNode step() {
    return trajectory.path("steps").path(NAME);
  }

  JsonNode outputs() {
    return step().path("outputs");
  }

  String text() {
    return outputs().path("text").asString("");
  }

  /** The error of the step, which has to have failed. */
  String error() {
    assertThat(step().path("status").asString("")).isEqualTo("failed");
    assertThat(trajectory.path("status").asString("")).isEqualTo("failed");
    return step().path("error").asString("");
  }
}
