package io.jettymcp.mcp.call;

import io.jettymcp.json.Json;
import java.util.List;
import java.util.Random;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes workflows with everything that results hide or clean: values of the environment, tokens,
 * fields with the names of secrets, invisible characters, and characters of all of Unicode.
 */
final class SecretWorkflow {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final List<String> VALUES =
      List.of("lighthouse-keeper-of-1887", "p@ss/w?rd&=%+\u00fc", "two lines\nof a secret");
  private static final List<String> NAMES =
      List.of(
          "prompt",
          "model",
          "api_key",
          "password",
          "agent_env",
          "headers",
          "a.b",
          "x y",
          "say \"hi\"",
          "",
          "dra\u200bft",
          "\u202eb",
          "items",
          "größe");
  private static final List<String> WORDS =
      List.of(
          "the",
          "gpt-4o",
          "\r\n",
          "\n",
          "\u000b",
          "\u2028",
          "a\u200bb",
          "\u202eevil\u202c",
          "\u0001",
          "\u001b[31mred\u001b[0m",
          "mlc_0123456789abcdefghijklmnopqrst12",
          "password=hunter2hunter2",
          "{{ draft.outputs.text }}",
          "👩‍👩‍👧",
          "[redacted]",
          "…");

  private final Random random;

  SecretWorkflow(Random random) {
    this.random = random;
  }

  List<String> environment() {
    return VALUES;
  }

  JsonNode next() {
    ObjectNode workflow = Json.object();
    workflow.set("init_params", object(2));
    ObjectNode configs = workflow.putObject("step_configs");
    ArrayNode steps = workflow.putArray("steps");
    for (int i = 1 + random.nextInt(5); i > 0; i--) {
      String name = random.nextInt(4) == 0 ? "s\u200b" + i : "step" + i;
      ObjectNode config = object(3);
      configs.set(name, config.put("activity", "text_echo").put("number", i));
      steps.add(name);
    }
    return workflow;
  }

  private ObjectNode object(int depth) {
    ObjectNode object = Json.object();
    for (int i = random.nextInt(5); i > 0; i--) {
      object.set(one(NAMES) + (random.nextInt(8) == 0 ? text() : ""), any(depth));
    }
    return object;
  }

  private JsonNode any(int depth) {
    return switch (random.nextInt(depth > 0 ? 9 : 6)) {
      case 0 -> NODES.nullNode();
      case 1 -> NODES.booleanNode(random.nextBoolean());
      case 2 -> number();
      case 3, 4, 5 -> NODES.stringNode(text());
      case 6, 7 -> {
        ArrayNode array = Json.array();
        for (int i = random.nextInt(4); i > 0; i--) {
          array.add(any(depth - 1));
        }
        yield array;
      }
      default -> object(depth - 1);
    };
  }

  private JsonNode number() {
    return random.nextBoolean()
        ? NODES.numberNode(random.nextInt())
        : NODES.numberNode(random.nextInt(1_000) / 8.0);
  }

  private String text() {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(6); i > 0; i--) {
      switch (random.nextInt(4)) {
        case 0 -> text.append(one(VALUES));
        case 1 -> text.append(one(WORDS));
        case 2 -> text.appendCodePoint(random.nextInt(Character.MAX_CODE_POINT + 1));
        default -> text.append("word ");
      }
    }
    return text.toString();
  }

  private String one(List<String> of) {
    return of.get(random.nextInt(of.size()));
  }
}
