package io.jettymcp.cli;

import io.jettymcp.cli.DemoScreen.Kind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Plays the agent of the demo: calls the tools one after the other, and shows each result. */
final class DemoConversation {
  static final String RUNBOOK = "RUNBOOK.md";

  private static final String TASK = "haiku-demo";
  private static final String ROUTINE = "morning-haiku";

  private final DemoHost host;
  private final DemoScreen screen;

  DemoConversation(DemoHost host, DemoScreen screen) {
    this.host = host;
    this.screen = screen;
  }

  void play() {
    connect();
    write();
    run();
    change();
    compare();
    hideSecrets();
    runRunbook();
    debug();
    schedule();
    cleanUp();
  }

  private void connect() {
    screen.print(Kind.TEXT, "");
    screen.print(
        Kind.USER,
        "Write a Jetty task that writes a haiku about a topic, try it, and run it every weekday at"
            + " half past seven.");
    step("The agent's host starts the server");
    long start = System.nanoTime();
    int tools = host.connect();
    result("%s tools, ready after %s ms".formatted(tools, (System.nanoTime() - start) / 1_000_000));
  }

  private void write() {
    step("The agent writes a workflow with a mistake that Jetty would not detect");
    JsonNode found =
        host.call("validate-workflow", Map.of("workflow", workflow("user_prompt_path")));
    JsonNode finding = found.path("findings").path(0);
    screen.print(
        Kind.BAD,
        "%s: %s. %s"
            .formatted(text(finding, "where"), text(finding, "what"), text(finding, "why")));
    result("Fix: " + text(finding, "fix"));
    step("It fixes the workflow and stores it as a task");
    JsonNode task =
        host.call("create-task", arguments("name", TASK, "workflow", workflow("prompt_path")));
    done("%s, %s warnings".formatted(text(task, "url"), task.path("warnings").size()));
  }

  private void run() {
    step("It runs the task, and receives progress while it waits");
    JsonNode run =
        host.callAndWatch(
            "run-task-sync", arguments("task", TASK, "init_params", Map.of("topic", "rivers")));
    require(run, "status", "completed");
    done("completed after %s s".formatted(text(run, "duration_seconds")));
    result(draft(run));
  }

  private void change() {
    step("It changes one value of the task, and repeats the run with the same inputs");
    JsonNode task =
        host.call(
            "update-task",
            arguments(
                "task",
                TASK,
                "changes",
                List.of(arguments("path", "step_configs.draft.model", "value", "gpt-4o"))));
    JsonNode changed = task.path("changed").path(0);
    done(
        "%s: %s, was %s"
            .formatted(text(changed, "path"), text(changed, "to"), text(changed, "from")));
    JsonNode run = host.call("run-task-sync", arguments("task", TASK, "like", "latest"));
    require(run, "status", "completed");
    result(draft(run));
  }

  private void compare() {
    step("It runs the task for each row of a table, and compares the results");
    JsonNode batch =
        host.call(
            "run-batch",
            arguments(
                "task",
                TASK,
                "runs_csv",
                "topic\nmountains\nforests\n",
                "outputs",
                List.of("init_params.topic", "frame.outputs.text")));
    for (JsonNode run : batch.path("runs")) {
      require(run, "status", "completed");
      JsonNode outputs = run.path("outputs");
      done(
          "%s: completed, prompt \"%s\""
              .formatted(text(outputs, "init_params.topic"), text(outputs, "frame.outputs.text")));
    }
  }

  private void hideSecrets() {
    step("It stores a secret; even a task that prints the secret cannot reveal it");
    String secret = "correct-horse-battery-staple";
    host.call("set-env-var", arguments("name", "DEMO_KEY", "value", secret));
    JsonNode run =
        host.call(
            "run-task-sync", arguments("task", "test-echo", "init_params", Map.of("text", secret)));
    String echo = text(run.path("outputs").path("echo"), "text");
    if (echo.isEmpty() || run.toString().contains(secret)) {
      throw new DemoHost.DemoFailed("the secret was revealed: " + echo);
    }
    done(echo);
  }

  private void runRunbook() {
    step("It has an agent at Jetty carry out a runbook, and saves the report");
    JsonNode run =
        host.call(
            "run-runbook",
            arguments(
                "mode",
                "remote",
                "task",
                "river-report",
                "parameters",
                Map.of("river", "the Danube"),
                "runbook_path",
                RUNBOOK));
    require(run, "status", "completed");
    done("completed, %s files: %s".formatted(run.path("files").size(), text(run, "url")));
    JsonNode saved =
        host.call("download-file", arguments("file_path", report(run), "save_to", "report.md"));
    done("saved report.md, %s bytes".formatted(text(saved, "bytes")));
  }

  private static String report(JsonNode run) {
    for (JsonNode file : run.path("files")) {
      if (text(file, "path").endsWith("report.md")) {
        return text(file, "path");
      }
    }
    throw new DemoHost.DemoFailed("no report among the files: " + run);
  }

  private void debug() {
    step("Another run failed; it finds out why, two levels below");
    JsonNode found = host.call("debug-run", arguments("task", "campaign"));
    screen.print(Kind.BAD, text(found, "finding") + " " + text(found.path("root_cause"), "error"));
    result(text(found, "fix"));
  }

  private void schedule() {
    step("It schedules the task, and triggers the schedule once");
    JsonNode routine =
        host.call(
            "create-routine",
            arguments(
                "task",
                TASK,
                "name",
                ROUTINE,
                "cadence",
                "weekdays",
                "hour_utc",
                7,
                "minute_utc",
                30));
    String next = routine.path("next_firings").path(0).asString();
    done(text(routine, "cadence") + ", next on " + next.substring(0, next.indexOf('T')));
    JsonNode started = host.call("run-routine-now", arguments("task", TASK, "name", ROUTINE));
    JsonNode run =
        host.call(
            "wait-for-run",
            arguments("task", TASK, "trajectory_id", text(started, "trajectory_id")));
    require(run, "status", "completed");
    done("completed: " + text(run, "url"));
  }

  private void cleanUp() {
    step("It deletes the task, after the user confirms");
    JsonNode gone = host.call("delete-task", arguments("task", TASK));
    require(gone, "deleted", "true");
    done("deleted");
  }

  private void step(String title) {
    screen.print(Kind.TEXT, "");
    screen.print(Kind.STEP, title);
  }

  private void result(String text) {
    screen.print(Kind.RESULT, text);
  }

  private void done(String text) {
    screen.print(Kind.GOOD, text);
  }

  private static String draft(JsonNode run) {
    return text(run.path("outputs").path("draft"), "text");
  }

  private static void require(JsonNode result, String field, String expected) {
    if (!text(result, field).equals(expected)) {
      throw new DemoHost.DemoFailed(field + " is not " + expected + ": " + result);
    }
  }

  private static String text(JsonNode from, String field) {
    return from.path(field).asString("");
  }

  private static Map<String, Object> workflow(String promptParameter) {
    return arguments(
        "init_params",
        arguments("topic", "the sea", "greeting", "A haiku about {{topic}}:"),
        "step_configs",
        arguments(
            "frame",
            arguments(
                "activity",
                "text_template",
                "template_path",
                "init_params.greeting",
                "topic_path",
                "init_params.topic"),
            "draft",
            arguments(
                "activity",
                "litellm_chat",
                "model",
                "gpt-4o-mini",
                promptParameter,
                "frame.outputs.text")),
        "steps",
        List.of("frame", "draft"));
  }

  private static Map<String, Object> arguments(Object... namesAndValues) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      map.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return map;
  }
}
