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
 * A text that a person gives to an agent, by a slash command where hosts have them. It lives in
 * {@code src/main/resources/guide/prompts}. A line with a placeholder such as {@code ${task}} is
 * left out where that argument was not given.
 *
 * @param name kebab-case
 * @param title for people
 * @param description what the agent will do
 * @param arguments what a person may fill in
 * @param looks calls whose results the text needs, in order
 */
public record Prompt(
    String name, String title, String description, List<Argument> arguments, List<Look> looks) {
  public static final String COLLECTION = "collection";
  public static final String TASK = "task";
  public static final String TRAJECTORY = "trajectory_id";
  public static final String ROUTINE = "routine";

  /**
   * Something that a person may fill in.
   *
   * @param description what it is, without a full stop
   */
  public record Argument(String name, String description, boolean required) {}

  /**
   * A call of a tool.
   *
   * @param values its arguments, which may hold placeholders
   */
  public record Look(String tool, Map<String, String> values) {
    public Look {
      values = Map.copyOf(values);
    }

    /** The arguments of the call, without those that a person left out. */
    public Map<String, String> arguments(Map<String, String> given) {
      Map<String, String> arguments = new LinkedHashMap<>();
      values.forEach(
          (name, value) -> filled(value, given).ifPresent(text -> arguments.put(name, text)));
      return arguments;
    }
  }

  private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([a-z_]+)}");

  /** A tool in a text: {@code `get-task`}, or with arguments {@code `get-task(task, step)`}. */
  private static final Pattern TOOL =
      Pattern.compile("`([a-z]+(?:-[a-z]+)+|whoami)(?:\\([^`]*\\))?`");

  private static final Argument IN =
      new Argument(COLLECTION, "Collection; the default or only one if left out", false);

  private static final Argument OF = new Argument(TASK, "Name of the task", true);

  /** All prompts, in the order in which hosts show them. */
  public static final List<Prompt> ALL =
      List.of(
          new Prompt(
              "setup",
              "Set up Jetty",
              "Checks the token, finds the collection, and gets what a first run needs",
              List.of(IN),
              List.of(
                  new Look("whoami", Map.of()),
                  new Look("get-collection", Map.of(COLLECTION, "${collection}")),
                  new Look("get-trial-status", Map.of(COLLECTION, "${collection}")))),
          new Prompt(
              "debug-last-failure",
              "Debug the last failure",
              "Finds out why the newest failed run of a task failed, and what cures it",
              List.of(
                  OF,
                  new Argument(TRAJECTORY, "Run id; the newest failed run if left out", false),
                  IN),
              List.of(
                  new Look(
                      "debug-run",
                      Map.of(
                          TASK, "${task}",
                          TRAJECTORY, "${trajectory_id}",
                          COLLECTION, "${collection}")))),
          new Prompt(
              "write-task",
              "Write and test a task",
              "Writes a workflow for a goal, checks it, stores it as a task and tries it",
              List.of(
                  new Argument("goal", "What the task is to do, with its inputs and result", true),
                  new Argument("name", "Name of the new task", false),
                  IN),
              List.of(new Look("list-tasks", Map.of("limit", "30", COLLECTION, "${collection}")))),
          new Prompt(
              "schedule-task",
              "Schedule a task",
              "Makes or changes a routine that runs a task hourly, daily, on weekdays or weekly",
              List.of(
                  OF,
                  new Argument("when", "For example: every weekday at 7:30 Berlin time", false),
                  new Argument(ROUTINE, "Name of the routine; an existing one is changed", false),
                  IN),
              List.of(
                  new Look(
                      "get-task",
                      Map.of(TASK, "${task}", COLLECTION, "${collection}", "max_bytes", "12000")),
                  new Look("list-routines", Map.of(TASK, "${task}", COLLECTION, "${collection}")))),
          new Prompt(
              "run-runbook",
              "Run a runbook",
              "Checks a runbook, fills its parameters and runs it, here or at Jetty",
              List.of(
                  new Argument("runbook_path", "Path of the RUNBOOK.md", true),
                  new Argument(TASK, "Task that keeps the runs", false),
                  new Argument("mode", "local (you do it here) or remote (at Jetty)", false),
                  IN),
              List.of(new Look("validate-runbook", Map.of("runbook_path", "${runbook_path}")))),
          new Prompt(
              "write-runbook",
              "Write a runbook",
              "Writes a RUNBOOK.md for a goal, checks it and tries it",
              List.of(
                  new Argument("goal", "What the runbook is to achieve, and for whom", true),
                  new Argument("runbook_path", "Where to write it; RUNBOOK.md if left out", false),
                  IN),
              List.of(new Look("get-collection", Map.of(COLLECTION, "${collection}")))),
          new Prompt(
              "improve-runbook",
              "Improve a runbook",
              "Reads how a runbook's runs went and changes the runbook where they went wrong",
              List.of(OF, new Argument("runbook_path", "Path of the RUNBOOK.md", false), IN),
              List.of(
                  new Look("analyze-runs", Map.of(TASK, "${task}", COLLECTION, "${collection}")))));

  public Prompt {
    arguments = List.copyOf(arguments);
    looks = List.copyOf(looks);
  }

  /**
   * The tools that the text speaks of.
   *
   * @param here whether the server runs on the user's own machine
   */
  public Set<String> tools(boolean here) {
    Set<String> tools = new LinkedHashSet<>();
    Matcher names = TOOL.matcher(text(here));
    while (names.find()) {
      tools.add(names.group(1));
    }
    return tools;
  }

  /**
   * The text with the arguments that were given.
   *
   * @param here whether the server runs on the user's own machine
   */
  public String text(Map<String, String> given, boolean here) {
    return String.join(
        "\n", text(here).lines().flatMap(line -> filled(line, given).stream()).toList());
  }

  /** The text as it is written. */
  String text(boolean here) {
    return Guide.text("/guide/prompts/" + name + ".md", here);
  }

  /** A text with its placeholders filled in; empty if one of them was not given. */
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
