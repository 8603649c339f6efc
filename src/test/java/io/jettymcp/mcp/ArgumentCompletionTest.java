package io.jettymcp.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.jetty.Failure.NotSignedIn;
import io.jettymcp.mcp.call.ToolCallsFixture;
import io.jettymcp.tool.Tool;
import io.jettymcp.tools.Catalog;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Completion of names. */
class ArgumentCompletionTest {
  private static final String RUN_TEMPLATE =
      "{\"type\":\"ref/resource\",\"uri\":\"jetty://{collection}/{task}/{trajectory_id}\"}";
  private static final String SCHEDULE = "{\"type\":\"ref/prompt\",\"name\":\"schedule-task\"}";
  private static final String COLLECTIONS = "/api/v1/collections/";
  private static final String TASKS = "/api/v1/tasks/acme/";

  private final ToolCallsFixture fixture = new ToolCallsFixture();

  private HostSession host() {
    return new HostSession(fixture.calls(Catalog.ALL.toArray(Tool[]::new)));
  }

  private static String params(String reference, String argument, String typed, String chosen) {
    return """
    {"ref":%s,"argument":{"name":"%s","value":"%s"},"context":{"arguments":%s}}"""
        .formatted(reference, argument, typed, chosen);
  }

  private JsonNode complete(String reference, String argument, String typed, String chosen) {
    return host()
        .result("completion/complete", params(reference, argument, typed, chosen))
        .path("completion");
  }

  private static List<String> values(JsonNode completion) {
    return completion.path("values").values().stream().map(JsonNode::stringValue).toList();
  }

  @Test
  void completesCollections() {
    fixture.jetty.answers(COLLECTIONS, "[{\"name\":\"acme\"},{\"name\":\"beta\"}]");
    fixture.jetty.environment("beta");
    assertThat(complete(RUN_TEMPLATE, "collection", "", "{}").toString())
        .isEqualTo("{\"values\":[\"acme\",\"beta\"],\"total\":2,\"hasMore\":false}");
    assertThat(values(complete(SCHEDULE, "collection", "BE", "{}"))).containsExactly("beta");
  }

  @Test
  void completesOnlyTheLockedCollection() {
    fixture.locked = true;
    assertThat(values(complete(RUN_TEMPLATE, "collection", "", "{}"))).containsExactly("acme");
    assertThat(fixture.jetty.sent).isEmpty();
    fixture.jetty.answers(TASKS, "[{\"name\":\"hello\"}]");
    assertThat(values(complete(RUN_TEMPLATE, "task", "", "{\"collection\":\"beta\"}")))
        .containsExactly("hello");
    assertThat(fixture.jetty.sent).noneMatch(path -> path.contains("beta"));
  }

  @Test
  void ranksPrefixMatchesFirst() {
    fixture.jetty.answers(
        TASKS,
        """
        [{"name":"the-mail"},{"name":"Mail-out"},{"name":"other"},{"name":"mailbox"}]""");
    assertThat(values(complete(SCHEDULE, "task", "mail", "{}")))
        .containsExactly("Mail-out", "mailbox", "the-mail");
  }

  @Test
  void omitsNamesThatAreInvalidArguments() {
    fixture.jetty.answers(
        TASKS,
        """
        [{"name":".."},{"name":"a/b"},{"name":"%2e%2e"},{"name":"a\\nb"},{"name":7},{"name":"a b"}]""");
    assertThat(values(complete(SCHEDULE, "task", "", "{}"))).containsExactly("a b");
  }

  @Test
  void usesTheCollectionOfTheContext() {
    fixture.jetty.environment("beta").answers("/api/v1/tasks/beta/", "[{\"name\":\"b\"}]");
    assertThat(values(complete(RUN_TEMPLATE, "task", "", "{\"collection\":\"beta\"}")))
        .containsExactly("b");
  }

  @Test
  void completesRunsAndRoutinesOfTheChosenTask() {
    fixture.jetty.answers(
        "/api/v1/db/trajectories/acme/hello",
        "{\"trajectories\":[{\"trajectory_id\":\"0a1b2c3d\",\"status\":\"completed\"}]}");
    fixture.jetty.answers(
        "/api/v1/routines/acme/hello",
        "{\"routines\":[{\"name\":\"daily\"},{\"name\":\"weekly\"}]}");
    assertThat(values(complete(RUN_TEMPLATE, "trajectory_id", "0", "{\"task\":\"hello\"}")))
        .containsExactly("0a1b2c3d");
    assertThat(values(complete(SCHEDULE, "routine", "d", "{\"task\":\"hello\"}")))
        .containsExactly("daily");
    assertThat(values(complete(RUN_TEMPLATE, "trajectory_id", "", "{}")))
        .as("without a task there are no runs to choose from")
        .isEmpty();
  }

  @Test
  void returnsAtMostAHundredValuesAndHasMore() {
    fixture.jetty.answers(TASKS, names(0, 150));
    fixture.jetty.answers("/api/v1/tasks/acme/search", "{\"tasks\":" + names(140, 145) + "}");
    JsonNode all = complete(SCHEDULE, "task", "", "{}");
    assertThat(values(all)).hasSize(100);
    assertThat(all.path("hasMore").booleanValue()).isTrue();
    assertThat(all.has("total")).isFalse();
    assertThat(values(complete(SCHEDULE, "task", "t14", "{}")))
        .as("those behind the first hundred are found by what was typed")
        .containsExactly("t140", "t141", "t142", "t143", "t144");
  }

  private static String names(int from, int to) {
    return IntStream.range(from, to)
        .mapToObj(i -> "{\"name\":\"t%03d\"}".formatted(i))
        .collect(Collectors.joining(",", "[", "]"));
  }

  @Test
  void returnsNothingWhenALookupFails() {
    String nothing = "{\"values\":[],\"total\":0,\"hasMore\":false}";
    fixture.jetty.fails(COLLECTIONS, new NotSignedIn(false, ""));
    assertThat(complete(RUN_TEMPLATE, "collection", "", "{}").toString()).isEqualTo(nothing);
    assertThat(complete(RUN_TEMPLATE, "task", "", "{\"collection\":\"..\"}").toString())
        .isEqualTo(nothing);
    assertThat(complete(SCHEDULE, "when", "d", "{}").toString()).isEqualTo(nothing);
    fixture.collection = Optional.empty();
    fixture.jetty.answers(COLLECTIONS, "[{\"name\":\"acme\"},{\"name\":\"beta\"}]");
    assertThat(complete(RUN_TEMPLATE, "task", "", "{}").toString()).isEqualTo(nothing);
  }

  @Test
  void completionsAreRedacted() {
    fixture.jetty.environment("acme", "key-of-1887");
    fixture.jetty.answers(TASKS, "[{\"name\":\"t-key-of-1887\"},{\"name\":\"u\\u202e\"}]");
    assertThat(complete(SCHEDULE, "task", "", "{}").toString())
        .doesNotContain("1887", "\u202e", "\\u202e");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "null",
        """
        {"ref":{"type":"ref/tool","name":"x"},"argument":{"name":"a","value":""}}""",
        """
        {"ref":{"type":"ref/prompt","name":"x"},"argument":{"name":"a","value":""}}""",
        """
        {"ref":{"type":"ref/resource","uri":"x://{a}"},"argument":{"name":"a",\
        "value":""}}""",
        "{\"ref\":{\"type\":\"ref/prompt\",\"name\":\"setup\"}}",
        """
        {"ref":{"type":"ref/prompt","name":"setup"},"argument":{"name":"collection"}}""",
        "{\"ref\":{\"type\":\"ref/prompt\",\"name\":\"setup\"},\"argument\":{\"value\":\"\"}}"
      })
  void misuseOfTheProtocolIsAnError(String params) {
    assertThat(host().error("completion/complete", params).path("code").intValue())
        .isEqualTo(-32602);
  }
}
