package io.jettymcp.guide;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Declares a prompt: a text that a user gives to an agent, by a slash command in most hosts. The
 * text lives in {@code src/main/resources/guide/prompts}. A line with a placeholder such as {@code
 * ${task}} is omitted if that argument was not given.
 *
 * @param name kebab-case
 * @param title for people
 * @param description the agent's work, in one line
 * @param arguments values that the user may fill in
 * @param calls tool calls whose results are appended to the text, in order
 */
public record Prompt(
    String name, String title, String description, List<Argument> arguments, List<ToolCall> calls) {
  public static final String COLLECTION = "collection";
  public static final String TASK = "task";
  public static final String TRAJECTORY = "trajectory_id";
  public static final String ROUTINE = "routine";

  /**
   * An argument that the user may fill in.
   *
   * @param description without a full stop
   */
  public record Argument(String name, String description, boolean required) {}

  /**
   * A call of a tool.
   *
   * @param values its arguments, with placeholders
   */
  public record ToolCall(String tool, Map<String, String> values) {
    public ToolCall {
      values = Map.copyOf(values);
    }

    /** Returns the arguments of the call, without those that the user omitted. */
    public Map<String, String> arguments(Map<String, String> given) {
      Map<String, String> arguments = new LinkedHashMap<>();
      values.forEach(
          (name, value) -> filled(value, given).ifPresent(text -> arguments.put(name, text)));
      return arguments;
    }
  }

  private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([a-z_]+)}");

  /**
   * Matches a tool in a text: {@code `get-task`}, or with arguments {@code `get-task(task, step)`}.
   */
  private static final Pattern TOOL =
      Pattern.compile("`([a-z]+(?:-[a-z]+)+|whoami)(?:\\([^`]*\\))?`");

  private static final Argument IN_COLLECTION =
      new Argument(COLLECTION, "Collection; by default the configured or only one", false);

  private static final Argument OF_TASK = new Argument(TASK, "Name of the task", true);

  /** All prompts, in the order in which hosts show them. */
  public static final List<Prompt> ALL =
      List.of(
          new Prompt(
              "setup",
              "Set up Jetty",
              "Checks the token, finds the collection, and prepares a first run",
              List.of(IN_COLLECTION),
              List.of(
                  new ToolCall("whoami", Map.of()),
                  new ToolCall("get-collection", Map.of(COLLECTION, "${collection}")),
                  new ToolCall("get-trial-status", Map.of(COLLECTION, "${collection}")))),
          new Prompt(
              "debug-last-failure",
              "Debug the last failure",
              "Finds out why the newest failed run of a task failed, and how to fix it",
              List.of(
                  OF_TASK,
                  new Argument(TRAJECTORY, "Run id; by default the newest failed run", false),
                  IN_COLLECTION),
              List.of(
                  new ToolCall(
                      "debug-run",
                      Map.of(
                          TASK, "${task}",
                          TRAJECTORY, "${trajectory_id}",
                          COLLECTION, "${collection}")))),
          new Prompt(
              "write-task",
              "Write and test a task",
              "Writes a workflow for a goal, validates it, stores it as a task and tests it",
              List.of(
                  new Argument("goal", "The purpose of the task, with its inputs and result", true),
                  new Argument("name", "Name of the new task", false),
                  IN_COLLECTION),
              List.of(
                  new ToolCall("list-tasks", Map.of("limit", "30", COLLECTION, "${collection}")))),
          new Prompt(
              "schedule-task",
              "Schedule a task",
              "Creates or updates a routine that runs a task hourly, daily, on weekdays or weekly",
              List.of(
                  OF_TASK,
                  new Argument("when", "For example: every weekday at 7:30 Berlin time", false),
                  new Argument(ROUTINE, "Name of the routine; an existing one is updated", false),
                  IN_COLLECTION),
              List.of(
                  new ToolCall(
                      "get-task",
                      Map.of(TASK, "${task}", COLLECTION, "${collection}", "max_bytes", "12000")),
                  new ToolCall(
                      "list-routines", Map.of(TASK, "${task}", COLLECTION, "${collection}")))),
          new Prompt(
              "run-runbook",
              "Run a runbook",
              "Validates a runbook, fills in its parameters and runs it, here or at Jetty",
              List.of(
                  new Argument("runbook_path", "Path of the RUNBOOK.md", true),
                  new Argument(TASK, "Task that the runs belong to", false),
                  new Argument(
                      "mode", "local (the agent runs it here) or remote (at Jetty)", false),
                  IN_COLLECTION),
              List.of(new ToolCall("validate-runbook", Map.of("runbook_path", "${runbook_path}")))),
          new Prompt(
              "write-runbook",
              "Write a runbook",
              "Writes a RUNBOOK.md for a goal, validates it and tests it",
              List.of(
                  new Argument("goal", "The goal of the runbook and its audience", true),
                  new Argument("runbook_path", "Where to write it; by default RUNBOOK.md", false),
                  IN_COLLECTION),
              List.of(new ToolCall("get-collection", Map.of(COLLECTION, "${collection}")))),
          new Prompt(
              "improve-runbook",
              "Improve a runbook",
              "Analyzes the runs of a runbook and fixes the runbook where they failed",
              List.of(
                  OF_TASK,
                  new Argument("runbook_path", "Path of the RUNBOOK.md", false),
                  IN_COLLECTION),
              List.of(
                  new ToolCall(
                      "analyze-runs", Map.of(TASK, "${task}", COLLECTION, "${collection}")))));

  public Prompt {
    arguments = List.copyOf(arguments);
    calls = List.copyOf(calls);
  }

  /**
   * Returns the tools that the text names.
   *
   * @param local whether the server runs on the user's own machine
   */
  public Set<String> tools(boolean local) {
    Set<String> tools = new LinkedHashSet<>();
    Matcher names = TOOL.matcher(text(local));
    while (names.find()) {
      tools.add(names.group(1));
    }
    return tools;
  }

  /**
   * Returns the text with the given arguments filled in.
   *
   * @param local whether the server runs on the user's own machine
   */
  public String text(Map<String, String> given, boolean local) {
    return String.join(
        "\n", text(local).lines().flatMap(line -> filled(line, given).stream()).toList());
  }

  /** Returns the text with its placeholders. */
  String text(boolean local) {
    return Guide.text("/guide/prompts/" + name + ".md", local);
  }

  /** Fills in the placeholders; empty if one of them was not given. */
  private static Optional<String> filled(String text, Map<String, String> given) {
    Matcher placeholders = PLACEHOLDER.matcher(text);
    StringBuilder filled = new StringBuilder();
    while (placeholders.find()) {
      String value = given.get(placeholders.group(1));
      if (value == null) {
        return Optional.empty();
      }
      placeholders.appendReplacement(filled, Matcher.quoteReplacement(value));
    }
    return Optional.of(placeholders.appendTail(filled).toString());
  }
}
