package io.jettymcp.docs;

import io.jettymcp.cli.ManifestText;
import io.jettymcp.tool.Effect;
import io.jettymcp.tool.Param;
import io.jettymcp.tool.Tool;
import io.jettymcp.tool.Toolset;
import io.jettymcp.tools.Catalog;
import java.util.Collection;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Renders the documentation of the tools. */
final class ToolPages {
  private ToolPages() {}

  static String manifest() {
    return ManifestText.ofEverything();
  }

  /** A table with one row a toolset. */
  static String table() {
    StringBuilder text = new StringBuilder("| toolset | tools |\n|---|---|\n");
    for (Toolset family : Toolset.values()) {
      List<String> names = of(family).stream().map(tool -> "`" + tool.name() + "`").toList();
      text.append("| **").append(family.label()).append("**: ").append(family.about());
      text.append(" | ").append(String.join(", ", names)).append(" |\n");
    }
    return text.toString();
  }

  static String page() {
    StringBuilder text =
        new StringBuilder(
            """
            # Tools

            This page is generated from the code. `collection` is always optional: the default collection applies, else
            the only one that the token can see, else the server asks the user. Every result can also contain `next`
            (calls that return the rest or come next) and `cut` (what was left out to fit).

            """);
    for (Toolset family : Toolset.values()) {
      text.append("## ").append(family.label()).append("\n\n").append(family.about());
      text.append(".\n\n");
      of(family).forEach(tool -> describe(tool, text));
    }
    return text.toString().stripTrailing() + "\n";
  }

  private static List<Tool> of(Toolset family) {
    return Catalog.ALL.stream().filter(tool -> tool.toolset() == family).toList();
  }

  private static void describe(Tool tool, StringBuilder text) {
    text.append("### ").append(tool.name()).append("\n\n");
    text.append(tool.about()).append(" *").append(words(tool.effect())).append("*\n\n");
    if (!tool.params().isEmpty()) {
      text.append("| argument | type | |\n|---|---|---|\n");
      tool.params().forEach(param -> argument(param, text));
      text.append('\n');
    }
    Collection<String> fields = tool.view().schema().path("properties").propertyNames();
    text.append("Returns: ").append(String.join(", ", fields)).append(".\n\n");
  }

  private static void argument(Param<?> param, StringBuilder text) {
    JsonNode schema = param.schema(true);
    text.append("| `").append(param.name()).append('`').append(param.isRequired() ? "" : "?");
    text.append(" | ").append(type(schema)).append(" | ").append(about(schema)).append(" |\n");
  }

  private static String type(JsonNode schema) {
    return schema.has("enum")
        ? String.join(", ", schema.path("enum").values().stream().map(JsonNode::asString).toList())
        : schema.path("type").asString()
            + (schema.has("minimum") ? " " + schema.path("minimum") : "")
            + (schema.has("maximum") ? " to " + schema.path("maximum") : "");
  }

  private static String about(JsonNode schema) {
    String description = schema.path("description").asString("");
    if (!schema.has("default")) {
      return description;
    }
    return (description.isEmpty() ? "" : description + "; ")
        + "default "
        + schema.path("default").asString();
  }

  private static String words(Effect effect) {
    return switch (effect) {
      case READ -> "Reads.";
      case ADD -> "Adds.";
      case START -> "Starts a run.";
      case SAVE -> "Saves a file locally; asks the user before it replaces one.";
      case OVERWRITE -> "Overwrites.";
      case SWITCH -> "Switches a state.";
      case DESTROY -> "Deletes; asks the user first.";
    };
  }
}
