package io.jettymcp.json;

import java.util.Random;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** JSON trees without secrets, the same ones for the same seed. */
public final class RandomJson {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final String[] NAMES = {
    "name",
    "status",
    "steps",
    "outputs",
    "text",
    "total_tokens",
    "created",
    "key",
    "results[0]",
    "größe",
    "a\"b\\c",
    "",
    "trajectory_id",
    "next_page_token",
    "author",
    "x y"
  };
  private static final String[] WORDS = {
    "run",
    "the",
    "tokens",
    "completed",
    "100%",
    "a\\b",
    "\"quoted\"",
    "😀",
    "naïve",
    "line\nbreak",
    "https://jetty.io/acme/x?page=2",
    "{\"a\": [1, 2]}",
    "12:30",
    "x=y",
    "%20",
    "\\u0041",
    "–",
    "2026-01-01T00:00:00Z",
    "1a2b3c4d",
    "acme/x/0000"
  };

  private final Random random;

  /** Special characters that strings contain at random. */
  private final Supplier<String> seasoning;

  public RandomJson(Random random, Supplier<String> seasoning) {
    this.random = random;
    this.seasoning = seasoning;
  }

  public ObjectNode object(int depth) {
    ObjectNode object = NODES.objectNode();
    int fields = random.nextInt(6);
    for (int i = 0; i < fields; i++) {
      String name = NAMES[random.nextInt(NAMES.length)];
      object.set(random.nextInt(12) == 0 ? name + seasoning.get() : name, node(depth));
    }
    return object;
  }

  JsonNode node(int depth) {
    return switch (random.nextInt(depth > 0 ? 9 : 6)) {
      case 0 -> NODES.numberNode(random.nextInt());
      case 1 -> NODES.numberNode(random.nextDouble() * Math.pow(10, random.nextInt(30) - 15));
      case 2 -> NODES.booleanNode(random.nextBoolean());
      case 3 -> NODES.nullNode();
      case 4, 5 -> NODES.stringNode(text());
      case 6 -> array(depth - 1);
      default -> object(depth - 1);
    };
  }

  private ArrayNode array(int depth) {
    ArrayNode array = NODES.arrayNode();
    int items = random.nextInt(6);
    for (int i = 0; i < items; i++) {
      array.add(node(depth));
    }
    return array;
  }

  private String text() {
    StringBuilder text = new StringBuilder();
    int words = random.nextInt(12);
    for (int i = 0; i < words; i++) {
      text.append(i == 0 || random.nextInt(4) == 0 ? "" : " ");
      text.append(random.nextInt(10) == 0 ? seasoning.get() : WORDS[random.nextInt(WORDS.length)]);
    }
    return text.toString();
  }
}
