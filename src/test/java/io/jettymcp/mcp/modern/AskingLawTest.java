package io.jettymcp.mcp.modern;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.jettymcp.FakeClock;
import io.jettymcp.jetty.Exchange;
import io.jettymcp.jetty.Reply;
import io.jettymcp.jetty.Request;
import io.jettymcp.json.Json;
import io.jettymcp.mcp.McpJson;
import io.jettymcp.mcp.Operations;
import io.jettymcp.mcp.call.EnabledTools;
import io.jettymcp.mcp.call.Remedies;
import io.jettymcp.mcp.call.ToolCalls;
import io.jettymcp.redact.KnownSecrets;
import io.jettymcp.redact.OrdinarySettings;
import io.jettymcp.runbooks.SampleRunbook;
import io.jettymcp.secret.Secret;
import io.jettymcp.tool.Effect;
import io.jettymcp.tool.FakeDestination;
import io.jettymcp.tool.FakeJetty;
import io.jettymcp.tool.FakeLocalAccess;
import io.jettymcp.tool.Tool;
import io.jettymcp.tools.Acme;
import io.jettymcp.tools.Catalog;
import io.jettymcp.tools.Samples;
import io.modelcontextprotocol.spec.McpError;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Tests that no tool changes anything at Jetty, or saves a file, before its last question is
 * answered, and that with the answers it does its work once: each round runs its handler from the
 * start.
 */
class AskingLawTest {
  private static final String COLLECTIONS = "/api/v1/collections/";
  private static final String ACME =
      "{\"collection\":{\"action\":\"accept\",\"content\":{\"collection\":\"acme\"}}}";
  private static final String NO_COLLECTION = "{\"collection\":{\"action\":\"decline\"}}";
  private static final String CONFIRMED =
      "{\"confirm\":{\"action\":\"accept\",\"content\":{\"confirm\":true}}}";
  private static final String SECRET = "Kx5kNsD6Rj6QaWt";
  private static final String ENVIRONMENT = "/api/v1/collections/acme/environment";

  private final FakeClock clock = new FakeClock("2026-11-02T09:00:00Z");
  private final List<String> writes = new CopyOnWriteArrayList<>();
  private final List<String> asked = new ArrayList<>();
  private final FakeLocalAccess local = new FakeLocalAccess();
  private final KnownSecrets secrets = new KnownSecrets();
  private boolean hasSecret = true;
  private boolean hasOneCollection;
  private String lastRequest = "";
  @TempDir private Path folder;

  @BeforeEach
  void files() throws Exception {
    Path file = Files.writeString(folder.resolve("in.csv"), "text\n");
    local.file("in.csv", file).savingTo(folder);
    local.file("RUNBOOK.md", Files.writeString(folder.resolve("RUNBOOK.md"), "# X\n"));
  }

  static List<Tool> tools() {
    return Catalog.ALL;
  }

  @ParameterizedTest
  @MethodSource("tools")
  void toolChangesNothingBeforeItsLastAnswerAndThenOnce(Tool tool) {
    ObjectNode arguments = Samples.call(tool);
    final JsonNode unasked = answered(service(false, Optional.of("acme")), tool, arguments);
    List<String> expected = List.copyOf(writes);
    writes.clear();
    assertThat(asked).isEmpty();

    JsonNode result = answered(service(true, Optional.empty()), tool, arguments);

    assertThat(result.path("structuredContent")).isEqualTo(unasked.path("structuredContent"));
    assertThat(writes).isEqualTo(expected);
    assertThat(asked.contains("confirm")).isEqualTo(tool.effect() == Effect.DESTROY);
  }

  static List<Tool> toolsThatChangeSomething() {
    return Catalog.ALL.stream()
        .filter(tool -> tool.effect() != Effect.READ && tool.params().contains(Tool.COLLECTION))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("toolsThatChangeSomething")
  void repeatedAnswerChangesNothing(Tool tool) {
    ModernService service = service(true, Optional.empty());
    answered(service, tool, Samples.call(tool));
    assumeThat(asked).as("download-file has its collection in the path").isNotEmpty();
    List<String> once = List.copyOf(writes);
    assertThat(new ModernHost(service).error("tools/call", lastRequest).message())
        .contains("already used");
    assertThat(writes).isEqualTo(once);
  }

  @Test
  void toolsOfACollectionAskForIt() {
    answered(service(true, Optional.empty()), tool("run-task"), "{'task':'test-echo'}");
    assertThat(asked).containsExactly("collection");
    assertThat(writes).containsExactly("POST /api/v1/run/acme/test-echo");
  }

  @Test
  void promptsAskForTheCollectionToo() {
    ModernHost host = new ModernHost(service(true, Optional.empty()));
    String params = "{\"name\":\"debug-last-failure\",\"arguments\":{\"task\":\"test-echo\"}}";
    JsonNode question = host.result("prompts/get", params);
    JsonNode result = host.result("prompts/get", ModernHost.retry(params, question, ACME));
    assertThat(result.path("messages").isEmpty()).isFalse();
    assertThat(result.toString()).contains("acme");
  }

  @Test
  void hostThatCannotAskGetsTheChoices() {
    ModernHost host = new ModernHost(service(true, Optional.empty()));
    host.capabilities = "{}";
    JsonNode result =
        host.result("tools/call", "{\"name\":\"run-task\",\"arguments\":{\"task\":\"test-echo\"}}");
    assertThat(result.path("isError").asBoolean()).isTrue();
    assertThat(result.toString()).contains("acme, globex");
    assertThat(writes).isEmpty();
  }

  @Test
  void declinedConfirmationEndsTheCall() {
    ModernHost host = new ModernHost(service(true, Optional.of("acme")));
    String params = "{\"name\":\"delete-task\",\"arguments\":{\"task\":\"test-echo\"}}";
    JsonNode question = host.result("tools/call", params);
    JsonNode result =
        host.result(
            "tools/call",
            ModernHost.retry(params, question, "{\"confirm\":{\"action\":\"decline\"}}"));
    assertThat(result.path("resultType").asString()).isEqualTo("complete");
    assertThat(result.toString()).contains("The user declined");
    assertThat(writes).isEmpty();
  }

  @Test
  void collectionAndConfirmationAreRoundsOfTheirOwn() {
    answered(service(true, Optional.empty()), tool("delete-task"), "{'task':'test-echo'}");
    assertThat(asked).containsExactly("collection", "confirm");
    assertThat(writes).containsExactly("DELETE /api/v1/tasks/acme/test-echo");
  }

  @Test
  void filesOfARunbookAreUploadedAfterItsParametersAreAnswered() {
    ObjectNode arguments = Samples.call(tool("run-runbook")).without("parameters");
    arguments.putArray("files").add("in.csv");
    answered(service(true, Optional.empty()), tool("run-runbook"), arguments);
    assertThat(asked).containsExactly("collection", "parameters");
    assertThat(writes).containsExactly("POST /api/v1/sandbox/upload", "POST /v1/chat/completions");
  }

  @Test
  void pageForSecretsIsOfferedBeforeAnything() {
    hasSecret = false;
    for (String name : List.of("run-runbook", "deploy-runbook")) {
      asked.clear();
      answered(service(true, Optional.empty()), tool(name), Samples.call(tool(name)));
      assertThat(asked).containsExactly("collection", "page");
      assertThat(writes).isEmpty();
    }
  }

  @Test
  void secretInAQuestionIsRedacted() {
    ObjectNode arguments = Samples.call(tool("run-runbook")).without("parameters");
    arguments.put(
        "runbook", SampleRunbook.TEXT.replace("What the report is on", "Not " + SECRET + " again"));
    ModernHost host = new ModernHost(service(true, Optional.of("acme")));
    JsonNode question = sent(host, call(tool("run-runbook"), arguments));
    assertThat(question.path("inputRequests").propertyNames()).containsExactly("parameters");
    assertThat(question.toString()).contains("Not [redacted] again").doesNotContain(SECRET);
  }

  @Test
  void manyRunsAreConfirmedBeforeTheirStatusIsSet() {
    ObjectNode arguments = Samples.call(tool("update-trajectory-status"));
    ArrayNode ids = arguments.putArray("trajectory_ids");
    IntStream.range(0, 30).forEach(i -> ids.add("%08x".formatted(i)));
    answered(service(true, Optional.empty()), tool("update-trajectory-status"), arguments);
    assertThat(asked).containsExactly("collection", "confirm");
    assertThat(writes).containsExactly("POST /api/v1/trajectory/acme/test-echo/statuses");
  }

  @Test
  void replacedFileIsConfirmedFirst() throws Exception {
    Path old = Files.writeString(folder.resolve("out.md"), "old");
    ObjectNode arguments = Samples.call(tool("download-file")).put("overwrite", true);
    answered(service(true, Optional.of("acme")), tool("download-file"), arguments);
    assertThat(asked).containsExactly("confirm");
    assertThat(Objects.requireNonNull(local.saved().get("out.md")).isKept()).isTrue();
    assertThat(old).hasContent("# Out\n");
  }

  @Test
  void thousandRetriesOfOneStateStartOneRun() {
    ModernHost host = new ModernHost(service(true, Optional.empty()));
    String call = "{\"name\":\"run-task\",\"arguments\":{\"task\":\"test-echo\"}}";
    JsonNode question = host.result("tools/call", call);
    String again = ModernHost.retry(call, question, ACME);
    List<JsonNode> results =
        Flux.range(0, 1_000)
            .flatMap(
                i ->
                    Mono.defer(() -> host.send("tools/call", again))
                        .subscribeOn(Schedulers.parallel())
                        .onErrorResume(McpError.class, refused -> Mono.empty()),
                1_000)
            .collectList()
            .blockOptional(Duration.ofSeconds(30))
            .orElseThrow();
    assertThat(results).hasSize(1);
    assertThat(results.get(0).path("isError").asBoolean()).isFalse();
    assertThat(writes).containsExactly("POST /api/v1/run/acme/test-echo");
  }

  @Test
  void stateOfAQuestionThatNoLongerHasToBeAskedStartsOneRun() {
    hasSecret = false;
    ModernHost host = new ModernHost(service(true, Optional.of("acme")));
    String call = call(tool("run-runbook"), Samples.call(tool("run-runbook")));
    JsonNode question = sent(host, call);
    assertThat(question.path("inputRequests").propertyNames()).containsExactly("page");
    hasSecret = true;
    String again = ModernHost.retry(call, question, "{\"page\":{\"action\":\"accept\"}}");
    sent(host, again);
    assertThat(host.error("tools/call", again).message()).contains("already used");
    assertThat(writes).containsExactly("POST /v1/chat/completions");
  }

  @ParameterizedTest
  @ValueSource(strings = {"decline", "cancel"})
  void refusalOfAQuestionThatNoLongerHasToBeAskedChangesNothing(String action) {
    hasSecret = false;
    ModernHost host = new ModernHost(service(true, Optional.of("acme")));
    String call = call(tool("run-runbook"), Samples.call(tool("run-runbook")));
    JsonNode question = sent(host, call);
    hasSecret = true;
    String refused =
        ModernHost.retry(call, question, "{\"page\":{\"action\":\"%s\"}}".formatted(action));
    JsonNode result = sent(host, refused);
    assertThat(result.path("isError").asBoolean()).isTrue();
    assertThat(result.path("content").toString()).contains("The user refused or closed a question");
    assertThat(writes).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("toolsThatChangeSomething")
  void toolChangesNothingAfterARefusalOfTheCollection(Tool tool) {
    ModernHost host = new ModernHost(service(false, Optional.empty()));
    String call = call(tool, Samples.call(tool));
    JsonNode question = sent(host, call);
    assumeThat(question.path("inputRequests").propertyNames()).containsExactly("collection");
    hasOneCollection = true;
    JsonNode result = sent(host, ModernHost.retry(call, question, NO_COLLECTION));
    assertThat(result.path("isError").asBoolean()).isTrue();
    assertThat(result.path("content").toString()).contains("a question of this call");
    assertThat(writes).isEmpty();
  }

  @Test
  void refusalStandsInLaterRounds() {
    ModernHost host = new ModernHost(service(true, Optional.empty()));
    String call = call(tool("delete-task"), Samples.call(tool("delete-task")));
    JsonNode question = sent(host, call);
    hasOneCollection = true;
    JsonNode next = sent(host, ModernHost.retry(call, question, NO_COLLECTION));
    assertThat(next.path("inputRequests").propertyNames()).containsExactly("confirm");
    JsonNode result = sent(host, ModernHost.retry(call, next, CONFIRMED));
    assertThat(result.path("isError").asBoolean()).isTrue();
    assertThat(result.path("content").toString()).contains("a question of this call");
    assertThat(writes).isEmpty();
  }

  @Test
  void repeatedAnswerDoesNotReplaceALaterFile() throws Exception {
    Path file = Files.writeString(folder.resolve("out.md"), "old");
    ModernHost host = new ModernHost(service(true, Optional.of("acme")));
    String call = download();
    JsonNode question = sent(host, call);
    Files.delete(file);
    String again = ModernHost.retry(call, question, CONFIRMED);
    sent(host, again);
    assertThat(file).hasContent("# Out\n");
    Files.writeString(file, "edited since");
    assertThat(host.error("tools/call", again).message()).contains("already used");
    assertThat(file).hasContent("edited since");
  }

  @Test
  void nothingIsSavedAfterARefusal() throws Exception {
    Path file = Files.writeString(folder.resolve("out.md"), "old");
    ModernHost host = new ModernHost(service(true, Optional.of("acme")));
    String call = download();
    JsonNode question = sent(host, call);
    Files.delete(file);
    JsonNode result =
        sent(host, ModernHost.retry(call, question, "{\"confirm\":{\"action\":\"decline\"}}"));
    assertThat(result.path("isError").asBoolean()).isTrue();
    assertThat(result.path("content").toString()).contains("a question of this call");
    assertThat(file).doesNotExist();
  }

  private static String download() {
    Tool tool = tool("download-file");
    return call(tool, Samples.call(tool).put("overwrite", true));
  }

  @Test
  void questionAfterAChangeIsADefect() {
    Tool late =
        Tool.named("late", "Ask late")
            .effect(Effect.OVERWRITE)
            .gives(() -> Catalog.ALL.get(0).view())
            .runs(
                call ->
                    call.send(Request.post("/api/v1/collections/"))
                        .then(call.confirm("go on"))
                        .then(Mono.never()));
    JsonNode result = answered(service(List.of(late), true, Optional.of("acme")), late, "{}");
    assertThat(result.path("isError").asBoolean()).isTrue();
    assertThat(result.toString()).contains("Internal error in jetty-mcp");
    assertThat(asked).isEmpty();
    assertThat(writes).hasSize(1);
  }

  private static Tool tool(String name) {
    return Catalog.ALL.stream().filter(one -> one.name().equals(name)).findFirst().orElseThrow();
  }

  private JsonNode answered(ModernService service, Tool tool, String arguments) {
    return answered(service, tool, (ObjectNode) FakeJetty.json(arguments));
  }

  /** Answers each question until the call is complete. Nothing is written in a round that asks. */
  private JsonNode answered(ModernService service, Tool tool, ObjectNode arguments) {
    ModernHost host = new ModernHost(service);
    String params = call(tool, arguments);
    Collection<FakeDestination> before = local.saved().values();
    JsonNode result = sent(host, params);
    while (result.path("resultType").asString().equals("input_required")) {
      assertThat(writes).as(tool.name()).isEmpty();
      assertThat(local.saved().values()).filteredOn(FakeDestination::isKept).isSubsetOf(before);
      ObjectNode responses = Json.object();
      for (var request : result.path("inputRequests").properties()) {
        asked.add(request.getKey());
        responses.set(request.getKey(), answer(request.getValue().path("params")));
      }
      lastRequest = ModernHost.retry(params, result, responses.toString());
      result = sent(host, lastRequest);
    }
    return result;
  }

  private static String call(Tool tool, ObjectNode arguments) {
    ObjectNode call = Json.object().put("name", tool.name());
    call.set("arguments", arguments);
    return call.toString();
  }

  private static JsonNode sent(ModernHost host, String params) {
    List<JsonNode> results = new ArrayList<>();
    StepVerifier.withVirtualTime(() -> host.send("tools/call", params))
        .thenAwait(Duration.ofHours(1))
        .consumeNextWith(results::add)
        .verifyComplete();
    return results.get(0);
  }

  private static ObjectNode answer(JsonNode params) {
    ObjectNode answer = Json.object().put("action", "accept");
    if (params.path("mode").asString("").equals("url")) {
      return answer;
    }
    ObjectNode content = answer.putObject("content");
    for (var field : params.path("requestedSchema").path("properties").properties()) {
      if (field.getValue().path("type").asString().equals("boolean")) {
        content.put(field.getKey(), true);
      } else {
        content.put(field.getKey(), field.getValue().path("enum").path(0).asString("sea"));
      }
    }
    return answer;
  }

  private ModernService service(boolean confirm, Optional<String> collection) {
    return service(Catalog.ALL, confirm, collection);
  }

  private ModernService service(List<Tool> tools, boolean confirm, Optional<String> collection) {
    ToolCalls calls =
        new ToolCalls(
            new EnabledTools(
                tools,
                new EnabledTools.ToolFilter(
                    false, List.of(), List.of(), List.of(), collection, false)),
            jetty(),
            local,
            secrets,
            clock,
            new ToolCalls.Rules(
                Duration.ofMinutes(2),
                confirm,
                Remedies.here("jetty-mcp"),
                new OrdinarySettings(List.of())));
    Sealer sealer = Sealer.ofProcess();
    return new ModernJettyService(
        new Operations(calls),
        "1.2.3",
        "",
        new HostState(new RequestStates(sealer, clock), Optional.of(sealer)));
  }

  private Exchange jetty() {
    Exchange acme = Acme.jetty();
    return request -> {
      if (request.method() != Request.Method.GET) {
        writes.add(request.method() + " " + request.path());
      }
      return acme.send(request).map(reply -> changed(request, reply));
    };
  }

  private Reply changed(Request request, Reply reply) {
    if (!hasOneCollection
        && request.path().equals(COLLECTIONS)
        && reply.body() instanceof ArrayNode collections) {
      ArrayNode more = collections.deepCopy();
      more.addObject().put("name", "globex");
      return new Reply(200, more);
    }
    if (request.path().equals(ENVIRONMENT)) {
      secrets.learn("acme", List.of(Secret.of(SECRET)));
    }
    return request.path().equals(ENVIRONMENT) && !hasSecret
        ? new Reply(200, McpJson.mapper().readTree("{\"environment_variables\":{}}"))
        : reply;
  }
}
