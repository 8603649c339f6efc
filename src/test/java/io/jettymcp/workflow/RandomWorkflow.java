package io.jettymcp.workflow;

import java.util.List;
import java.util.Random;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Builds random JSON that resembles a workflow. */
final class RandomWorkflow {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final List<String> STEPS = List.of("a", "b", "c", "completion", "steps");
  private static final List<String> KEYS =
      List.of(
          "activity",
          "prompt",
          "prompt_path",
          "_path",
          "items",
          "items_path",
          "extract_keys",
          "child_init_params",
          "child_init_params_path",
          "score_range",
          "true_step",
          "false_step",
          "image_path_expr",
          "image_url",
          "image_url_path",
          "input",
          "model",
          "user_prompt",
          "");
  private static final List<String> TEXTS =
      List.of(
          "",
          "a",
          "a.outputs.text",
          "b.outputs.images[0].path",
          "c.inputs",
          "init_params.p",
          "init_params",
          "init_params[0]",
          "init_params.file_paths",
          "x..y",
          "[*]",
          "a[*][*]",
          "https://example.com",
          "haiku",
          "acme/child",
          "scale",
          "passthrough",
          "\ud83d",
          "\u0000");

  private final Random random;

  RandomWorkflow(Random random) {
    this.random = random;
  }

  JsonNode next() {
    if (random.nextInt(20) == 0) {
      return any(3);
    }
    ObjectNode workflow = JSON.objectNode();
    workflow.set("init_params", mostly(JSON.objectNode().set("p", any(2))));
    ObjectNode configs = JSON.objectNode();
    ArrayNode steps = JSON.arrayNode();
    for (String step : STEPS.subList(0, 1 + random.nextInt(STEPS.size()))) {
      configs.set(step, mostly(config()));
      steps.add(mostly(JSON.stringNode(step)));
    }
    workflow.set("step_configs", mostly(configs));
    workflow.set("steps", mostly(steps));
    return workflow;
  }

  private ObjectNode config() {
    ObjectNode config = JSON.objectNode();
    Activity activity = Activities.ALL.get(random.nextInt(Activities.ALL.size()));
    config.set("activity", mostly(JSON.stringNode(activity.name())));
    for (int i = random.nextInt(4); i > 0; i--) {
      config.set(one(KEYS), any(3));
    }
    return config;
  }

  private JsonNode mostly(JsonNode usual) {
    return random.nextInt(15) == 0 ? any(2) : usual;
  }

  private JsonNode any(int depth) {
    return switch (random.nextInt(depth > 0 ? 8 : 6)) {
      case 0 -> JSON.nullNode();
      case 1 -> JSON.booleanNode(random.nextBoolean());
      case 2 -> JSON.numberNode(random.nextInt());
      case 3, 4, 5 -> JSON.stringNode(one(TEXTS));
      case 6 -> {
        ArrayNode array = JSON.arrayNode();
        for (int i = random.nextInt(3); i > 0; i--) {
          array.add(any(depth - 1));
        }
        yield array;
      }
      default -> {
        ObjectNode object = JSON.objectNode();
        for (int i = random.nextInt(3); i > 0; i--) {
          object.set(one(KEYS), any(depth - 1));
        }
        yield object;
      }
    };
  }

  private String one(List<String> of) {
    return of.get(random.nextInt(of.size()));
  }
}
