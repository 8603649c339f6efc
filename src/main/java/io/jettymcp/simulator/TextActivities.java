package io.jettymcp.simulator;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/** Activities that only move text about; these work as Jetty's do. */
final class TextActivities {
  private static final Pattern DOUBLE = Pattern.compile("\\{\\{\\s*([\\w-]+)\\s*}}");
  private static final Pattern SINGLE = Pattern.compile("\\{([\\w-]+)}");
  private static final int MAX_LENGTH = 8 * 1024 * 1024;
  private static final int MAX_CHUNKS = 10_000;
  private static final int CHUNK = 1000;

  private TextActivities() {}

  static Map<String, ActivityRunner> all() {
    Map<String, ActivityRunner> all = new LinkedHashMap<>();
    all.put("text_echo", TextActivities::echo);
    all.put("text_template", TextActivities::template);
    all.put("text_concatenate", TextActivities::concatenate);
    all.put("text_split", TextActivities::split);
    all.put("split_text", TextActivities::split);
    return all;
  }

  /** A text that is not there is echoed as null. */
  private static StepOutcome echo(StepContext step) {
    return StepOutcome.of(SimulatorJson.object().put("text", step.text("text")));
  }

  /**
   * Fills {@code {{name}}}, which has to be given, and {@code {name}}, which stays as it is if it
   * is not: it may be part of what the text is about.
   */
  private static StepOutcome template(StepContext step) {
    String template = step.required("template");
    StringBuilder filled = new StringBuilder();
    Matcher strict = DOUBLE.matcher(template);
    int from = 0;
    while (strict.find()) {
      append(filled, lenient(step, template.substring(from, strict.start())));
      String name = strict.group(1);
      if (!step.inputs().has(name)) {
        throw new StepFailed("KeyError: '" + name + "'");
      }
      append(filled, step.textOr(name, ""));
      from = strict.end();
    }
    append(filled, lenient(step, template.substring(from)));
    return StepOutcome.text(filled.toString());
  }

  private static String lenient(StepContext step, String text) {
    StringBuilder filled = new StringBuilder();
    Matcher matcher = SINGLE.matcher(text);
    int from = 0;
    while (matcher.find()) {
      append(filled, text.substring(from, matcher.start()));
      append(filled, step.textOr(matcher.group(1), matcher.group()));
      from = matcher.end();
    }
    append(filled, text.substring(from));
    return filled.toString();
  }

  private static StepOutcome concatenate(StepContext step) {
    JsonNode texts = step.input("texts");
    if (!texts.isArray()) {
      throw new StepFailed("ValueError: texts must be a list");
    }
    String separator = step.textOr("separator", "\n");
    StringBuilder joined = new StringBuilder();
    for (int i = 0; i < texts.size(); i++) {
      append(joined, i == 0 ? "" : separator);
      append(joined, texts.path(i).isNull() ? "" : SimulatorJson.asText(texts.path(i)));
    }
    return StepOutcome.text(joined.toString());
  }

  private static StepOutcome split(StepContext step) {
    String text = step.required("text");
    int size = step.number("chunk_size", CHUNK);
    int overlap = step.number("overlap", 0);
    if (size < 1) {
      throw new StepFailed("ValueError: chunk_size must be at least 1");
    }
    if (overlap < 0 || overlap >= size) {
      throw new StepFailed("ValueError: overlap must be at least 0 and smaller than chunk_size");
    }
    ArrayNode chunks = SimulatorJson.array();
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
    return StepOutcome.of(SimulatorJson.object().set("chunks", chunks));
  }

  private static void append(StringBuilder to, String more) {
    if (to.length() + (long) more.length() > MAX_LENGTH) {
      throw new StepFailed("The simulator makes texts of at most 8 MB");
    }
    to.append(more);
  }
}
