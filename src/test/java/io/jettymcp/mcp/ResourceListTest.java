package io.jettymcp.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.guide.Skill;
import io.jettymcp.jetty.Failure.NotSignedIn;
import io.jettymcp.jetty.Failure.Refused;
import io.jettymcp.json.Json;
import io.jettymcp.mcp.call.ToolCallsFixture;
import io.jettymcp.tool.Next;
import io.jettymcp.tool.Param;
import io.jettymcp.tool.Result;
import io.jettymcp.tool.Signature;
import io.jettymcp.tool.Tool;
import io.jettymcp.tool.View;
import io.jettymcp.tools.Catalog;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

class ResourceListTest {
  private static final String COLLECTIONS = "/api/v1/collections/";
  private static final String TASKS = "/api/v1/tasks/acme/";

  private final ToolCallsFixture fixture = new ToolCallsFixture();

  private HostSession host() {
    return new HostSession(fixture.calls(Catalog.ALL.toArray(Tool[]::new)));
  }

  /** Returns the addresses of what is at Jetty. */
  private static List<String> uris(JsonNode result) {
    return allUris(result).stream().filter(uri -> !uri.startsWith("skill:")).toList();
  }

  private static List<String> allUris(JsonNode result) {
    return result.path("resources").values().stream().map(r -> r.path("uri").asString()).toList();
  }

  private static List<String> skills() {
    return Skill.ALL.stream().map(Skill::uri).toList();
  }

  @Test
  void skillsFollowTheCollectionsAndTasks() {
    fixture
        .jetty
        .answers(COLLECTIONS, "[{\"name\":\"acme\"}]")
        .answers(TASKS, "[{\"name\":\"a\"}]");
    List<String> all = new ArrayList<>(List.of("jetty://acme", "jetty://acme/a"));
    all.addAll(skills());
    assertThat(allUris(host().result("resources/list", "{}"))).containsExactlyElementsOf(all);
  }

  @Test
  void skillsAreListedWithoutAnyTool() {
    HostSession host = new HostSession(fixture.calls());
    assertThat(allUris(host.result("resources/list", "{}"))).isEqualTo(skills());
    assertThat(host.result("resources/templates/list", "{}").path("resourceTemplates")).isEmpty();
  }

  @Test
  void listsCollectionsAndTasksOfTheDefaultOne() {
    fixture.jetty.answers(
        COLLECTIONS, "[{\"name\":\"acme\",\"description\":\"texts\"},{\"name\":\"beta\"}]");
    fixture.jetty.environment("beta");
    fixture.jetty.answers(TASKS, "[{\"name\":\"say hello\",\"description\":\"says it\"}]");
    JsonNode result = host().result("resources/list", "{}");
    assertThat(uris(result))
        .containsExactly("jetty://acme", "jetty://beta", "jetty://acme/say%20hello");
    assertThat(result.path("resources").path(2).toString())
        .isEqualTo(
            """
            {"uri":"jetty://acme/say%20hello","name":"say hello","title":"Task say hello",\
            "description":"says it","mimeType":"application/json"}""");
    assertThat(result.has("nextCursor")).isFalse();
    assertThat(fixture.jetty.sent)
        .as("lists and environments are read, and nothing that they name")
        .allMatch(path -> path.endsWith("/") || path.endsWith("/environment"));
  }

  @Test
  void listsTasksOfTheOnlyCollection() {
    fixture.collection = Optional.empty();
    fixture
        .jetty
        .answers(COLLECTIONS, "[{\"name\":\"acme\"}]")
        .answers(TASKS, "[{\"name\":\"a\"}]");
    assertThat(uris(host().result("resources/list", "{}")))
        .containsExactly("jetty://acme", "jetty://acme/a");
  }

  @Test
  void doesNotAskAmongSeveralCollections() {
    fixture.collection = Optional.empty();
    fixture.jetty.answers(COLLECTIONS, "[{\"name\":\"acme\"},{\"name\":\"beta\"}]");
    fixture.jetty.environment("beta");
    HostSession host =
        new HostSession(
            fixture.calls(Catalog.ALL.toArray(Tool[]::new)), "2025-11-25", "{\"elicitation\":{}}");
    assertThat(uris(host.result("resources/list", "{}")))
        .containsExactly("jetty://acme", "jetty://beta");
    assertThat(host.wire.sent).hasSize(1);
  }

  @Test
  void lockedServerListsItsCollectionOnly() {
    fixture.locked = true;
    fixture.jetty.answers(COLLECTIONS, "[{\"name\":\"acme\"},{\"name\":\"beta\"}]");
    fixture.jetty.answers("/api/v1/collections/acme", "{\"name\":\"acme\"}");
    fixture.jetty.answers(TASKS, "[{\"name\":\"a\"}]");
    assertThat(uris(host().result("resources/list", "{}")))
        .containsExactly("jetty://acme", "jetty://acme/a");
    assertThat(fixture.jetty.sent).doesNotContain(COLLECTIONS);
  }

  @Test
  void namesThatAreInvalidInAUriAreOmitted() {
    fixture.jetty.answers(
        COLLECTIONS, "[{\"name\":\"acme\"},{\"name\":\"..\"},{\"name\":\"a/b\"}]");
    fixture.jetty.answers(TASKS, "[{\"name\":\".\"},{\"description\":\"has no name\"}]");
    assertThat(uris(host().result("resources/list", "{}"))).containsExactly("jetty://acme");
  }

  @Test
  void listIsCleanedAndRedacted() {
    fixture.jetty.environment("acme", "lighthouse-keeper-1887");
    fixture.jetty.answers(COLLECTIONS, "[{\"name\":\"acme\"}]");
    fixture.jetty.answers(
        TASKS, "[{\"name\":\"a\",\"description\":\"key lighthouse-\\u200bkeeper-1887\\u202e\"}]");
    assertThat(host().result("resources/list", "{}").toString())
        .contains("[redacted]")
        .doesNotContain("1887", "\u200b", "\u202e");
  }

  @Test
  void listHasTheSkillsOnlyWithoutAToken() {
    fixture.jetty.fails(COLLECTIONS, new NotSignedIn(false, ""));
    assertThat(allUris(host().result("resources/list", "{}"))).isEqualTo(skills());
  }

  @Test
  void rejectedTokenIsAnError() {
    fixture.jetty.fails(COLLECTIONS, new NotSignedIn(true, "expired"));
    JsonNode error = host().error("resources/list", "{}");
    assertThat(error.path("code").intValue()).isEqualTo(-32603);
    assertThat(error.path("message").stringValue()).contains("Jetty rejected the token");
  }

  @Test
  void missingDefaultCollectionIsAnError() {
    fixture.jetty.answers(COLLECTIONS, "[{\"name\":\"acme\"}]");
    fixture.jetty.fails(TASKS, new Refused(Refused.Kind.NOT_FOUND, 404, "Collection not found"));
    JsonNode error = host().error("resources/list", "{}");
    assertThat(error.path("code").intValue()).isEqualTo(-32002);
    assertThat(error.path("message").stringValue()).contains("Collection not found");
  }

  @Test
  void pagesListEachResourceOnce() {
    fixture.collection = Optional.of("c007");
    HostSession host =
        new HostSession(
            fixture.calls(
                lists("list-collections", "collections", "c", 120),
                lists("list-tasks", "tasks", "t", 130),
                reads("get-collection"),
                reads("get-task")));
    List<String> seen = new ArrayList<>();
    String params = "{}";
    int pages = 0;
    while (!params.isEmpty()) {
      JsonNode page = host.result("resources/list", params);
      assertThat(uris(page)).hasSizeBetween(1, 50);
      seen.addAll(allUris(page));
      params = page.has("nextCursor") ? "{\"cursor\":%s}".formatted(page.path("nextCursor")) : "";
      assertThat(++pages).isLessThan(20);
    }
    assertThat(seen).hasSize(250 + skills().size()).doesNotHaveDuplicates();
    assertThat(seen).contains("jetty://c119", "jetty://c007/t129");
  }

  private static Tool reads(String name) {
    return ToolCallsFixture.tool(name).runs(call -> Mono.empty());
  }

  private static Tool lists(String name, String noun, String letter, int total) {
    Param<Integer> limit = Param.integer("limit", "", 1, 100).defaultValue(50);
    Param<Integer> offset = Param.integer("offset", "", 0, 1_000).defaultValue(0);
    return Tool.named(name, "Try " + name)
        .takes(limit, offset, Tool.COLLECTION)
        .needsCollection(in -> false)
        .gives(() -> View.of(JsonNode.class).list(noun, View.of(JsonNode.class).text("name")))
        .runs(
            call -> {
              int from = call.in().get(offset);
              int to = Math.min(total, from + call.in().get(limit));
              ArrayNode rows = Json.array();
              for (int i = from; i < to; i++) {
                rows.addObject().put("name", letter + "%03d".formatted(i));
              }
              ObjectNode data = Json.object();
              data.set(noun, rows);
              return Mono.just(
                  Result.of(data)
                      .paged(
                          new Result.Page(
                              noun,
                              to < total,
                              shown -> new Next(Signature.of(name), Json.object(), "more"))));
            });
  }

  private static final List<String> LISTS =
      List.of(
          "tools/list",
          "resources/list",
          "resources/templates/list",
          "prompts/list",
          "skills/list");

  @ParameterizedTest
  @ValueSource(strings = {"\"\"", "\"x\"", "\"%%%\"", "7", "{}", "\"LTEgYWNtZQ\"", "\"MTIz\""})
  void unknownCursorIsRejected(String cursor) {
    HostSession host = host();
    for (String method : LISTS) {
      JsonNode error = host.error(method, "{\"cursor\":%s}".formatted(cursor));
      assertThat(error.path("code").intValue()).as(method).isEqualTo(-32602);
    }
    assertThat(fixture.jetty.sent).isEmpty();
  }

  @Test
  void cursorCannotLeaveTheLockedCollection() {
    fixture.locked = true;
    String cursor =
        Base64.getUrlEncoder().encodeToString("0 beta".getBytes(StandardCharsets.UTF_8));
    JsonNode error = host().error("resources/list", "{\"cursor\":\"%s\"}".formatted(cursor));
    assertThat(error.path("code").intValue()).isEqualTo(-32602);
    assertThat(fixture.jetty.sent).isEmpty();
  }

  @Test
  void templatesOfEnabledToolsAreListed() {
    HostSession host =
        new HostSession(
            fixture.calls(
                reads("get-collection"),
                reads("get-task"),
                reads("get-trajectory"),
                reads("read-file"),
                reads("get-step-template")));
    JsonNode templates = host.result("resources/templates/list", "{}").path("resourceTemplates");
    assertThat(templates)
        .extracting(template -> template.path("uriTemplate").stringValue())
        .containsExactly(
            "jetty://{collection}",
            "jetty://{collection}/{task}",
            "jetty://{collection}/{task}/{trajectory_id}",
            "jetty+file://{+file_path}",
            "jetty+step://{activity}");
    assertThat(templates)
        .allSatisfy(
            template -> {
              assertThat(template.path("name").stringValue()).isNotBlank();
              assertThat(template.path("title").stringValue()).isNotBlank();
              assertThat(template.path("description").stringValue()).isNotBlank();
            });
    HostSession less = new HostSession(fixture.calls(reads("get-task")));
    assertThat(less.result("resources/templates/list", "{}").path("resourceTemplates")).hasSize(1);
  }
}
