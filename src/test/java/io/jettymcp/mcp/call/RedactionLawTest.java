package io.jettymcp.mcp.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.FakeClock;
import io.jettymcp.jetty.Exchange;
import io.jettymcp.jetty.Failure;
import io.jettymcp.jetty.Failure.Refused;
import io.jettymcp.jetty.Failure.Unavailable;
import io.jettymcp.jetty.Reply;
import io.jettymcp.jetty.Request;
import io.jettymcp.jetty.ResponseHandling;
import io.jettymcp.json.Json;
import io.jettymcp.mcp.HostSession;
import io.jettymcp.redact.KnownSecrets;
import io.jettymcp.redact.OrdinarySettings;
import io.jettymcp.secret.Secret;
import io.jettymcp.tool.FakeJetty;
import io.jettymcp.tool.FakeLocalAccess;
import io.jettymcp.tool.Tool;
import io.jettymcp.tools.Acme;
import io.jettymcp.tools.Catalog;
import io.jettymcp.tools.Samples;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Tests that no tool shows a piece of a secret, wherever the secret is in Jetty's text: across each
 * place at which something cuts, splits or joins it.
 */
class RedactionLawTest {
  private static final List<String> LINES =
      List.of("Kx5kNsD6Rj6QaWt", "Tq8vZw2Yb4MuXo1", "Lp3cHf9Gd7SiVe0");

  /** A value of several lines, as that of a private key. */
  private static final String SECRET = String.join("\n", LINES);

  /** Lengths of the text before it. */
  private static final int[] BEFORE = {0, 70, 110, 140, 190, 290, 390, 490, 590, 990, 8_170};

  private static final int PIECE = 6;

  private static final String ENVIRONMENT = "/api/v1/collections/acme/environment";

  /** Fields with text for people. */
  private static final Set<String> PROSE =
      Set.of(
          "content",
          "description",
          "detail",
          "error",
          "event",
          "message",
          "note",
          "prompt",
          "text",
          "text_path",
          "tone",
          "value");

  private final KnownSecrets secrets = new KnownSecrets();

  static List<Tool> tools() {
    return Catalog.ALL;
  }

  @ParameterizedTest
  @MethodSource("tools")
  void noPieceOfASecretIsShown(Tool tool) {
    if (!tool.params().contains(Tool.COLLECTION)) {
      secrets.learn("acme", List.of(Secret.of(SECRET)));
    }
    for (int before : BEFORE) {
      assertNoPiece(tool, jetty(planted(before), Optional.empty()));
    }
  }

  static List<Tool> toolsOfACollection() {
    return Catalog.ALL.stream().filter(tool -> tool.params().contains(Tool.COLLECTION)).toList();
  }

  @ParameterizedTest
  @MethodSource("toolsOfACollection")
  void noPieceOfASecretIsShownIfTheEnvironmentIsUnknown(Tool tool) {
    Failure down = new Unavailable(Unavailable.Reason.SERVER_ERROR, 500, "", Optional.empty());
    assertNoPiece(tool, jetty(planted(10), Optional.of(down)));
  }

  @ParameterizedTest
  @MethodSource("tools")
  void noPieceOfASecretIsInAnError(Tool tool) {
    for (int before : BEFORE) {
      String said = planted(before).apply("bad");
      assertNoPiece(tool, failing(new Refused(Refused.Kind.INVALID, 422, said)));
      assertNoPiece(
          tool,
          failing(
              new Unavailable(
                  Unavailable.Reason.SERVER_ERROR, 500, said, Optional.of(Duration.ZERO))));
    }
  }

  static List<Tool> toolsWithTasks() {
    return Catalog.ALL.stream().filter(tool -> tool.background().isPresent()).toList();
  }

  /** Follows a run that goes on and then one that is finished. */
  @ParameterizedTest
  @MethodSource("toolsWithTasks")
  void noPieceOfASecretIsInATask(Tool tool) {
    ObjectNode arguments =
        (ObjectNode)
            FakeJetty.json(
                tool.name().equals("run-batch")
                    ? "{'task':'test-echo','trajectory_ids':['1a2b3c4d']}"
                    : "{'task':'test-echo','trajectory_id':'1a2b3c4d'}");
    Tool follow = tool.background().orElseThrow().follow();
    for (int before : BEFORE) {
      Exchange acme = jetty(planted(before), Optional.empty());
      Exchange running =
          request ->
              acme.send(request)
                  .map(reply -> new Reply(reply.status(), unfinished(reply.body(), before)));
      for (Exchange jetty : List.of(acme, running)) {
        ToolResponse answer =
            calls(jetty)
                .call(follow, arguments, FakeClient.withoutElicitation())
                .blockOptional()
                .orElseThrow();
        assertThat(answer.isError()).as(answer.text()).isFalse();
        assertThat(answer.ongoing().isPresent()).isEqualTo(jetty == running);
        assertNoPiece(tool, answer.text() + answer.ongoing());
      }
    }
  }

  /** Makes a run go on at a step whose name has a secret. */
  private static JsonNode unfinished(JsonNode body, int before) {
    if (body instanceof ObjectNode run && run.has("trajectory_id")) {
      run.put("status", "running").putObject("steps").putObject("x".repeat(before) + SECRET);
    }
    return body;
  }

  @Test
  void textOfALogIsRedactedBeforeItIsSplitIntoLines() {
    for (String field : List.of("logs", "events")) {
      Reply log = new Reply(200, Json.object().put(field, "started\n" + SECRET + "\nended"));
      assertNoPiece(tool("get-workflow-logs"), replying(log));
    }
  }

  @Test
  void levelOfAnEventIsRedactedBeforeItsCaseIsChanged() {
    ObjectNode body = Json.object();
    body.putArray("events").addObject().put("level", SECRET).put("message", "x");
    Exchange jetty = replying(new Reply(200, body));
    assertThat(answer(tool("get-workflow-logs"), jetty).text())
        .contains("[redacted]")
        .doesNotContainIgnoringCase(LINES.get(0));
  }

  @Test
  void secretAcrossTheEndOfWhatIsReadOfAFileIsNotShown() {
    int end = 2 * 1024 * 1024;
    for (int kept : new int[] {1, 10, 17, 33, SECRET.length() - 1}) {
      String text =
          "line\n".repeat(end / 5 + 1).substring(0, end - kept) + SECRET.substring(0, kept);
      ObjectNode body = Json.object().put("content_type", "text/plain").put("truncated", true);
      body.put("content", text.getBytes(StandardCharsets.UTF_8));
      ObjectNode arguments = Samples.call(tool("read-file"));
      arguments.put("offset", end - 30_000);
      ToolResponse answer =
          calls(replying(new Reply(200, body)))
              .call(tool("read-file"), arguments, FakeClient.withoutElicitation())
              .blockOptional()
              .orElseThrow();
      assertThat(answer.text()).contains("Only the first 2 MB").contains("line\\nline");
      assertNoPiece(tool("read-file"), answer.text());
    }
  }

  /** Resources and prompts show results of tools. */
  @Test
  void noPieceOfASecretIsInAResourceOrPrompt() {
    for (int before : BEFORE) {
      HostSession host = new HostSession(calls(jetty(planted(before), Optional.empty())));
      for (String uri : List.of("jetty://acme", "jetty://acme/test-echo")) {
        String read = host.result("resources/read", "{\"uri\":\"" + uri + "\"}").toString();
        assertThat(read).contains("[redacted]");
        assertNoPiece(tool("get-task"), read);
      }
      String prompt =
          host.result(
                  "prompts/get",
                  "{\"name\":\"debug-last-failure\",\"arguments\":{\"task\":\"test-echo\"}}")
              .toString();
      assertNoPiece(tool("debug-run"), prompt);
    }
  }

  private static Tool tool(String name) {
    return Catalog.ALL.stream().filter(one -> one.name().equals(name)).findFirst().orElseThrow();
  }

  private ToolResponse answer(Tool tool, Exchange jetty) {
    return calls(jetty)
        .call(tool, Samples.call(tool), FakeClient.withoutElicitation())
        .blockOptional()
        .orElseThrow();
  }

  private Exchange replying(Reply reply) {
    return request ->
        request.path().equals(ENVIRONMENT)
            ? environment(request, Optional.empty())
            : Mono.just(reply);
  }

  private void assertNoPiece(Tool tool, Exchange jetty) {
    FakeClient client = FakeClient.withoutElicitation();
    StepVerifier.withVirtualTime(() -> calls(jetty).call(tool, Samples.call(tool), client))
        .thenAwait(Duration.ofHours(1))
        .assertNext(answer -> assertNoPiece(tool, answer.text() + answer.attached()))
        .verifyComplete();
    client.progressMessages.forEach(message -> assertNoPiece(tool, message));
    assertNoPiece(tool, client.timeline.get().toString());
  }

  private static void assertNoPiece(Tool tool, String shown) {
    for (String line : LINES) {
      for (int at = 0; at + PIECE <= line.length(); at++) {
        assertThat(shown).as(tool.name()).doesNotContain(line.substring(at, at + PIECE));
      }
    }
  }

  private ToolCalls calls(Exchange jetty) {
    return new ToolCalls(
        new EnabledTools(
            Catalog.ALL,
            new EnabledTools.ToolFilter(
                false, List.of(), List.of(), List.of(), Optional.of("acme"), false)),
        jetty,
        new FakeLocalAccess(),
        secrets,
        new FakeClock("2026-11-02T09:00:00Z"),
        new ToolCalls.Rules(
            Duration.ofMinutes(2),
            false,
            Remedies.here("jetty-mcp"),
            new OrdinarySettings(List.of())));
  }

  private static UnaryOperator<String> planted(int before) {
    return text ->
        text + " ".repeat(before / 2) + "x".repeat(before - before / 2) + SECRET + " end";
  }

  private Exchange jetty(UnaryOperator<String> planted, Optional<Failure> environment) {
    Exchange acme = Acme.jetty();
    return request -> {
      if (request.path().equals(ENVIRONMENT)) {
        return environment(request, environment);
      }
      Request sent =
          request.handling() instanceof ResponseHandling.Events events
              ? request.handling(
                  new ResponseHandling.Events(
                      event -> events.listener().accept(polluted(event, planted))))
              : request;
      return acme.send(sent)
          .map(reply -> new Reply(reply.status(), polluted(reply.body(), planted)));
    };
  }

  private Exchange failing(Failure failure) {
    return request ->
        request.path().equals(ENVIRONMENT)
            ? environment(request, Optional.empty())
            : Mono.error(failure);
  }

  private Mono<Reply> environment(Request request, Optional<Failure> failure) {
    if (failure.isPresent()) {
      return Mono.error(failure.get());
    }
    secrets.learn("acme", List.of(Secret.of(SECRET)));
    return Acme.jetty().send(request);
  }

  private static JsonNode polluted(JsonNode node, UnaryOperator<String> planted) {
    if (node instanceof ObjectNode object) {
      for (Map.Entry<String, JsonNode> field : List.copyOf(object.properties())) {
        JsonNode value = field.getValue();
        boolean prose = PROSE.contains(field.getKey()) && (value.isString() || value.isNull());
        object.set(
            field.getKey(),
            prose ? Json.node(planted.apply(value.asString(""))) : polluted(value, planted));
      }
    } else if (node instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        array.set(i, polluted(array.get(i), planted));
      }
    }
    return node;
  }
}
