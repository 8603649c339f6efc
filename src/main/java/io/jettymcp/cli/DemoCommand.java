package io.jettymcp.cli;

import io.jettymcp.app.Invocation;
import io.jettymcp.cli.install.LaunchCommand;
import io.jettymcp.config.GeneralSettings;
import io.jettymcp.config.Setting;
import io.modelcontextprotocol.spec.McpSchema;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import tools.jackson.databind.JsonNode;

/** Demonstrates the main workflow from end to end. */
@Command(
    name = "demo",
    description = {
      "Start this server as a host would, and show an agent's conversation with it: it writes, checks,"
          + " runs, watches, debugs and schedules a task, runs a runbook and saves its report."
          + " Everything happens in the embedded simulator; no account, token or network is needed."
    })
final class DemoCommand implements Subcommand {
  private static final String TASK = "haiku-demo";
  private static final String RUNBOOK = "RUNBOOK.md";
  private static final String ROUTINE = "morning-haiku";

  private final Supplier<LaunchCommand> program;

  DemoCommand() {
    this(LaunchCommand::ofProcess);
  }

  DemoCommand(Supplier<LaunchCommand> program) {
    this.program = program;
  }

  @Override
  public List<Setting<?>> flags() {
    return List.of(GeneralSettings.LOG_LEVEL);
  }

  @Override
  public int run(Invocation invocation) throws IOException {
    LaunchCommand launch = program.get();
    List<String> arguments = new java.util.ArrayList<>(launch.arguments());
    arguments.add("stdio");
    Path folder = Files.createTempDirectory("jetty-mcp-demo");
    try (InputStream runbook = DemoCommand.class.getResourceAsStream("demo-runbook.md")) {
      Files.copy(Objects.requireNonNull(runbook), folder.resolve(RUNBOOK));
    }
    arguments.addAll(List.of("--files-root", folder.toString()));
    Map<String, String> environment =
        Map.of(
            "JETTY_API_URL", "simulator",
            "JETTY_COLLECTION", "acme",
            "HOME", invocation.environment().home().toString());
    long start = System.nanoTime();
    try (DemoHost host =
        new DemoHost(
            new LaunchCommand(launch.command(), arguments), environment, invocation.out())) {
      host.print("jetty-mcp demo: an agent uses Jetty through MCP (all of it simulated)");
      host.print("  → tool call   ← result   · progress   ? question to the user");
      greet(host, start);
      write(host);
      run(host);
      keepSecrets(host);
      runRunbook(host);
      debug(host);
      schedule(host);
      cleanUp(host);
      host.print("");
      host.print("Done. To use it for real: jetty-mcp login, then jetty-mcp install claude-code");
      return OK;
    } finally {
      delete(folder);
    }
  }

  /** Deletes what the demo saved; there are no folders in it. */
  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }

  private static void greet(DemoHost host, long start) {
    step(host, "A host starts the server and lists its tools");
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

  private static void write(DemoHost host) {
    step(host, "The agent writes a workflow with a mistake that Jetty would not detect");
    JsonNode found =
        host.call("validate-workflow", Map.of("workflow", workflow("user_prompt_path")));
    JsonNode finding = found.path("findings").path(0);
    host.result(text(finding, "where") + " " + text(finding, "what"));
    host.result("correct: " + text(finding, "right_name") + "; " + text(finding, "why"));
    step(host, "It fixes the workflow and stores it as a task");
    JsonNode task =
        host.call("create-task", arguments("name", TASK, "workflow", workflow("prompt_path")));
    host.result(
        "task %s, %d warnings, %s"
            .formatted(text(task, "name"), task.path("warnings").size(), text(task, "url")));
  }

  private static void run(DemoHost host) {
    step(host, "It runs the task, and receives progress while it waits");
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

  private static void keepSecrets(DemoHost host) {
    step(host, "It stores a secret; even a task that prints the secret cannot reveal it");
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

  private static void runRunbook(DemoHost host) {
    step(host, "It has a Jetty agent run a runbook, and saves the report");
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

  private static void debug(DemoHost host) {
    step(host, "A nested run failed; it finds out why");
    JsonNode found = host.call("debug-run", arguments("task", "campaign"));
    host.result(text(found, "finding"));
    host.result(text(found.path("root_cause"), "error"));
    host.result("fix: " + text(found, "fix"));
  }

  private static void schedule(DemoHost host) {
    step(host, "It schedules the task for every weekday, and triggers the schedule once");
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

  private static void cleanUp(DemoHost host) {
    step(host, "It deletes the task, after the user confirms");
    JsonNode gone = host.call("delete-task", arguments("task", TASK));
    host.result("deleted: " + text(gone, "deleted"));
    require(gone, "deleted", "true");
  }

  private static void step(DemoHost host, String title) {
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
