package io.jettymcp.tools;

import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.app.log.CapturedLog;
import io.jettymcp.config.LogLevel;
import io.jettymcp.jetty.Failure.NotSignedIn;
import io.jettymcp.jetty.Failure.Refused;
import io.jettymcp.jetty.Failure.Unavailable;
import io.jettymcp.jetty.Failure.Unavailable.Reason;
import io.jettymcp.jetty.Request;
import io.jettymcp.json.Json;
import io.jettymcp.mcp.call.EnabledTools;
import io.jettymcp.mcp.call.FakeClient;
import io.jettymcp.mcp.call.Remedies;
import io.jettymcp.mcp.call.ToolCalls;
import io.jettymcp.mcp.call.ToolResponse;
import io.jettymcp.redact.KnownSecrets;
import io.jettymcp.redact.OrdinarySettings;
import io.jettymcp.secret.Secret;
import io.jettymcp.tool.Args;
import io.jettymcp.tool.FakeJetty;
import io.jettymcp.tool.FakeLocalAccess;
import io.jettymcp.tool.Param;
import io.jettymcp.tool.Tool;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Mono;
import reactor.test.scheduler.VirtualTimeScheduler;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Tests that secret arguments are never shown, even if Jetty repeats them. */
class SecretArgumentsTest {
  /** Lists parameters that name a variable of the process with a secret value. */
  private static final Set<String> NAME_A_VARIABLE = Set.of("from_env", "secret_env");

  /** Lists fields that tools need unchanged to finish. */
  private static final Set<String> READ_BY_HANDLERS = Set.of("status", "trajectory_id", "type");

  /** Describes a call that passes a secret in one parameter. */
  record Planted(Tool tool, Param<?> param, String secret, ObjectNode arguments) {
    static Planted of(Tool tool, Param<?> param) {
      // Has no key format, so that only a learned secret is recognised.
      String secret = "planted " + tool.name() + " " + param.name();
      ObjectNode arguments = Samples.pair(tool, param.name()).with();
      String value = NAME_A_VARIABLE.contains(param.name()) ? "PLANTED" : secret;
      arguments.set(
          param.name(),
          param.schema(true).path("type").asString("").equals("object")
              ? Json.object().put("key", value)
              : JsonNodeFactory.instance.stringNode(value));
      return new Planted(tool, param, secret, arguments);
    }

    @Override
    public String toString() {
      return tool.name() + " " + param.name();
    }
  }

  static List<Planted> planted() {
    return Catalog.ALL.stream()
        .flatMap(
            tool ->
                tool.params().stream()
                    .filter(param -> isSecret(tool, param))
                    .map(param -> Planted.of(tool, param)))
        .toList();
  }

  /** Lists the parameters by their type, so that a new secret parameter is included. */
  private static boolean isSecret(Tool tool, Param<?> param) {
    Args in =
        Args.check(tool.params(), List.of(), Samples.pair(tool, param.name()).with(), secret -> {});
    Object value = in.find(param).orElseThrow();
    return NAME_A_VARIABLE.contains(param.name())
        || value instanceof Secret
        || (value instanceof Map<?, ?> entries
            && entries.values().stream().anyMatch(Secret.class::isInstance));
  }

  @Test
  void secretParametersMatchTheList() {
    assertThat(planted().stream().map(Planted::toString))
        .containsExactly(
            "set-env-var value",
            "set-env-var from_env",
            "run-task secret_params",
            "run-task secret_env",
            "run-task webhook_secret",
            "run-task-sync secret_params",
            "run-task-sync secret_env",
            "run-task-sync webhook_secret",
            "run-batch secret_params",
            "run-batch secret_env",
            "run-runbook secret_params",
            "run-runbook secret_env",
            "create-routine secret_params",
            "create-routine secret_env",
            "create-routine webhook_secret",
            "update-routine secret_params",
            "update-routine secret_env",
            "update-routine webhook_secret");
  }

  @ParameterizedTest
  @MethodSource("planted")
  void resultOmitsSecretArguments(Planted planted) {
    ToolResponse response = call(planted, SecretArgumentsTest::echoing);
    assertThat(response.isError()).as(response.text()).isFalse();
  }

  static List<Arguments> failures() {
    List<Function<String, RuntimeException>> kinds =
        List.of(
            sent -> new Refused(Refused.Kind.INVALID, 422, sent),
            sent -> new Refused(Refused.Kind.NOT_FOUND, 404, sent),
            sent -> new NotSignedIn(true, sent),
            sent -> new Unavailable(Reason.SERVER_ERROR, 500, sent, Optional.empty()));
    return planted().stream()
        .flatMap(planted -> kinds.stream().map(kind -> Arguments.of(planted, kind)))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("failures")
  void errorOmitsSecretArguments(Planted planted, Function<String, RuntimeException> kind) {
    ToolResponse response =
        call(
            planted,
            (reply, sent) -> {
              if (sent.contains(planted.secret())) {
                throw kind.apply(sent);
              }
              return reply;
            });
    // A batch reports the failure of one run in the row of that run.
    boolean reported =
        response.isError()
            || (planted.toString().startsWith("run-batch") && response.text().contains("error"));
    assertThat(reported).as(response.text()).isTrue();
  }

  /** Inserts the request body into every string of a reply, plain and in base64. */
  private static JsonNode echoing(JsonNode reply, String sent) {
    if (reply instanceof ArrayNode items) {
      ArrayNode echoed = Json.array();
      items.forEach(item -> echoed.add(echoing(item, sent)));
      return echoed;
    }
    if (!(reply instanceof ObjectNode)) {
      return reply.isString() ? Json.node(reply.stringValue() + " " + sent) : reply;
    }
    ObjectNode echoed = Json.object();
    for (Map.Entry<String, JsonNode> field : reply.properties()) {
      boolean echo = !READ_BY_HANDLERS.contains(field.getKey());
      echoed.set(field.getKey(), echo ? echoing(field.getValue(), sent) : field.getValue());
    }
    return echoed.put("webhook_url", sent).put("error", sent);
  }

  private static ToolResponse call(Planted planted, BiFunction<JsonNode, String, JsonNode> answer) {
    Queue<String> sent = new ConcurrentLinkedQueue<>();
    Function<Request, JsonNode> acme = Acme.anyNameReplies();
    FakeJetty jetty =
        new FakeJetty(
            request -> {
              String text = FakeJetty.line(request) + " " + FakeJetty.body(request);
              sent.add(text);
              boolean planting = text.contains(planted.secret());
              return answer.apply(
                  acme.apply(request),
                  planting ? text + " " + base64(planted.secret()) + " " + base64(text) : text);
            });
    ToolCalls calls =
        new ToolCalls(
            new EnabledTools(
                Catalog.ALL,
                new EnabledTools.ToolFilter(
                    false, List.of(), List.of(), List.of(), Optional.of("acme"), false)),
            jetty,
            new FakeLocalAccess().variable("PLANTED", planted.secret()),
            new KnownSecrets(),
            Clock.systemUTC(),
            new ToolCalls.Rules(
                Duration.ofSeconds(20),
                false,
                Remedies.here("jetty-mcp"),
                new OrdinarySettings(List.of())));
    FakeClient client = FakeClient.withoutElicitation();
    try (CapturedLog log = new CapturedLog(LogLevel.TRACE)) {
      ToolResponse response =
          withoutWaiting(() -> calls.call(planted.tool(), planted.arguments().deepCopy(), client));
      String arguments =
          Args.check(planted.tool().params(), List.of(), planted.arguments(), secret -> {})
              .find(planted.param())
              .toString();
      assertThat(sent.toString()).as("sent to Jetty").contains(planted.secret());
      assertThat(
              response + "\n" + client.progressMessages + "\n" + log.entries() + "\n" + arguments)
          .doesNotContain(planted.secret(), base64(planted.secret()));
      return response;
    }
  }

  /** Lets the pauses between searches for a started run pass in virtual time. */
  private static ToolResponse withoutWaiting(Supplier<Mono<ToolResponse>> call) {
    VirtualTimeScheduler time = VirtualTimeScheduler.set(VirtualTimeScheduler.create(true));
    try {
      List<ToolResponse> responses = new ArrayList<>();
      call.get().subscribe(responses::add);
      for (int second = 0; responses.isEmpty() && second < 30; second++) {
        time.advanceTimeBy(Duration.ofSeconds(1));
      }
      assertThat(responses).hasSize(1);
      return responses.get(0);
    } finally {
      VirtualTimeScheduler.reset();
    }
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
