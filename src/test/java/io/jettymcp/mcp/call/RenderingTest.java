package io.jettymcp.mcp.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.json.Json;
import io.jettymcp.redact.KnownSecrets;
import io.jettymcp.redact.Redactor;
import io.jettymcp.redact.Sanitizer;
import io.jettymcp.secret.Secret;
import io.jettymcp.tool.Next;
import io.jettymcp.tool.Param;
import io.jettymcp.tool.Result;
import io.jettymcp.tool.Signature;
import io.jettymcp.tool.Tool;
import io.jettymcp.tool.View;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

class RenderingTest {
  private static final String SECRET = "lantern~river~cobalt~mango~drum";

  private static final View<JsonNode> ROW = View.of(JsonNode.class).text("name").text("text");

  private static final Tool LISTS =
      tool(
          "list-tasks",
          View.of(JsonNode.class)
              .list("tasks", ROW)
              .required()
              .integer("returned")
              .required()
              .bool("has_more")
              .required());

  private static final Tool SHOWS =
      tool(
          "get-trajectory",
          View.of(JsonNode.class)
              .text("status")
              .preview("outputs", 240)
              .text("error")
              .max(200)
              .any("data")
              .text("data_text")
              .integer("offset")
              .integer("next_offset")
              .integer("total_characters"));

  private final KnownSecrets secrets = new KnownSecrets();
  private Rendering rendering = rendering(false);

  private static Tool tool(String name, View<JsonNode> view) {
    return Tool.named(name, name)
        .takes(Tool.COLLECTION, Param.text("step", ""), Param.text("query", ""))
        .takes(Param.integer("offset", "", 0, 1_000_000))
        .gives(() -> view)
        .runs(call -> Mono.just(Result.of(Json.object())));
  }

  private Rendering rendering(boolean locked) {
    secrets.learn(Secret.of(SECRET));
    return new Rendering(
        new EnabledTools(
            List.of(LISTS, SHOWS),
            new EnabledTools.ToolFilter(
                false, List.of(), List.of(), List.of(), Optional.of("acme"), locked)),
        new Sanitizer(new Redactor(secrets)));
  }

  private ObjectNode show(Tool tool, Result result) {
    ToolResponse answer = rendering.of(tool, result, List.of());
    ObjectNode shown = answer.structured().orElseThrow();
    assertThat(answer.text()).isEqualTo(shown.toString());
    assertThat(answer.text().getBytes(java.nio.charset.StandardCharsets.UTF_8))
        .hasSizeLessThanOrEqualTo(result.maxBytes());
    return shown;
  }

  /** A list of tasks from an offset on, as a tool would page it. */
  private static Result page(ArrayNode all, int offset, int limit, boolean more) {
    ArrayNode items = Json.array();
    for (int i = offset; i < Math.min(all.size(), offset + limit); i++) {
      items.add(all.get(i));
    }
    ObjectNode data = Json.object();
    data.set("tasks", items);
    return Result.of(data)
        .paged(
            new Result.Page(
                "tasks",
                more,
                after ->
                    new Next(
                        Signature.of("list-tasks"),
                        Json.object().put("collection", "acme").put("offset", offset + after),
                        "the next page")));
  }

  private static ArrayNode tasks(int count, int size) {
    ArrayNode tasks = Json.array();
    for (int i = 0; i < count; i++) {
      tasks.add(Json.object().put("name", "t" + i).put("text", "x".repeat(size)));
    }
    return tasks;
  }

  @Test
  void removedCharactersAreReportedWithTheirPath() {
    Tool task =
        tool("get-task", View.of(JsonNode.class).text("name").excerpt("workflow").cleaned());
    JsonNode workflow = Json.object().put("prompt", "a\u200bb\u202e" + SECRET);
    Result result =
        Result.of(Json.object().put("name", "t\u200b"))
            .excerpt(
                new Result.Excerpt(
                    "workflow",
                    workflow,
                    0,
                    offset -> new Next(Signature.of("get-task"), Json.object(), "the rest")));
    assertThat(show(task, result).path("cleaned"))
        .hasToString(
            """
            [{"path":"name","removed":1},{"path":"workflow.prompt","removed":2}]""");
    Result clean = Result.of(Json.object().put("name", "t"));
    assertThat(show(task, clean).has("cleaned")).isFalse();
  }

  @Test
  void pathOfRemovedCharactersIsRedacted() {
    Tool task = tool("get-task", View.of(JsonNode.class).any("workflow").cleaned());
    ObjectNode workflow = Json.object();
    workflow.put(SECRET, "a\u200bb");
    ObjectNode data = Json.object();
    data.set("workflow", workflow);
    assertThat(show(task, Result.of(data)).path("cleaned"))
        .hasToString(
            """
            [{"path":"workflow[\\"[redacted]\\"]","removed":1}]""");
  }

  @Test
  void fittingListIsNotCut() {
    ObjectNode shown = show(LISTS, page(tasks(3, 10), 0, 50, false));
    assertThat(shown.path("tasks")).hasSize(3);
    assertThat(shown.path("returned").intValue()).isEqualTo(3);
    assertThat(shown.path("has_more").booleanValue()).isFalse();
    assertThat(shown.has("next")).isFalse();
    assertThat(shown.has("cut")).isFalse();
  }

  @Test
  void pageWithMoreSuggestsTheNextPage() {
    ObjectNode shown = show(LISTS, page(tasks(60, 10), 0, 50, true));
    assertThat(shown.path("returned").intValue()).isEqualTo(50);
    assertThat(shown.path("has_more").booleanValue()).isTrue();
    assertThat(shown.path("next").path(0).toString())
        .isEqualTo(
            "{\"tool\":\"list-tasks\",\"arguments\":{\"collection\":\"acme\",\"offset\":50},"
                + "\"why\":\"the next page\"}");
  }

  @Test
  void pagesOfALargeListMakeUpTheWhole() {
    ArrayNode all = tasks(97, 1_500);
    int offset = 0;
    int pages = 0;
    while (offset < all.size()) {
      ObjectNode shown = show(LISTS, page(all, offset, 100, false));
      int returned = shown.path("returned").intValue();
      assertThat(shown.path("tasks")).hasSize(returned);
      for (JsonNode task : shown.path("tasks")) {
        assertThat(task).isEqualTo(all.get(offset++));
      }
      boolean more = offset < all.size();
      assertThat(shown.path("has_more").booleanValue()).isEqualTo(more);
      assertThat(shown.has("cut")).isEqualTo(more);
      assertThat(shown.path("next").path(0).path("arguments").path("offset").asInt(offset))
          .isEqualTo(offset);
      pages++;
    }
    assertThat(pages).isBetween(4, 6);
  }

  @Test
  void oversizedItemIsCutAndTheNextPageStartsAfterIt() {
    ArrayNode all = tasks(1, 90_000).addAll(tasks(5, 10));
    ObjectNode shown = show(LISTS, page(all, 0, 50, false));
    assertThat(shown.path("returned").intValue()).isEqualTo(1);
    assertThat(shown.path("tasks")).hasSize(1);
    assertThat(shown.path("tasks").path(0).path("text").stringValue()).endsWith("…");
    assertThat(shown.path("next").path(0).path("arguments").path("offset").intValue()).isEqualTo(1);
    assertThat(shown.path("cut").toString())
        .contains("\"path\":\"tasks\",\"shown\":1,\"total\":6,\"unit\":\"items\"")
        .contains("\"path\":\"tasks[0].text\"");
  }

  @Test
  void secretIsRedactedBeforeAPreviewIsCut() {
    for (int before = 200; before <= 245; before++) {
      ObjectNode data = Json.object();
      data.set("outputs", Json.object().put("text", "·".repeat(before) + SECRET + " tail"));
      data.put("error", "·".repeat(before - 40) + SECRET + "tail".repeat(20));
      assertNoPieceOfTheSecret(show(SHOWS, Result.of(data)).toString());
    }
  }

  @Test
  void secretIsRedactedBeforeSizeIsLimited() {
    for (int before = 30_300; before <= 30_760; before += 7) {
      ObjectNode data = Json.object().put("status", "completed");
      data.put("data_text", "x".repeat(before) + SECRET + "y".repeat(2_000));
      assertNoPieceOfTheSecret(show(SHOWS, Result.of(data)).toString());
    }
  }

  @Test
  void secretIsRedactedBeforeAnExcerptIsTaken() {
    String text = "x".repeat(40_000) + SECRET + "y".repeat(40_000);
    JsonNode value = JsonNodeFactory.instance.stringNode(text);
    for (int offset = 39_980; offset <= 40_040; offset++) {
      assertNoPieceOfTheSecret(show(SHOWS, excerpt(value, offset)).toString());
    }
    for (int offset = 9_000; offset <= 9_600; offset += 3) {
      assertNoPieceOfTheSecret(show(SHOWS, excerpt(value, offset)).toString());
    }
  }

  private static void assertNoPieceOfTheSecret(String shown) {
    for (int at = 0; at + 5 <= SECRET.length(); at++) {
      assertThat(shown).doesNotContain(SECRET.substring(at, at + 5));
    }
  }

  private static Result excerpt(JsonNode value, int offset) {
    return Result.of(Json.object().put("status", "completed"))
        .excerpt(
            new Result.Excerpt(
                "data",
                value,
                offset,
                from ->
                    new Next(
                        Signature.of("get-trajectory"),
                        Json.object().put("collection", "acme").put("offset", from),
                        "the rest")));
  }

  @Test
  void fittingDataIsShownInFull() {
    ObjectNode value = Json.object().put("a", 1);
    ObjectNode shown = show(SHOWS, excerpt(value, 0));
    assertThat(shown.path("data")).isEqualTo(value);
    assertThat(shown.has("data_text")).isFalse();
    assertThat(shown.has("next")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {1_000, 1_300, 2_000, 32_000, 100_000})
  void piecesOfAnExcerptMakeUpTheWhole(int bound) {
    ArrayNode value = Json.array();
    for (int i = 0; i < bound / 4; i++) {
      value.add("größe \"" + i + "\" 😀\n");
    }
    StringBuilder whole = new StringBuilder();
    int offset = 0;
    while (offset >= 0) {
      ObjectNode shown = show(SHOWS, excerpt(value, offset).atMost(bound));
      assertThat(shown.path("offset").intValue()).isEqualTo(offset);
      assertThat(shown.path("total_characters").intValue()).isEqualTo(value.toString().length());
      whole.append(shown.path("data_text").stringValue());
      offset = shown.path("next_offset").asInt(-1);
      assertThat(shown.path("next").path(0).path("arguments").path("offset").asInt(-1))
          .isEqualTo(offset);
    }
    assertThat(whole.toString()).isEqualTo(value.toString());
  }

  @Test
  void excerptKeepsRoomNextToLargeData() {
    JsonNode value = JsonNodeFactory.instance.stringNode("0123456789".repeat(8_000));
    ObjectNode data = Json.object().put("error", "e").put("data_text", "");
    data.set("data", JsonNodeFactory.instance.stringNode("z".repeat(100_000)));
    Result result = excerpt(value, 10);
    Result crowded =
        new Result(
            data,
            result.next(),
            result.page(),
            result.excerpt(),
            result.ifCut(),
            List.of(),
            List.of(),
            32_000,
            Optional.empty());
    ObjectNode shown = show(SHOWS, crowded);
    int next = shown.path("next_offset").intValue();
    assertThat(shown.path("data_text").stringValue())
        .isEqualTo(value.stringValue().substring(10, next));
  }

  @Test
  void offsetPastTheEndReturnsNothing() {
    ObjectNode shown = show(SHOWS, excerpt(JsonNodeFactory.instance.stringNode("abc"), 99));
    assertThat(shown.path("data_text").stringValue()).isEmpty();
    assertThat(shown.path("offset").intValue()).isEqualTo(3);
    assertThat(shown.has("next")).isFalse();
  }

  @Test
  void cutsAreListedWithCallsForTheRest() {
    Next rest =
        new Next(Signature.of("get-trajectory"), Json.object().put("step", "draft"), "all of it");
    ObjectNode small = Json.object().put("status", "completed").put("error", "e");
    assertThat(show(SHOWS, Result.of(small).ifCut(List.of(rest))).has("next")).isFalse();
    ObjectNode large = small.deepCopy().put("data_text", "x".repeat(50_000));
    ObjectNode shown = show(SHOWS, Result.of(large).ifCut(List.of(rest)));
    assertThat(shown.path("status").stringValue()).isEqualTo("completed");
    assertThat(shown.path("next").path(0).path("why").stringValue()).isEqualTo("all of it");
    JsonNode cut = shown.path("cut").path(0);
    assertThat(cut.path("path").stringValue()).isEqualTo("data_text");
    assertThat(cut.path("total").intValue()).isEqualTo(50_000);
    assertThat(cut.path("shown").intValue())
        .isEqualTo(shown.path("data_text").stringValue().length() - 1);
  }

  @Test
  void minimumSizeIsRespected() {
    ObjectNode data = Json.object().put("status", "completed").put("data_text", "x".repeat(5_000));
    ObjectNode shown = show(SHOWS, Result.of(data).atMost(1_000));
    assertThat(shown.path("status").stringValue()).isEqualTo("completed");
    assertThat(shown.path("cut").path(0).path("total").intValue()).isEqualTo(5_000);
  }

  @Test
  void maxBytesShowsMore() {
    ObjectNode data = Json.object().put("data_text", "x".repeat(99_000));
    assertThat(show(SHOWS, Result.of(data).atMost(100_000)).has("cut")).isFalse();
  }

  @Test
  void suggestedCallWithRedactedArgumentsIsOmitted() {
    ObjectNode secret = Json.object().put("query", "mlc_" + "a".repeat(32));
    Result result =
        Result.of(Json.object())
            .suggest(new Next(Signature.of("list-tasks"), secret, "not as it was meant"))
            .suggest(new Next(Signature.of("list-tasks"), Json.object(), "yes"));
    assertThat(show(SHOWS, result).path("next").toString())
        .isEqualTo("[{\"tool\":\"list-tasks\",\"arguments\":{},\"why\":\"yes\"}]");
  }

  @Test
  void nextSuggestsOnlyEnabledTools() {
    Result result =
        Result.of(Json.object())
            .suggest(new Next(Signature.of("delete-task"), Json.object(), "no"))
            .suggest(
                new Next(Signature.of("list-tasks"), Json.object().put("save_to", "x"), "not here"))
            .suggest(
                new Next(
                    Signature.of("list-tasks"), Json.object().put("collection", "acme"), "yes"));
    assertThat(show(SHOWS, result).path("next").toString())
        .isEqualTo(
            "[{\"tool\":\"list-tasks\",\"arguments\":{\"collection\":\"acme\"},\"why\":\"yes\"}]");
    rendering = rendering(true);
    assertThat(show(SHOWS, result).path("next").toString())
        .isEqualTo("[{\"tool\":\"list-tasks\",\"arguments\":{},\"why\":\"yes\"}]");
  }

  @Test
  void nextIsRedacted() {
    Result result =
        Result.of(Json.object())
            .suggest(new Next(Signature.of("list-tasks"), Json.object().put("query", SECRET), "x"));
    assertNoPieceOfTheSecret(show(SHOWS, result).toString());
  }
}
