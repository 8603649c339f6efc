package io.jettymcp.simulator.activity;

import io.jettymcp.json.Json;
import java.util.Map;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/** Activities that only process text; they work as Jetty's do. */
final class TextActivities {
  private static final Pattern PLACEHOLDER =
      Pattern.compile("\\{\\{\\s*([\\w-]+)\\s*}}|\\{([\\w-]+)}");
  private static final int MAX_CHUNKS = 10_000;
  private static final int DEFAULT_CHUNK_SIZE = 1000;

  private TextActivities() {}

  static Map<String, ActivityRunner> all() {
    return Map.of(
        "text_echo", TextActivities::echo,
        "text_template", TextActivities::template,
        "text_concatenate", TextActivities::concatenate,
        "text_split", TextActivities::split,
        "split_text", TextActivities::split);
  }

  /** A missing text is echoed as null. */
  private static StepOutcome echo(StepContext step) {
    return StepOutcome.of(Json.object().put("text", step.text("text")));
  }

  /**
   * Fills {@code {{name}}}, which is required, and {@code {name}}, which stays unchanged without a
   * value: it may belong to the text itself.
   */
  private static StepOutcome template(StepContext step) {
    return StepOutcome.text(
        BoundedText.fill(
            PLACEHOLDER,
            step.required("template"),
            placeholder -> {
              String required = placeholder.group(1);
              if (required == null) {
                return step.textOr(placeholder.group(2), placeholder.group());
              }
              if (!step.inputs().has(required)) {
                throw new StepFailed("KeyError: '" + required + "'");
              }
              return step.textOr(required, "");
            }));
  }

  private static StepOutcome concatenate(StepContext step) {
    JsonNode texts = step.input("texts");
    if (!texts.isArray()) {
      throw new StepFailed("ValueError: texts must be a list");
    }
    String separator = step.textOr("separator", "\n");
    BoundedText joined = new BoundedText();
    for (int i = 0; i < texts.size(); i++) {
      joined.append(i == 0 ? "" : separator);
      joined.append(texts.path(i).isNull() ? "" : StepInputs.text(texts.path(i)));
    }
    return StepOutcome.text(joined.toString());
  }

  private static StepOutcome split(StepContext step) {
    String text = step.required("text");
    int size = step.integer("chunk_size", DEFAULT_CHUNK_SIZE);
    int overlap = step.integer("overlap", 0);
    if (size < 1) {
      throw new StepFailed("ValueError: chunk_size must be at least 1");
    }
    if (overlap < 0 || overlap >= size) {
      throw new StepFailed("ValueError: overlap must be at least 0 and smaller than chunk_size");
    }
    ArrayNode chunks = Json.array();
    int from = 0;
    int end = 0;
    while (end < text.length()) {
      if (chunks.size() == MAX_CHUNKS) {
        throw new StepFailed("The simulator splits a text into at most 10000 chunks");
      }
      end = (int) Math.min((long) from + size, text.length());
      chunks.add(text.substring(from, end));
      from = end - overlap;
    }
    return StepOutcome.of(Json.object().set("chunks", chunks));
  }
}
