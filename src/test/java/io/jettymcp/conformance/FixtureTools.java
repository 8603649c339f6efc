package io.jettymcp.conformance;

import io.modelcontextprotocol.server.McpAsyncServerExchange;
import io.modelcontextprotocol.server.McpRequestHandler;
import io.modelcontextprotocol.spec.McpSchema.CreateMessageRequest;
import io.modelcontextprotocol.spec.McpSchema.ElicitFormRequest;
import io.modelcontextprotocol.spec.McpSchema.LoggingLevel;
import io.modelcontextprotocol.spec.McpSchema.LoggingMessageNotification;
import io.modelcontextprotocol.spec.McpSchema.ProgressNotification;
import io.modelcontextprotocol.spec.McpSchema.Role;
import io.modelcontextprotocol.spec.McpSchema.SamplingMessage;
import io.modelcontextprotocol.spec.McpSchema.TextContent;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Calls the fixture's tools in the legacy era. */
final class FixtureTools implements McpRequestHandler<ObjectNode> {
  private static final Duration BETWEEN_MESSAGES = Duration.ofMillis(50);

  /** Longer than a transport may hold an answer back to send it as plain JSON. */
  private static final Duration LATE = Duration.ofSeconds(2);

  private static final int MAX_TOKENS = 100;

  private final JsonMapper json;
  private final Fixture fixture;

  FixtureTools(JsonMapper json, Fixture fixture) {
    this.json = json;
    this.fixture = fixture;
  }

  @Override
  public Mono<ObjectNode> handle(McpAsyncServerExchange client, Object sent) {
    JsonNode params = json.valueToTree(sent);
    String name = params.path("name").asString("");
    JsonNode arguments = params.path("arguments");
    return switch (name) {
      case "test_tool_with_logging" -> logs(client);
      case "test_tool_with_progress" ->
          progresses(params.path("_meta").path("progressToken"), client);
      case "test_reconnection" -> Mono.delay(LATE).thenReturn(fixture.text("Late, but here."));
      case "test_sampling" -> samples(arguments.path("prompt").asString(""), client);
      case "test_elicitation" -> asks(name, arguments.path("message").asString(""), client);
      case "test_elicitation_sep1034_defaults", "test_elicitation_sep1330_enums" ->
          asks(name, "Please fill in the form", client);
      default -> Mono.fromCallable(() -> fixture.constant(name));
    };
  }

  private Mono<ObjectNode> logs(McpAsyncServerExchange client) {
    return each(
            List.of("Tool execution started", "Tool processing data", "Tool execution completed"),
            message ->
                client.loggingNotification(
                    LoggingMessageNotification.builder(LoggingLevel.INFO, message).build()))
        .thenReturn(fixture.text("Logged."));
  }

  private Mono<ObjectNode> progresses(JsonNode token, McpAsyncServerExchange client) {
    Object same = token.isNumber() ? token.numberValue() : token.asString("");
    return each(
            List.of(0, 50, 100),
            done ->
                client.progressNotification(
                    ProgressNotification.builder(same, done)
                        .total(100.0)
                        .message("Completed " + done + " of 100")
                        .build()))
        .thenReturn(fixture.text("Reported."));
  }

  private static <T> Mono<Void> each(List<T> messages, Function<T, Mono<Void>> send) {
    return Flux.fromIterable(messages)
        .concatMap(message -> send.apply(message).then(Mono.delay(BETWEEN_MESSAGES)))
        .then();
  }

  private Mono<ObjectNode> samples(String prompt, McpAsyncServerExchange client) {
    SamplingMessage message =
        SamplingMessage.builder(Role.USER, TextContent.builder(prompt).build()).build();
    return client
        .createMessage(CreateMessageRequest.builder(List.of(message), MAX_TOKENS).build())
        .map(answer -> fixture.text("LLM response: " + json.valueToTree(answer.content())));
  }

  private Mono<ObjectNode> asks(String name, String message, McpAsyncServerExchange client) {
    Map<String, Object> form =
        json.convertValue(fixture.at("forms", name), new TypeReference<Map<String, Object>>() {});
    return client
        .createElicitation(ElicitFormRequest.builder(message, form).build())
        .map(answer -> fixture.text("User response: " + json.valueToTree(answer)));
  }
}
