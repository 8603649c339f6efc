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

/** The main job from end to end, as a person may watch it. */
@Command(
    name = "demo",
    description = {
      "Starts this server as a host would, and shows an agent's conversation with it: a task is"
          + " written, checked, run, watched, debugged and scheduled, a runbook is carried out and"
          + " its report saved. Everything happens in the embedded"
          + " simulator; no account, token or network is needed."
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
            "HOME", invocation.surroundings().home().toString());
    long begun = System.nanoTime();
    try (DemoHost host =
        new DemoHost(
            new LaunchCommand(launch.command(), arguments), environment, invocation.out())) {
      host.say("jetty-mcp demo: an agent talks to Jetty through MCP (all of it simulated)");
      host.say("  → the agent's call   ← the answer   · progress   ? a question to the user");
      greet(host, begun);
      write(host);
      run(host);
      keepSecrets(host);
      runRunbook(host);
      debug(host);
      schedule(host);
      cleanUp(host);
      host.say("");
      host.say("Done. To use it for real: jetty-mcp login, then jetty-mcp install claude-code");
      return OK;
    } finally {
      delete(folder);
    }
  }

  /** What the demo saved; there are no folders in it. */
  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }

  private static void greet(DemoHost host, long begun) {
    step(host, "A host starts the server and asks what it offers");
    McpSchema.InitializeResult hello = host.hello();
    long millis = (System.nanoTime() - begun) / 1_000_000;
    host.back(
        "%s %s, protocol %s, %d tools, ready after %d ms"
            .formatted(
                hello.serverInfo().name(),
                hello.serverInfo().version(),
                hello.protocolVersion(),
                host.tools(),
                millis));
    JsonNode me = host.call("whoami", Map.of());
    host.back("token %s, collections %s".formatted(text(me, "token"), me.path("collections")));
  }

  private static void write(DemoHost host) {
    step(host, "The agent writes a workflow, with a mistake that Jetty would not notice");
    JsonNode found =
        host.call("validate-workflow", Map.of("workflow", workflow("user_prompt_path")));
    JsonNode finding = found.path("warnings").path(0);
    host.back(text(finding, "where") + " " + text(finding, "what"));
    host.back("right: " + text(finding, "right_name") + "; " + text(finding, "why"));
    step(host, "It mends the workflow and stores it as a task");
    JsonNode task =
        host.call("create-task", arguments("name", TASK, "workflow", workflow("prompt_path")));
    host.back(
        "task %s, %d warnings, %s"
            .formatted(text(task, "name"), task.path("warnings").size(), text(task, "url")));
  }

  private static void run(DemoHost host) {
    step(host, "It runs the task and waits, and is told how far it is");
    JsonNode run =
        host.call(
            "run-task-sync", arguments("task", TASK, "init_params", Map.of("topic", "rivers")));
    host.back(
        "%s after %s s%s"
            .formatted(
                text(run, "status"),
                text(run, "duration_seconds"),
                run.has("trial") ? "; " + text(run, "trial") : ""));
    require(run, "status", "completed");
    host.back("outputs.draft.text: " + text(run.path("outputs").path("draft"), "text"));
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
    host.back(text(part, "data"));
  }

  private static void keepSecrets(DemoHost host) {
    step(host, "It stores a secret, and even a task that prints it cannot give it away");
    String secret = "correct-horse-battery-staple";
    host.call("set-env-var", arguments("name", "DEMO_KEY", "value", secret));
    JsonNode run =
        host.call(
            "run-task-sync", arguments("task", "test-echo", "init_params", Map.of("text", secret)));
    String outputs = run.path("outputs").toString();
    host.back("outputs " + outputs);
    if (outputs.contains(secret)) {
      throw new DemoHost.DemoFailed("the secret came back");
    }
  }

  private static void runRunbook(DemoHost host) {
    step(host, "It lets an agent at Jetty carry out a runbook, and saves the report");
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
    host.back(
        "%s, %d files, %s"
            .formatted(text(run, "status"), run.path("files").size(), text(run, "url")));
    String report = report(run);
    JsonNode saved =
        host.call("download-file", arguments("file_path", report, "save_to", "report.md"));
    host.back(
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
    step(host, "A run of another task has failed somewhere below; it asks why");
    JsonNode found = host.call("debug-run", arguments("task", "campaign"));
    host.back(text(found, "finding"));
    host.back(text(found.path("root_cause"), "error"));
    host.back("fix: " + text(found, "fix"));
  }

  private static void schedule(DemoHost host) {
    step(host, "It schedules the task for every weekday, and tries the schedule at once");
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
    host.back(text(routine, "cadence") + "; next: " + routine.path("next_firings"));
    JsonNode started = host.call("run-routine-now", arguments("task", TASK, "name", ROUTINE));
    JsonNode run =
        host.call(
            "wait-for-run",
            arguments("task", TASK, "trajectory_id", text(started, "trajectory_id")));
    host.back(text(run, "status") + ", " + text(run, "url"));
    require(run, "status", "completed");
  }

  private static void cleanUp(DemoHost host) {
    step(host, "It deletes the task, which the user is asked about first");
    JsonNode gone = host.call("delete-task", arguments("task", TASK));
    host.back("deleted: " + text(gone, "deleted"));
    require(gone, "deleted", "true");
  }

  private static void step(DemoHost host, String title) {
    host.say("");
    host.say(title);
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
