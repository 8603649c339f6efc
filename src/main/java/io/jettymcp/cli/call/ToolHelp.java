package io.jettymcp.cli.call;

import io.jettymcp.tool.Effect;
import io.jettymcp.tool.Param;
import io.jettymcp.tool.Tool;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine.Help.TextTable;
import tools.jackson.databind.JsonNode;

/** Explains a tool to a person at a shell, from its declaration. */
final class ToolHelp {
  private static final int NAME_WIDTH = 24;

  private final Tool tool;
  private final List<Param<?>> params;
  private final String program;
  private final Paragraphs paragraphs;

  /**
   * @param program how the person types the name of this program
   */
  ToolHelp(Tool tool, boolean locked, String program, Paragraphs paragraphs) {
    this.tool = tool;
    this.params = tool.params(locked);
    this.program = program;
    this.paragraphs = paragraphs;
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    text.append(tool.name()).append(": ").append(tool.title()).append(effect()).append("\n\n");
    text.append(paragraphs.of(tool.about())).append('\n');
    text.append(paragraphs.of("Usage: " + program + " call " + tool.name() + synopsis()));
    if (!params.isEmpty()) {
      text.append("\nArguments:\n").append(arguments());
    }
    text.append("\nExample:\n  " + program + " call " + tool.name() + new ToolExample(tool) + "\n");
    return text.toString();
  }

  private String effect() {
    return switch (tool.effect()) {
      case READ -> " (reads)";
      case ADD -> " (adds)";
      case START -> " (starts a run)";
      case SAVE -> " (saves a file)";
      case SWITCH -> " (changes, can be undone)";
      case OVERWRITE -> " (overwrites)";
      case DESTROY -> " (deletes, after a confirmation)";
    };
  }

  private String synopsis() {
    String required =
        params.stream()
            .filter(Param::isRequired)
            .map(param -> " " + param.name().toUpperCase(Locale.ROOT))
            .collect(Collectors.joining());
    boolean more = params.stream().anyMatch(param -> !param.isRequired());
    return required
        + (more ? " [NAME=VALUE...]" : "")
        + (tool.effect() == Effect.DESTROY ? " [--yes]" : "");
  }

  private TextTable arguments() {
    TextTable list = paragraphs.list(NAME_WIDTH);
    params.forEach(param -> list.addRowValues(param.name(), describe(param)));
    return list;
  }

  private String describe(Param<?> param) {
    JsonNode schema = param.schema(tool.local());
    List<String> facts = new ArrayList<>();
    if (param.isRequired()) {
      facts.add("required");
    }
    facts.add(type(param, schema));
    if (schema.has("maximum")) {
      facts.add("at most " + schema.path("maximum").asString());
    }
    if (schema.has("default")) {
      facts.add("default " + schema.path("default").asString());
    }
    String about = schema.path("description").asString("");
    return about + (about.isEmpty() ? "" : " ") + "(" + String.join(", ", facts) + ")";
  }

  private static String type(Param<?> param, JsonNode schema) {
    JsonNode words = schema.has("enum") ? schema.path("enum") : schema.at("/items/enum");
    String type = schema.path("type").asString("");
    if (!words.isMissingNode()) {
      String each =
          words.values().stream().map(JsonNode::asString).collect(Collectors.joining("|"));
      return type.equals("array") ? "any of " + each : each;
    }
    String plain =
        switch (type) {
          case "array" -> "list of " + schema.at("/items/type").asString("value") + "s";
          case "boolean" -> "true|false";
          default -> type;
        };
    return param.isSecret() ? "secret " + plain : plain;
  }
}
