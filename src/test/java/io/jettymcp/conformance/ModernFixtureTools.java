package io.jettymcp.conformance;

import io.jettymcp.json.Json;
import io.jettymcp.mcp.modern.Extensions;
import io.jettymcp.mcp.modern.ModernCall;
import io.jettymcp.mcp.modern.ModernErrors;
import io.jettymcp.mcp.modern.ModernMethod;
import io.jettymcp.mcp.modern.ModernService.Change;
import io.modelcontextprotocol.spec.McpError;
import io.modelcontextprotocol.spec.McpSchema.ErrorCodes;
import io.modelcontextprotocol.spec.McpSchema.LoggingLevel;
import java.time.Duration;
import java.util.Map;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Calls the fixture's tools in the modern era. */
final class ModernFixtureTools implements ModernMethod.Handler {
  private static final Duration BETWEEN_MESSAGES = Duration.ofMillis(50);
  private static final Duration JOB = Duration.ofSeconds(1);

  private final Fixture fixture;
  private final FixtureQuestions questions;
  private final FixtureTasks tasks;
  private final Sinks.Many<Change> changes = Sinks.many().multicast().directBestEffort();

  ModernFixtureTools(Fixture fixture, FixtureQuestions questions, FixtureTasks tasks) {
    this.fixture = fixture;
    this.questions = questions;
    this.tasks = tasks;
  }

  Flux<Change> changes() {
    return changes.asFlux();
  }

  @Override
  public Mono<ObjectNode> handle(JsonNode params, ModernCall call) {
    String name = params.path("name").asString("");
    JsonNode arguments = params.path("arguments");
    return switch (name) {
      case "test_tool_with_progress" -> progress(params, call).thenReturn(text("Reported."));
      case "test_logging_tool" -> log(call).thenReturn(text("Logged."));
      case "test_streaming_elicitation" -> progress(params, call).then(ask(name, call));
      case "test_trigger_tool_change" -> change(Change.TOOLS);
      case "test_trigger_prompt_change" -> change(Change.PROMPTS);
      case "test_input_required_result_capabilities" ->
          questions.askWhatIsDeclared(name, call).map(this::text);
      case "greet" ->
          Mono.just(text("Hello, " + arguments.path("name").asString("stranger") + "!"));
      case "slow_compute" -> compute(arguments, call);
      case "failing_job" ->
          task(call, Map.of(), Mono.delay(JOB).map(late -> fixture.constant(name)));
      case "protocol_error_job" ->
          task(call, Map.of(), Mono.delay(JOB).then(Mono.error(ModernFixtureTools::broken)));
      case "confirm_delete", "multi_input" ->
          task(call, questions.firstRound(name), Mono.just(text("Confirmed.")));
      case "test_tool_with_task" ->
          questions
              .ask(name, call)
              .flatMap(answers -> task(call, Map.of(), Mono.just(text(answers))));
      default ->
          fixture.at("questions", name).isMissingNode()
              ? Mono.fromCallable(() -> fixture.constant(name))
              : ask(name, call);
    };
  }

  private Mono<ObjectNode> ask(String name, ModernCall call) {
    return questions.ask(name, call).map(this::text);
  }

  private static Mono<Void> progress(JsonNode params, ModernCall call) {
    JsonNode token = params.path("_meta").path("progressToken");
    return token.isMissingNode()
        ? Mono.empty()
        : Flux.just(0, 50, 100)
            .concatMap(
                done -> {
                  ObjectNode message = Json.object().put("progress", done).put("total", 100);
                  message.put("message", "Completed " + done + " of 100");
                  message.set("progressToken", token);
                  call.notify("notifications/progress", message);
                  return Mono.delay(BETWEEN_MESSAGES);
                })
            .then();
  }

  private static Mono<Void> log(ModernCall call) {
    return call.meta()
            .logLevel()
            .filter(least -> least.level() <= LoggingLevel.INFO.level())
            .isEmpty()
        ? Mono.empty()
        : Mono.fromRunnable(
            () ->
                call.notify(
                    "notifications/message",
                    Json.object().put("level", "info").put("data", "The tool was called")));
  }

  private Mono<ObjectNode> change(Change change) {
    return Mono.fromCallable(
        () -> {
          changes.emitNext(change, Sinks.EmitFailureHandler.busyLooping(JOB));
          return text("Changed.");
        });
  }

  private Mono<ObjectNode> compute(JsonNode arguments, ModernCall call) {
    Mono<ObjectNode> work =
        Mono.delay(Duration.ofMillis(Math.round(arguments.path("seconds").asDouble(0) * 1000)))
            .map(late -> text("Computed " + arguments.path("label").asString("") + "."));
    return call.meta().hasExtension(Extensions.TASKS) ? task(call, Map.of(), work) : work;
  }

  private Mono<ObjectNode> task(
      ModernCall call, Map<String, ObjectNode> asked, Mono<ObjectNode> work) {
    return Mono.fromCallable(
        () -> {
          if (!call.meta().hasExtension(Extensions.TASKS)) {
            ObjectNode required = Json.object();
            required.putObject("extensions").putObject(Extensions.TASKS);
            throw ModernErrors.missingCapability("This tool needs tasks.", required);
          }
          return tasks.start(asked, work);
        });
  }

  private static McpError broken() {
    return McpError.builder(ErrorCodes.INTERNAL_ERROR).message("The job is broken").build();
  }

  private ObjectNode text(Map<String, JsonNode> answers) {
    return text("state-ok " + answers);
  }

  private ObjectNode text(String text) {
    return fixture.text(text);
  }
}
