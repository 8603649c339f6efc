package io.jettymcp.cli;

import io.modelcontextprotocol.spec.McpSchema;
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

  DemoConversation(DemoHost host) {
    this.host = host;
  }

  /**
   * @param start the time at which the server was started, of {@link System#nanoTime}
   */
  void play(long start) {
    greet(start);
    write();
    run();
    change();
    compare();
    keepSecrets();
    runRunbook();
    debug();
    schedule();
    cleanUp();
  }

  private void greet(long start) {
    step("A host starts the server and lists its tools");
    McpSchema.InitializeResult server = host.initialize();
    long millis = (System.nanoTime() - start) / 1_000_000;
    host.result(
        "%s %s, protocol %s, %d tools, ready after %d ms"
            .formatted(
                server.serverInfo().name(),
                server.serverInfo().version(),
                server.protocolVersion(),
                host.tools(),
                millis));
    JsonNode me = host.call("whoami", Map.of());
    host.result("token %s, collections %s".formatted(text(me, "token"), me.path("collections")));
  }

  private void write() {
    step("The agent writes a workflow with a mistake that Jetty would not detect");
    JsonNode found =
        host.call("validate-workflow", Map.of("workflow", workflow("user_prompt_path")));
    JsonNode finding = found.path("findings").path(0);
    host.result(
        "%s: %s %s"
            .formatted(text(finding, "severity"), text(finding, "where"), text(finding, "what")));
    host.result("correct: " + text(finding, "right_name") + "; " + text(finding, "why"));
    step("It fixes the workflow and stores it as a task");
    JsonNode task =
        host.call("create-task", arguments("name", TASK, "workflow", workflow("prompt_path")));
    host.result(
        "task %s, %d warnings, %s"
            .formatted(text(task, "name"), task.path("warnings").size(), text(task, "url")));
  }

  private void run() {
    step("It runs the task, and receives progress while it waits");
    JsonNode run =
        host.call(
            "run-task-sync", arguments("task", TASK, "init_params", Map.of("topic", "rivers")));
    host.result(
        "%s after %s s%s"
            .formatted(
                text(run, "status"),
                text(run, "duration_seconds"),
                run.has("trial") ? "; " + text(run, "trial") : ""));
    require(run, "status", "completed");
    host.result("outputs.draft.text: " + text(run.path("outputs").path("draft"), "text"));
    JsonNode part =
        host.call(
            "get-trajectory",
            arguments(
                "task",
                TASK,
                "trajectory_id",
                text(run, "trajectory_id"),
                "path",
                "frame.outputs.text"));
    host.result(text(part, "data"));
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
    host.result(
        "%s: %s → %s".formatted(text(changed, "path"), changed.path("from"), changed.path("to")));
    JsonNode run = host.call("run-task-sync", arguments("task", TASK, "like", "latest"));
    require(run, "status", "completed");
    host.result("inputs: " + text(run, "inputs"));
    host.result("outputs.draft.text: " + text(run.path("outputs").path("draft"), "text"));
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
                List.of("init_params.topic", "draft.outputs.text")));
    for (JsonNode run : batch.path("runs")) {
      JsonNode outputs = run.path("outputs");
      host.result(
          "%s  %-10s %s"
              .formatted(
                  text(run, "status"),
                  text(outputs, "init_params.topic"),
                  text(outputs, "draft.outputs.text")));
    }
  }

  private void keepSecrets() {
    step("It stores a secret; even a task that prints the secret cannot reveal it");
    String secret = "correct-horse-battery-staple";
    host.call("set-env-var", arguments("name", "DEMO_KEY", "value", secret));
    JsonNode run =
        host.call(
            "run-task-sync", arguments("task", "test-echo", "init_params", Map.of("text", secret)));
    String outputs = run.path("outputs").toString();
    host.result("outputs " + outputs);
    if (outputs.contains(secret)) {
      throw new DemoHost.DemoFailed("the secret was revealed");
    }
  }

  private void runRunbook() {
    step("It has a Jetty agent run a runbook, and saves the report");
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
    host.result(
        "%s, %d files, %s"
            .formatted(text(run, "status"), run.path("files").size(), text(run, "url")));
    String report = report(run);
    JsonNode saved =
        host.call("download-file", arguments("file_path", report, "save_to", "report.md"));
    host.result(
        "%s: %s bytes, SHA-256 %s"
            .formatted(text(saved, "path"), text(saved, "bytes"), text(saved, "sha256")));
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
    step("A nested run failed; it finds out why");
    JsonNode found = host.call("debug-run", arguments("task", "campaign"));
    host.result(text(found, "finding"));
    host.result(text(found.path("root_cause"), "error"));
    host.result("fix: " + text(found, "fix"));
  }

  private void schedule() {
    step("It schedules the task for every weekday, and triggers the schedule once");
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
    host.result(text(routine, "cadence") + "; next: " + routine.path("next_firings"));
    JsonNode started = host.call("run-routine-now", arguments("task", TASK, "name", ROUTINE));
    JsonNode run =
        host.call(
            "wait-for-run",
            arguments("task", TASK, "trajectory_id", text(started, "trajectory_id")));
    host.result(text(run, "status") + ", " + text(run, "url"));
    require(run, "status", "completed");
  }

  private void cleanUp() {
    step("It deletes the task, after the user confirms");
    JsonNode gone = host.call("delete-task", arguments("task", TASK));
    host.result("deleted: " + text(gone, "deleted"));
    require(gone, "deleted", "true");
  }

  private void step(String title) {
    host.print("");
    host.print(title);
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
