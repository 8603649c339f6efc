package io.jettymcp.cli;

import io.jettymcp.config.SettingDefinition;
import io.modelcontextprotocol.spec.McpSchema;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import tools.jackson.databind.JsonNode;

/** The main job from end to end, as a person may watch it. */
@Command(
    name = "demo",
    description = {
      "Starts this server as a host would, and shows an agent's conversation with it: a task is"
          + " written, checked, run, watched and scheduled. Everything happens in the embedded"
          + " simulator; no account, token or network is needed."
    })
final class DemoCommand implements Subcommand {
  private static final String TASK = "haiku-demo";
  private static final String ROUTINE = "morning-haiku";

  private final Supplier<Launch> program;

  DemoCommand() {
    this(Launch::ofProcess);
  }

  DemoCommand(Supplier<Launch> program) {
    this.program = program;
  }

  @Override
  public Set<SettingDefinition> flags() {
    return EnumSet.of(SettingDefinition.LOG_LEVEL);
  }

  @Override
  public int run(Invocation invocation) {
    Launch launch = program.get();
    List<String> arguments = new java.util.ArrayList<>(launch.arguments());
    arguments.add("stdio");
    Map<String, String> environment =
        Map.of(
            "JETTY_API_URL", "simulator",
            "JETTY_COLLECTION", "acme",
            "HOME", invocation.surroundings().home().toString());
    long begun = System.nanoTime();
    try (DemoHost host =
        new DemoHost(new Launch(launch.command(), arguments), environment, invocation.out())) {
      host.say("jetty-mcp demo: an agent talks to Jetty through MCP (all of it simulated)");
      host.say("  → the agent's call   ← the answer   · progress   ? a question to the user");
      greet(host, begun);
      write(host);
      run(host);
      keepSecrets(host);
      schedule(host);
      cleanUp(host);
      host.say("");
      host.say("Done. To use it for real: jetty-mcp login, then jetty-mcp install claude-code");
      return OK;
    }
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
