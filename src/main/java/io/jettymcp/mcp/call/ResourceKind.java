package io.jettymcp.mcp.call;

import io.jettymcp.json.Json;
import java.util.List;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ObjectNode;

/** The kinds of resources. Reading one calls a tool, with all of its rules. */
public enum ResourceKind {
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
      "A task with its workflow, also as a Mermaid flowchart",
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
      "An input or output file of a run, by its storage path",
      "",
      "read-file"),
  STEP(
      "jetty+step://{activity}",
      "step-template",
      "Step template",
      "The parameters and outputs of a workflow activity",
      Types.JSON,
      "get-step-template");

  /** Media types. */
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

  public String template() {
    return template;
  }

  /** Returns the part of the template before the first variable. */
  String prefix() {
    return template.substring(0, template.indexOf('{'));
  }

  public String title() {
    return title;
  }

  /** Returns the media type, or an empty string where each resource has its own. */
  public String type() {
    return type;
  }

  /** Returns the name of the tool that reads it. */
  public String tool() {
    return tool;
  }

  /** Returns the variables of the template, which are arguments of the tool, in order. */
  public List<String> parts() {
    return PART.matcher(template).results().map(part -> part.group(1)).toList();
  }

  /** Returns whether the last variable may span several segments. */
  boolean isPath() {
    return this == FILE;
  }

  /** Returns whether the first segment is the name of a collection. */
  public boolean isInCollection() {
    return this != STEP;
  }

  /** Describes the kind as {@code resources/templates/list} does. */
  public ObjectNode describe() {
    ObjectNode shown = Json.object().put("uriTemplate", template).put("name", label);
    shown.put("title", title).put("description", description);
    if (!type.isEmpty()) {
      shown.put("mimeType", type);
    }
    return shown;
  }
}
