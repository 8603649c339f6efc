package io.jettymcp.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.jetty.Failure;
import io.jettymcp.jetty.Failure.NotSignedIn;
import io.jettymcp.jetty.Failure.RateLimited;
import io.jettymcp.jetty.Failure.Refused;
import io.jettymcp.jetty.Failure.Unavailable;
import io.jettymcp.json.Json;
import io.jettymcp.mcp.call.SecretiveJetty;
import io.jettymcp.mcp.call.ToolCallsFixture;
import io.jettymcp.tool.Attachment;
import io.jettymcp.tool.Next;
import io.jettymcp.tool.Param;
import io.jettymcp.tool.Result;
import io.jettymcp.tool.Signature;
import io.jettymcp.tool.Tool;
import io.jettymcp.tool.View;
import io.jettymcp.tools.Catalog;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/** Reading resources. */
class ResourceContentsTest {
  private static final String HELLO = "/api/v1/tasks/acme/hello";
  private static final JsonMapper JSON = JsonMapper.shared();

  private final ToolCallsFixture fixture = new ToolCallsFixture();

  private HostSession host() {
    return new HostSession(fixture.calls(Catalog.ALL.toArray(Tool[]::new)));
  }

  private static String uri(String uri) {
    return Json.object().put("uri", uri).toString();
  }

  private static JsonNode read(HostSession host, String uri) {
    JsonNode contents = host.result("resources/read", uri(uri)).path("contents");
    assertThat(contents.path(0).path("uri").stringValue()).isEqualTo(uri);
    return contents.path(0);
  }

  private static ObjectNode json(JsonNode content) {
    assertThat(content.path("mimeType").stringValue()).isEqualTo("application/json");
    return (ObjectNode) JSON.readTree(content.path("text").stringValue());
  }

  @Test
  void taskIsAlsoDrawn() {
    fixture.jetty.answers(
        HELLO,
        """
        {"name":"hello","workflow":{"init_params":{},"steps":["a"],\
        "step_configs":{"a":{"activity":"text_echo","text":"hi"}}}}""");
    JsonNode contents = host().result("resources/read", uri("jetty://acme/hello")).path("contents");
    assertThat(contents.size()).isEqualTo(2);
    assertThat(contents.path(1).path("uri").stringValue()).isEqualTo("jetty://acme/hello");
    assertThat(contents.path(1).path("mimeType").stringValue()).isEqualTo("text/vnd.mermaid");
    assertThat(contents.path(1).path("text").stringValue())
        .startsWith("flowchart TD\n  s0[\"a<br>text_echo\"]\n");
  }

  @Test
  void resourcesEqualTheResultsOfTheirTools() {
    fixture.jetty.answers("/api/v1/collections/acme", "{\"name\":\"acme\",\"storage_info\":\"s\"}");
    fixture.jetty.answers(
        HELLO, "{\"name\":\"hello\",\"workflow\":{\"steps\":[\"a\"]},\"storage_info\":\"s\"}");
    fixture.jetty.answers(
        "/api/v1/db/trajectory/acme/hello/0a1b2c3d",
        """
        {"trajectory_id":"0a1b2c3d","status":"completed",\
        "steps":{"a":{"outputs":{"text":"hi"}}}}""");
    HostSession host = host();
    assertThat(json(read(host, "jetty://acme")).path("name").stringValue()).isEqualTo("acme");
    ObjectNode task = json(read(host, "jetty://acme/hello"));
    assertThat(task.path("workflow").path("steps").path(0).stringValue()).isEqualTo("a");
    assertThat(task.has("storage_info")).isFalse();
    ObjectNode run = json(read(host, "jetty://acme/hello/0a1b2c3d"));
    assertThat(run.path("status").stringValue()).isEqualTo("completed");
    assertThat(
            json(read(host, "jetty://acme/hello/0a1b2c3d?path=a.outputs.text"))
                .path("data")
                .stringValue())
        .isEqualTo("hi");
    assertThat(fixture.jetty.times(SecretiveJetty.environmentOf("acme")))
        .as("the environment is read before the first of them leaves")
        .isPositive();
  }

  @ParameterizedTest
  @ValueSource(strings = {"jetty://acme/hello", "JETTY://ACME/hello/", "jetty://aCME/hello"})
  void authorityMayHaveAnyCase(String uri) {
    fixture.jetty.environment("Acme");
    fixture.jetty.answers("/api/v1/collections/", "[{\"name\":\"Acme\"},{\"name\":\"beta\"}]");
    fixture.jetty.answers("/api/v1/tasks/Acme/hello", "{\"name\":\"hello\"}");
    assertThat(json(read(host(), uri)).path("name").stringValue()).isEqualTo("hello");
    fixture.collection = Optional.of("Acme");
    fixture.locked = true;
    assertThat(json(read(host(), uri)).path("name").stringValue()).isEqualTo("hello");
  }

  @Test
  void ambiguousCaseOfTheAuthorityIsNotFound() {
    fixture.jetty.answers("/api/v1/collections/", "[{\"name\":\"Acme\"},{\"name\":\"ACME\"}]");
    assertThat(host().error("resources/read", uri("jetty://acme/hello")).path("code").intValue())
        .isEqualTo(-32002);
    assertThat(fixture.jetty.sent).noneMatch(path -> path.contains("Acme"));
  }

  @Test
  void suggestedCallsHaveReadableUris() {
    String prompt =
        IntStream.range(0, 25_000).mapToObj(i -> "w" + i).collect(Collectors.joining(" "));
    ObjectNode workflow = Json.object();
    workflow.putObject("init_params").put("prompt", prompt);
    ObjectNode task = Json.object().put("name", "hello");
    task.set("workflow", workflow);
    fixture.jetty.answers(HELLO, task.toString());
    HostSession host = host();
    StringBuilder all = new StringBuilder();
    Optional<String> at = Optional.of("jetty://acme/hello");
    int reads = 0;
    while (at.isPresent()) {
      ObjectNode piece = json(read(host, at.get()));
      assertThat(piece.toString().length()).isLessThan(32_001);
      all.append(piece.path("workflow_text").asString(""));
      at =
          piece.path("next").values().stream()
              .filter(next -> next.path("uri").asString("").contains("offset="))
              .map(next -> next.path("uri").stringValue())
              .findFirst();
      assertThat(++reads).isLessThan(10);
    }
    assertThat(reads).isGreaterThan(1);
    assertThat(JSON.readTree(all.toString())).isEqualTo(workflow);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://jetty.io/acme",
        "file:///etc/passwd",
        "jetty://a/b/c/d",
        "jetty+file://acme/a%2Fb",
        "jetty://acme/hello?task=other",
        "jetty+nothing://x"
      })
  void foreignUriIsNotFound(String uri) {
    JsonNode error = host().error("resources/read", uri(uri));
    assertThat(error.path("code").intValue()).isEqualTo(-32002);
    assertThat(fixture.jetty.sent).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jetty://acme/..",
        "jetty://..",
        "jetty://acme/%2e%2e",
        "jetty://acme/%252e%252e",
        "jetty://acme/a%2Fb",
        "jetty://acme/a%5Cb",
        "jetty://acme/a%00b",
        "jetty://acme/hello?ofset=3",
        "jetty://acme/hello?offset=-1",
        "jetty://acme/hello?offset=many"
      })
  void argumentsRejectedByTheToolAreRejected(String uri) {
    JsonNode error = host().error("resources/read", uri(uri));
    assertThat(error.path("code").intValue()).isEqualTo(-32602);
    assertThat(error.path("message").stringValue()).endsWith(".");
    assertThat(fixture.jetty.sent).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"uri\":7}", "{\"uri\":null}", "null", "[]"})
  void uriMustBeAString(String params) {
    assertThat(host().error("resources/read", params).path("code").intValue()).isEqualTo(-32602);
  }

  static List<Arguments> failures() {
    return List.of(
        Arguments.of(new Refused(Refused.Kind.NOT_FOUND, 404, "no key-of-1887-here"), -32002),
        Arguments.of(new Refused(Refused.Kind.FORBIDDEN, 403, "no key-of-1887-here"), -32603),
        Arguments.of(new RateLimited(Optional.empty(), "no key-of-1887-here"), -32603),
        Arguments.of(
            new Unavailable(
                Unavailable.Reason.SERVER_ERROR, 500, "no key-of-1887-here", Optional.empty()),
            -32603),
        Arguments.of(new NotSignedIn(false, ""), -32603));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void errorsUseTheMessagesOfTools(Failure failure, int code) {
    fixture.jetty.environment("acme", "key-of-1887");
    fixture.jetty.fails(HELLO, failure);
    HostSession host = host();
    JsonNode error = host.error("resources/read", uri("jetty://acme/hello"));
    String words =
        host.result("tools/call", "{\"name\":\"get-task\",\"arguments\":{\"task\":\"hello\"}}")
            .path("content")
            .path(0)
            .path("text")
            .stringValue();
    assertThat(error.path("code").intValue()).isEqualTo(code);
    assertThat(error.path("message").stringValue()).isEqualTo(words).doesNotContain("1887");
  }

  @Test
  void lockedServerRejectsAnotherCollection() {
    fixture.locked = true;
    fixture.jetty.answers(HELLO, "{\"name\":\"hello\"}").answers("/api/v1/tasks/beta/hello", "{}");
    HostSession host = host();
    assertThat(json(read(host, "jetty://acme/hello")).path("name").stringValue())
        .isEqualTo("hello");
    for (String other : List.of("jetty://beta", "jetty://beta/hello", "jetty://beta/hello/1")) {
      JsonNode error = host.error("resources/read", uri(other));
      assertThat(error.path("code").intValue()).isEqualTo(-32002);
      assertThat(error.path("message").stringValue()).contains("locked");
    }
    assertThat(fixture.jetty.sent).noneMatch(path -> path.contains("beta"));
  }

  @Test
  void resourceOfADisabledToolIsNotFound() {
    HostSession host =
        new HostSession(fixture.calls(ToolCallsFixture.tool("get-task").runs(c -> Mono.empty())));
    assertThat(host.error("resources/read", uri("jetty://acme")).path("code").intValue())
        .isEqualTo(-32002);
  }

  @Test
  void cancelledReadCancelsItsRequests() {
    fixture.jetty.answers(HELLO, Mono.never());
    HostSession host = host();
    host.start("resources/read", uri("jetty://acme/hello")).subscribe().dispose();
    assertThat(fixture.jetty.cancelled).contains(HELLO);
    assertThat(host.wire.sent).isEmpty();
  }

  private static final Param<String> PATH = Param.text("file_path", "").required();
  private static final Param<Integer> FROM =
      Param.integer("offset", "", 0, 1_000_000).defaultValue(0);
  private static final View<JsonNode> FILE =
      View.of(JsonNode.class)
          .text("file_path")
          .text("content_type")
          .any("text")
          .text("text_text")
          .integer("offset")
          .integer("next_offset")
          .integer("total_characters")
          .text("note");

  /** A file as read-file shows it. */
  private static Tool readsFile(Result result, String text) {
    return Tool.named("read-file", "Read a file")
        .takes(PATH, FROM)
        .gives(() -> FILE)
        .runs(
            call -> {
              call.progress("reading");
              Result shown =
                  text.isEmpty()
                      ? result
                      : result.excerpt(
                          new Result.Excerpt(
                              "text",
                              StringNode.valueOf(text),
                              call.in().get(FROM),
                              offset ->
                                  new Next(
                                      Signature.of("read-file"),
                                      Json.object()
                                          .put("file_path", call.in().get(PATH))
                                          .put("offset", offset),
                                      "the rest")));
              return Mono.just(shown);
            });
  }

  private HostSession withFile(Result result, String text) {
    return new HostSession(fixture.calls(readsFile(result, text)));
  }

  @Test
  void textFileHasItsMediaType() {
    HostSession host =
        withFile(Result.of(Json.object().put("content_type", "text/csv")), "a,b\n1,2\n");
    JsonNode content = read(host, "jetty+file://acme/hello/a.csv");
    assertThat(content.path("mimeType").stringValue()).isEqualTo("text/csv");
    assertThat(content.path("text").stringValue()).isEqualTo("a,b\n1,2\n");
  }

  @Test
  void unknownTextIsTextPlain() {
    HostSession host =
        withFile(Result.of(Json.object().put("content_type", "application/octet-stream")), "a");
    assertThat(read(host, "jetty+file://acme/hello/a").path("mimeType").stringValue())
        .isEqualTo("text/plain");
  }

  @Test
  void restOfALongTextFileHasAUri() {
    String text =
        IntStream.range(0, 12_000).mapToObj(i -> "line " + i).collect(Collectors.joining("\n"));
    HostSession host = withFile(Result.of(Json.object()), text);
    StringBuilder all = new StringBuilder();
    Optional<String> at = Optional.of("jetty+file://acme/a%20b.txt");
    while (at.isPresent()) {
      JsonNode contents = host.result("resources/read", uri(at.get())).path("contents");
      all.append(contents.path(0).path("text").stringValue());
      assertThat(contents.path(0).path("mimeType").stringValue()).isEqualTo("text/plain");
      at =
          contents.size() < 2
              ? Optional.empty()
              : Optional.of(contents.path(1).path("uri").stringValue());
      at.ifPresent(next -> assertThat(next).startsWith("jetty+file://acme/a%20b.txt?offset="));
    }
    assertThat(all.toString()).isEqualTo(text);
  }

  @Test
  void imageIsReadAsABlob() {
    HostSession host =
        withFile(
            Result.of(Json.object().put("content_type", "image/png"))
                .attach(List.of(new Attachment.Image("image/png", "aGVsbG8="))),
            "");
    JsonNode content = read(host, "jetty+file://acme/hello/a.png");
    assertThat(content.toString())
        .isEqualTo(
            """
            {"uri":"jetty+file://acme/hello/a.png","mimeType":"image/png",\
            "blob":"aGVsbG8="}""");
  }

  @Test
  void binaryFileIsDescribed() {
    HostSession host = withFile(Result.of(Json.object().put("note", "a zip")), "");
    assertThat(json(read(host, "jetty+file://acme/hello/a.zip")).path("note").stringValue())
        .isEqualTo("a zip");
  }

  static Stream<String> tokens() {
    return Stream.of("\"abc\"", "7");
  }

  @ParameterizedTest
  @MethodSource("tokens")
  void readReportsProgress(String token) {
    HostSession host = withFile(Result.of(Json.object()), "x");
    host.result(
        "resources/read",
        "{\"uri\":\"jetty+file://acme/x\",\"_meta\":{\"progressToken\":%s}}".formatted(token));
    assertThat(host.wire.sent).hasSize(2);
    JsonNode told = host.wire.sent.get(0);
    assertThat(told.path("method").stringValue()).isEqualTo("notifications/progress");
    assertThat(told.path("params").path("progressToken").toString()).isEqualTo(token);
  }
}
