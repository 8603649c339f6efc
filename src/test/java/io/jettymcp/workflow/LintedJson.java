package io.jettymcp.workflow;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Reads workflows written with single quotes. */
final class LintedJson {
  private static final JsonMapper JSON = JsonMapper.shared();

  private LintedJson() {}

  static String quoted(String json) {
    return json.replace('\'', '"');
  }

  static JsonNode read(String json) {
    return JSON.readTree(quoted(json));
  }

  /** Builds a workflow whose steps are all of its configs, in their order. */
  static String workflow(String initParams, String configs) {
    ObjectNode workflow = JSON.createObjectNode();
    workflow.set("init_params", read(initParams));
    JsonNode stepConfigs = read("{" + configs + "}");
    workflow.set("step_configs", stepConfigs);
    stepConfigs.propertyNames().forEach(workflow.putArray("steps")::add);
    return workflow.toString();
  }
}
