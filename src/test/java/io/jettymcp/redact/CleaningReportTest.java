package io.jettymcp.redact;

import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.redact.CleaningReport.Place;
import io.jettymcp.workflow.PathExpression;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

class CleaningReportTest {
  private final CleaningReport report = new CleaningReport();

  @Test
  void removedCharactersAreCountedByPath() {
    report.add(
        "workflow",
        json(
            """
            {"steps": ["a\\u200bb", "clean"],
             "step_configs": {"dr\\u200baft": {"prompt": "x\\ud83c\\udff4\\udb40\\udc61\\u202ey"}}}
            """));
    assertThat(report.places())
        .containsExactly(
            new Place("workflow.steps[0]", 1),
            new Place("workflow.step_configs.draft", 1),
            new Place("workflow.step_configs.draft.prompt", 2));
  }

  @Test
  void pathCanBeReadAsAPlace() {
    JsonNode tree =
        json(
            """
            {"a.b c": [{"x\\"\\\\\\n\\t]y": "z\\u200b"}], "": "z\\u200b", "é-_1": "z\\u200b"}
            """);
    report.add("", tree);
    assertThat(report.places())
        .extracting(Place::path)
        .anyMatch(path -> path.startsWith("[\"a.b c\"][0][\"x"))
        .allSatisfy(
            path ->
                assertThat(PathExpression.parsePlace(path).evaluate(tree).asString())
                    .isEqualTo("z\u200b"))
        .hasSize(3);
  }

  @Test
  void escapeSequenceIsCountedInFull() {
    report.add("text", json("\"a\\u001b[31mb\""));
    assertThat(report.places()).containsExactly(new Place("text", 5));
  }

  @Test
  void lineBreaksAndCharactersThatStayAreNotCounted() {
    report.add("", json("{\"a\": \"x\\r\\ny\\rz\\u0085\", \"b\": \"می\\u200cخواهم\"}"));
    assertThat(report.places()).isEmpty();
  }

  @Test
  void pathsBeyondTwentyAreCountedTogether() {
    ArrayNode many = JsonNodeFactory.instance.arrayNode();
    for (int i = 0; i < 25; i++) {
      many.add("\u200b\u200b");
    }
    report.add("list", many);
    assertThat(report.places()).hasSize(21).endsWith(new Place("list[19]", 2), new Place("…", 10));
  }

  private static JsonNode json(String text) {
    return JsonMapper.shared().readTree(text);
  }
}
