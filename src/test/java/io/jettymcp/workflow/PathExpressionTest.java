package io.jettymcp.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class PathExpressionTest {
  private static final JsonMapper JSON = JsonMapper.shared();

  private static final JsonNode SCOPE =
      JSON.readTree(
          """
          {
            "init_params": {"prompt": "hello", "nothing": null, "file_paths": ["a.pdf", "b.pdf"]},
            "first-step_1": {
              "inputs": {"p": 7},
              "outputs": {
                "list": [{"id": 1}, {"name": "no id"}, {"id": 3}],
                "rows": [{"cells": [{"v": "a"}, {"v": "b"}]}, {"cells": []}, {"cells": [{"v": "c"}]}],
                "grid": [[1, 2], [3]]
              }
            }
          }
          """);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          init_params.prompt | "hello"
          init_params.nothing | null
          init_params.file_paths[1] | "b.pdf"
          first-step_1.inputs.p | 7
          first-step_1.outputs.list[0].id | 1
          first-step_1.outputs.list[*].id | [1,3]
          first-step_1.outputs.list[*].absent | []
          first-step_1.outputs.grid[0][1] | 2
          first-step_1.outputs.grid[*] | [[1,2],[3]]
          first-step_1.outputs.grid[*][*] | [1,2,3]
          first-step_1.outputs.rows[*].cells[*].v | ["a","b","c"]
          first-step_1.outputs.rows[*].cells[0].v | ["a","c"]
          first-step_1.outputs.rows[1].cells[*].v | []
          init_params.file_paths | ["a.pdf","b.pdf"]""")
  void existingValueIsFound(String text, String expected) {
    assertThat(PathExpression.parse(text).evaluate(SCOPE)).isEqualTo(JSON.readTree(expected));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "absent.outputs.x",
        "init_params.absent",
        "init_params.prompt.deeper",
        "init_params.prompt[0]",
        "init_params.prompt[*]",
        "init_params[*]",
        "init_params.nothing.x",
        "init_params.file_paths[2]",
        "init_params.file_paths[-1]",
        "init_params.file_paths[999999999]",
        "init_params.file_paths.0",
      })
  void absentValueIsMissing(String text) {
    assertThat(PathExpression.parse(text).evaluate(SCOPE).isMissingNode()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "`` | expected a name at position 0, found the end",
        ".a | expected a name at position 0, found '.'",
        "a. | expected a name at position 2, found the end",
        "a..b | expected a name at position 2, found '.'",
        "a.b[0 | expected ']' at position 4, found '0'",
        "a.b[] | expected an integer or '*' in the brackets at position 4, found ']'",
        "a.b[x] | expected an integer or '*' in the brackets at position 4, found 'x'",
        "a.b[1.5] | expected an integer or '*' in the brackets at position 4, found '1'",
        "a.b[-] | expected an integer or '*' in the brackets at position 4, found '-'",
        "a.b[1234567890] | an index has at most 9 digits at position 4, found '1'",
        "a.b[0]c | expected '.' or '[' at position 6, found 'c'",
        "a.b] | expected '.' or '[' at position 3, found ']'",
        "[0].a | expected a name at position 0, found '['",
        "a b.c | expected '.' or '[' at position 1, found ' '",
        "https://example.com/x.png | expected '.' or '[' at position 5, found ':'",
        "{{init_params.a}} | expected a name at position 0, found '{'",
      })
  void syntaxErrorIsReportedWithItsPosition(String text, String message) {
    assertThatThrownBy(() -> PathExpression.parse(text))
        .isInstanceOf(PathExpression.Malformed.class)
        .hasMessage(message);
  }

  @Test
  void tooLongExpressionIsRefused() {
    assertThat(PathExpression.parse("a".repeat(1000)).root()).hasSize(1000);
    assertThatThrownBy(() -> PathExpression.parse("a".repeat(1001)))
        .isInstanceOf(PathExpression.Malformed.class)
        .hasMessageContaining("1000 characters");
  }

  @Test
  void messageOmitsControlCharacters() {
    assertThatThrownBy(() -> PathExpression.parse("a\u001b[2J"))
        .hasMessage("expected '.' or '[' at position 1, found '\uFFFD'");
  }

  @Test
  void toStringReturnsTheExpressionAsRead() {
    PathExpression path = PathExpression.parse("a-1.outputs.b[0].c[*].d");

    assertThat(path.root()).isEqualTo("a-1");
    assertThat(path).hasToString("a-1.outputs.b[0].c[*].d");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          init_params.a | 1
          draft.outputs.text | 2
          steps.draft.outputs.text | 2
          init_params | {"a":1}""")
  void valueInTrajectoryIsFound(String text, String expected) {
    JsonNode trajectory =
        JSON.readTree(
            """
            {"init_params": {"a": 1}, "status": "completed",
             "steps": {"draft": {"inputs": {}, "outputs": {"text": 2}}}}
            """);

    assertThat(PathExpression.parse(text).evaluateInTrajectory(trajectory))
        .isEqualTo(JSON.readTree(expected));
    assertThat(PathExpression.parse(text).deadEndIn(trajectory)).isEmpty();
  }

  @Test
  void stepNamedStepsIsAStep() {
    JsonNode trajectory =
        JSON.readTree(
            """
            {"steps": {"steps": {"outputs": {"x": 1}}}}""");

    assertThat(PathExpression.parse("steps.outputs.x").evaluateInTrajectory(trajectory).asInt())
        .isEqualTo(1);
  }

  @Test
  void onlyStepsOfATrajectoryAreSearched() {
    JsonNode trajectory =
        JSON.readTree(
            """
            {"status": "failed", "steps": {}}""");

    assertThat(PathExpression.parse("status").evaluateInTrajectory(trajectory).isMissingNode())
        .isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "draf.outputs.text | '' | [init_params, draft]",
        "steps.draf.outputs | steps | [draft]",
        "init_params.c | init_params | [a, b]",
        "draft.outputs.content | draft.outputs | [text, list]",
        "draft.outputs.list[2].id | draft.outputs.list | [[0], [1], [*]]",
        "draft.outputs.text.x | draft.outputs.text | []",
      })
  void longestExistingPrefixAndItsFieldsAreReported(String text, String reached, String choices) {
    JsonNode trajectory =
        JSON.readTree(
            """
            {"init_params": {"a": 1, "b": 2},
             "steps": {"draft": {"outputs": {"text": "t", "list": [{"id": 1}, {"id": 2}]}}}}
            """);

    PathExpression.DeadEnd end = PathExpression.parse(text).deadEndIn(trajectory).orElseThrow();

    assertThat(end.reached()).isEqualTo(reached);
    assertThat(end.choices()).hasToString(choices);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"plain", "a.b", "x y", "", "say \"hi\"", "back\\slash", "line\nend\t", "[0]"})
  void quotedNamesAreParsedAsWritten(String name) {
    String path = PathExpression.item(PathExpression.field("step_configs", name), 2);
    assertThat(PathExpression.parsePlace(path).toString()).isEqualTo(path);
    assertThat(PathExpression.parsePlace(path).name(1)).contains(name);
    assertThat(PathExpression.parsePlace(PathExpression.field("", name)).name(0)).contains(name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a[\"b\"]", "a['b c']", "[\"a\"]"})
  void quotedNameIsNoExpressionOfJetty(String text) {
    assertThatThrownBy(() -> PathExpression.parse(text))
        .isInstanceOf(PathExpression.Malformed.class);
  }
}
