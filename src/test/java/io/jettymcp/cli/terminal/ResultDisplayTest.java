package io.jettymcp.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.json.Json;
import io.jettymcp.tool.Timeline;
import io.jettymcp.tool.Timeline.Span;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

class ResultDisplayTest {
  private static final String HOSTILE =
      "\u001b]0;title\u0007\u001b[2J\u009b5A\r\n\t日本語🚀\u202eשלום e\u0301 'quoted' $(x) ";

  private static JsonNode json(String text) {
    return JsonMapper.shared().readTree(text);
  }

  private static Optional<String> draw(String tool, String result) {
    return new ResultDisplay(Sample.terminal(80), Sample.CLOCK, "jetty-mcp")
        .draw(tool, json(result), Optional.empty());
  }

  @Test
  void statusesHaveAColorAndAMark() {
    Terminal terminal = new Terminal(true, true, 60, 24, true, true);
    assertThat(Sample.FAILED_TRAJECTORY.picture(terminal, Sample.FAILED_TRAJECTORY.json()))
        .startsWith(
            """
            E[31m✗E[0m E[31mfailedE[0m  E[1mbroken-judge ff22a53bE[0m  1.2 s
              E[2mhttps://jetty.io/acme/broken-judge/ff22a53bE[0m
              E[2m22 min agoE[0m
              E[32m✓E[0m score    E[32m████████████▍E[0m                             E[2m0.4 sE[0m
            """
                .replace("E[", "\u001b["));
  }

  @Test
  void stepsThatWereSeenDuringTheCallAreDrawn() {
    Instant begun = Instant.parse("2026-11-30T08:17:32.400Z");
    Timeline followed =
        new Timeline(
            "review-batch 69a5ed09",
            Optional.empty(),
            begun,
            List.of(
                span("fan_out", begun.plusMillis(400), 2_400),
                span("collect", begun.plusMillis(2_800), 400)));
    assertThat(Sample.COMPLETED_RUN.picture(60, followed))
        .startsWith(
            """
            ✓ completed  review-batch 69a5ed09  3.2 s
              https://jetty.io/acme/review-batch/69a5ed09
              Trial run 8/10
              ✓ fan_out      ███████████████████████████▊          2.4 s
                └ review-item 8a581325
                └ review-item 8a979404
                └ review-item b14afbcc
              ✓ collect                                  ████▋     0.4 s
            """);
  }

  private static Span span(String name, Instant from, long millis) {
    return new Span(name, "completed", Optional.of(from), Optional.of(from.plusMillis(millis)));
  }

  @ParameterizedTest
  @CsvSource({
    "list-tasks, tasks, No tasks.",
    "list-trajectories, trajectories, No runs.",
    "list-routines, routines, No routines.",
    "get-outputs, runs, No runs.",
    "list-collections, collections, No collections.",
    "list-env-vars, keys, No variables."
  })
  void emptyListIsSaidToBeEmpty(String tool, String field, String words) {
    assertThat(draw(tool, "{\"%s\":[],\"returned\":0,\"has_more\":false}".formatted(field)))
        .contains(words + "\n");
  }

  @Test
  void analysisOfNoRunsIsShort() {
    assertThat(draw("analyze-runs", "{\"runs\":0,\"findings\":[]}")).contains("0 runs compared\n");
  }

  @Test
  void periodsOfAnAnalysisAreLines() {
    assertThat(
            draw(
                    "analyze-runs",
                    """
                    {"runs":9,"findings":[],"periods":[
                     {"period":"2026-11-30","runs":4,"success_rate":1.0},
                     {"period":"2026-11-29","runs":2,"success_rate":0.5},
                     {"period":"2026-11-28","runs":3,"success_rate":0.0}]}
                    """)
                .orElseThrow())
        .endsWith(
            """
            runs         ▆▅█  2026-11-28 → 2026-11-30
            success      ▁▅█  0 % → 100 %
            """);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"trajectory_id\":\"a\",\"status\":\"completed\",\"path\":\"x\",\"data\":1}",
        "{\"trajectory_id\":1,\"status\":2,\"steps\":[]}",
        "{}",
        "[]",
        "null"
      })
  void otherShapesAreLeftToJson(String result) {
    assertThat(draw("get-trajectory", result)).isEmpty();
  }

  @Test
  void otherToolsAreLeftToJson() {
    assertThat(draw("get-task", "{\"name\":\"a\",\"status\":\"b\",\"trajectory_id\":\"c\"}"))
        .isEmpty();
  }

  @Test
  void nextCallCanBePastedIntoAShell() {
    String call =
        """
        {"keys":[],"next":[{"tool":"run-task","why":"run it","arguments":
         {"task":"a'b; rm -rf ~ $(x)","limit":2,"init_params":{"text":"hi"}}}]}
        """;
    assertThat(draw("list-env-vars", call).orElseThrow())
        .endsWith(
            """
            Next, run it:
              jetty-mcp call run-task 'task=a'\\''b; rm -rf ~ $(x)' limit=2 'init_params={"text":"hi"}'
            """);
  }

  @ParameterizedTest
  @CsvSource({
    "@file, ':=\"@file\"'",
    "-, ':=\"-\"'",
    "'a\nb', ':=\"a\\nb\"'",
    "a@b, =a@b",
    "--yes, =--yes"
  })
  void stringArrivesAsItIs(String value, String typed) {
    ObjectNode result = Json.object();
    result.putArray("keys");
    ObjectNode call = result.putArray("next").addObject().put("tool", "run-task");
    call.putObject("arguments").put("text", value);
    assertThat(draw("list-env-vars", result.toString()).orElseThrow()).contains("text" + typed);
  }

  @Test
  void partsThatDidNotFitAreNamed() {
    assertThat(
            draw(
                "list-env-vars",
                """
                {"keys":["A"],"cut":[{"path":"keys","shown":1,"total":9,"unit":"items"}]}
                """))
        .contains("variable\nA\n\nOnly 1 of 9 items of keys fit.\n");
  }

  @ParameterizedTest
  @EnumSource
  void noTextCanControlTheTerminalOrLeaveItsLine(Sample sample) {
    ObjectNode result = (ObjectNode) replaced(sample.json(), HOSTILE);
    assertThat(sample.picture(Sample.terminal(80), result))
        .doesNotContainPattern("[\\p{Cntrl}&&[^\\n]]")
        .doesNotContain("\u202e");
    // These can be copied, so they are left to the terminal to break.
    result.remove(List.of("url", "next"));
    for (int columns : List.of(40, 80, 120)) {
      assertThat(sample.picture(Sample.terminal(columns), result).lines())
          .allSatisfy(
              line ->
                  assertThat(DisplayWidth.of(DisplayWidth.clean(line)))
                      .isLessThanOrEqualTo(columns));
    }
  }

  @ParameterizedTest
  @EnumSource
  void tinyTerminalGetsAPictureToo(Sample sample) {
    assertThat(sample.picture(1)).isNotEmpty();
  }

  /** Replaces all strings, but not the words that the choice of the picture depends on. */
  private static JsonNode replaced(JsonNode node, String text) {
    if (node instanceof ObjectNode object) {
      ObjectNode copy = Json.object();
      object
          .properties()
          .forEach(field -> copy.set(field.getKey(), replaced(field.getValue(), text)));
      return copy;
    } else if (node instanceof ArrayNode array) {
      ArrayNode copy = Json.array();
      array.values().forEach(item -> copy.add(replaced(item, text)));
      return copy;
    }
    return node.isString() ? Json.node(text) : node;
  }

  @ParameterizedTest
  @EnumSource
  void unexpectedValuesStillGiveAPictureOrJson(Sample sample) {
    List<JsonNode> values =
        List.of(
            json("null"),
            json("-1e308"),
            json("99999999999999999999999"),
            json("\"running\""),
            json("[[1],null,{}]"),
            json("{\"a\":{\"b\":[1]}}"));
    JsonNode original = sample.json();
    for (int place = 0; place < count(original); place++) {
      for (JsonNode value : values) {
        JsonNode mutated = new Mutation(place, value).of(original);
        assertThat(sample.find(Sample.terminal(40), mutated)).isNotNull();
      }
    }
  }

  private static int count(JsonNode node) {
    return 1 + node.values().stream().mapToInt(ResultDisplayTest::count).sum();
  }

  /** Replaces the value at one place of a tree. */
  private static final class Mutation {
    private final int place;
    private final JsonNode value;
    private int at;

    Mutation(int place, JsonNode value) {
      this.place = place;
      this.value = value;
    }

    JsonNode of(JsonNode node) {
      if (at++ == place) {
        return value;
      }
      if (node instanceof ObjectNode object) {
        ObjectNode copy = Json.object();
        object.properties().forEach(field -> copy.set(field.getKey(), of(field.getValue())));
        return copy;
      } else if (node instanceof ArrayNode array) {
        List<JsonNode> items = new ArrayList<>();
        array.values().forEach(item -> items.add(of(item)));
        return Json.array().addAll(items);
      }
      return node;
    }
  }
}
