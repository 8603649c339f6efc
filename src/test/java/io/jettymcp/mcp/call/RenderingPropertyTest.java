package io.jettymcp.mcp.call;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.jettymcp.json.Json;
import io.jettymcp.redact.KnownSecrets;
import io.jettymcp.redact.Redactor;
import io.jettymcp.redact.Sanitizer;
import io.jettymcp.tool.Next;
import io.jettymcp.tool.Result;
import io.jettymcp.tool.Tool;
import io.jettymcp.tools.Catalog;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Whatever a handler finds, what leaves fits its bound and the schema that was promised. */
class RenderingPropertyTest {
  private static final int ROUNDS = 12;
  private static final Rendering RENDERING =
      new Rendering(
          new EnabledTools(Catalog.ALL, EnabledTools.ToolFilter.ALL),
          new Sanitizer(new Redactor(new KnownSecrets())));

  static Stream<Tool> tools() {
    return Catalog.ALL.stream();
  }

  @ParameterizedTest
  @MethodSource("tools")
  void resultsOfAnySizeFitAndConform(Tool tool) {
    Random random = new Random(tool.name().hashCode());
    Schema schema =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(tool.outputSchema());
    for (int round = 0; round < ROUNDS; round++) {
      int bound = List.of(1_000, 1_100, 4_000, 32_000, 100_000).get(random.nextInt(5));
      Result result = shaped(tool, random, data(tool.outputSchema(), random)).atMost(bound);
      ToolResponse answer = RENDERING.of(tool, result, List.of());
      ObjectNode shown = answer.structured().orElseThrow();
      assertThat(answer.text()).isEqualTo(shown.toString());
      assertThat(answer.text().getBytes(StandardCharsets.UTF_8).length)
          .as("round %d", round)
          .isLessThanOrEqualTo(bound);
      if (!shown.has("cut") && result.excerpt().isEmpty()) {
        ToolResponse whole = RENDERING.of(tool, result.atMost(Integer.MAX_VALUE), List.of());
        assertThat(withoutNext(shown).equals(withoutNext(whole.structured().orElseThrow())))
            .as("round %d", round)
            .isTrue();
      }
      assertThat(schema.validate(shown)).as("round %d", round).isEmpty();
    }
  }

  private static ObjectNode withoutNext(ObjectNode result) {
    ObjectNode rest = result.deepCopy();
    rest.remove("next");
    return rest;
  }

  private static ObjectNode data(JsonNode schema, Random random) {
    ObjectNode data = (ObjectNode) value(schema, random);
    data.remove(List.of("next", "cut"));
    return data;
  }

  /** A value as the schema says, now and then a very large one. */
  private static JsonNode value(JsonNode schema, Random random) {
    return switch (schema.path("type").asString("")) {
      case "object" -> object(schema, random);
      case "array" -> array(schema.path("items"), random);
      case "integer" -> JsonNodeFactory.instance.numberNode(random.nextInt());
      case "number" -> JsonNodeFactory.instance.numberNode(random.nextDouble());
      case "boolean" -> JsonNodeFactory.instance.booleanNode(random.nextBoolean());
      case "string" -> JsonNodeFactory.instance.stringNode(text(random));
      default -> Json.array().add(text(random)).add(Json.object().put("x", text(random)));
    };
  }

  private static ObjectNode object(JsonNode schema, Random random) {
    ObjectNode object = Json.object();
    List<String> required =
        schema.path("required").valueStream().map(JsonNode::stringValue).toList();
    schema
        .path("properties")
        .properties()
        .forEach(
            field -> {
              if (required.contains(field.getKey()) || random.nextInt(4) > 0) {
                object.set(field.getKey(), value(field.getValue(), random));
              }
            });
    return object;
  }

  private static ArrayNode array(JsonNode items, Random random) {
    ArrayNode array = Json.array();
    int count = random.nextInt(8) == 0 ? random.nextInt(200) : random.nextInt(5);
    for (int i = 0; i < count; i++) {
      array.add(value(items, random));
    }
    return array;
  }

  private static String text(Random random) {
    int length = random.nextInt(40) == 0 ? random.nextInt(60_000) : random.nextInt(40);
    StringBuilder text = new StringBuilder();
    while (text.length() < length) {
      text.append("word \"é\" 😀\n—".charAt(random.nextInt(9)));
    }
    return text.toString();
  }

  /** With a page or an excerpt, where the tool has room for one, and next calls. */
  private static Result shaped(Tool tool, Random random, ObjectNode data) {
    Result result = Result.of(data);
    Next next =
        new Next(
            tool.signature(),
            Json.object().put("collection", "acme").put("task", text(random)),
            "go on");
    if (random.nextBoolean()) {
      result = result.suggest(next).ifCut(List.of(next));
    }
    JsonNode fields = tool.outputSchema().path("properties");
    for (var field : fields.properties()) {
      if (fields.has("returned")
          && data.path(field.getKey()).isArray()
          && field.getValue().path("items").path("type").asString("").equals("object")) {
        return result.paged(new Result.Page(field.getKey(), random.nextBoolean(), after -> next));
      }
      if (fields.has(field.getKey() + "_text")) {
        data.remove(List.of(field.getKey(), field.getKey() + "_text"));
        data.remove(List.of("offset", "next_offset", "total_characters"));
        return result.excerpt(
            new Result.Excerpt(
                field.getKey(),
                JsonNodeFactory.instance.stringNode(text(random).repeat(3)),
                random.nextInt(3) == 0 ? random.nextInt(2_000) : 0,
                from -> next));
      }
    }
    return result;
  }
}
