package io.jettymcp.mcp;

import io.jettymcp.json.Json;
import java.util.List;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ObjectNode;

/** What has an address of its own. Reading it is carrying out one tool, with all of its rules. */
enum ResourceKind {
  COLLECTION(
      "jetty://{collection}",
      "collection",
      "Collection",
      "A collection and the names of its environment variables",
      Types.JSON,
      "get-collection"),
  TASK(
      "jetty://{collection}/{task}",
      "task",
      "Task",
      "A task with its workflow",
      Types.JSON,
      "get-task"),
  RUN(
      "jetty://{collection}/{task}/{trajectory_id}",
      "run",
      "Run",
      "A run of a task: status, steps, outputs, files; ?step= or ?path= gives the data itself",
      Types.JSON,
      "get-trajectory"),
  FILE(
      "jetty+file://{+file_path}",
      "file",
      "File",
      "A file that a run was given or made, by its storage path",
      "",
      "read-file"),
  STEP(
      "jetty+step://{activity}",
      "step-template",
      "Step template",
      "The parameters and outputs of a workflow activity",
      Types.JSON,
      "get-step-template");

  /** Media types of what is read. */
  private static final class Types {
    static final String JSON = "application/json";
  }

  private static final Pattern PART = Pattern.compile("\\{\\+?([a-z_]+)}");

  private final String template;
  private final String label;
  private final String title;
  private final String description;
  private final String type;
  private final String tool;

  ResourceKind(
      String template, String label, String title, String description, String type, String tool) {
    this.template = template;
    this.label = label;
    this.title = title;
    this.description = description;
    this.type = type;
    this.tool = tool;
  }

  String template() {
    return template;
  }

  /** What comes before the parts. */
  String prefix() {
    return template.substring(0, template.indexOf('{'));
  }

  String title() {
    return title;
  }

  /** The media type of what is read, or empty where each has its own. */
  String type() {
    return type;
  }

  /** The name of the tool that reads it. */
  String tool() {
    return tool;
  }

  /** The tool's arguments that make up the address, in order. */
  List<String> parts() {
    return PART.matcher(template).results().map(part -> part.group(1)).toList();
  }

  /** Whether the last part may be several segments of the address. */
  boolean isPath() {
    return this == FILE;
  }

  /** As {@code resources/templates/list} shows it. */
  ObjectNode describe() {
    ObjectNode shown = Json.object().put("uriTemplate", template).put("name", label);
    shown.put("title", title).put("description", description);
    if (!type.isEmpty()) {
      shown.put("mimeType", type);
    }
    return shown;
  }
}
