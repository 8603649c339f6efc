package io.jettymcp.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class WorkflowChangesTest {
  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(JsonReadFeature.ALLOW_SINGLE_QUOTES).build();

  private static final String STORED =
      """
      {
        'init_params': {'model': 'gpt-4o', 'a.b': 1, 'key': 'sk-one'},
        'step_configs': {'draft': {'activity': 'litellm_chat'}, 'my step': {'activity': 'x'}},
        'steps': ['draft', 'my step', 'last']
      }
      """;

  private static final StoredTree TREE =
      new StoredTree(json(STORED), json(STORED.replace("sk-one", "[redacted]")));

  private static JsonNode json(String text) {
    return MAPPER.readTree(text);
  }

  private static StoredTree.Edited edit(String changes) {
    return TREE.changedBy(List.copyOf(json(changes).values()));
  }

  private static JsonNode changed(String changes) {
    StoredTree.Edited edited = edit(changes);
    assertThat(edited.problems()).isEmpty();
    assertThat(edited.unknownMarks()).isEmpty();
    return edited.tree();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          init_params.model | /init_params/model
          workflow.init_params.model | /init_params/model
          init_params["a.b"] | /init_params/a.b
          init_params['a.b'] | /init_params/a.b
          step_configs["my step"].activity | /step_configs/my step/activity
          step_configs.draft.new | /step_configs/draft/new
          step_configs["new step"] | /step_configs/new step
          steps[1] | /steps/1
          steps[3] | /steps/3
          labels | /labels""")
  void valueIsSet(String path, String pointer) {
    String quoted = path.replace("\"", "\\\"").replace("'", "\\u0027");
    JsonNode tree = changed("[{'path': '" + quoted + "', 'value': {'x': 1}}]");
    assertThat(tree.at(pointer)).isEqualTo(json("{'x': 1}"));
  }

  @Test
  void storedTreeIsNotChanged() {
    changed(
        "[{'path': 'init_params.model', 'value': 'new'}, {'path': 'steps[0]', 'remove': true}]");
    assertThat(TREE.stored()).isEqualTo(json(STORED));
  }

  @Test
  void valueIsRemoved() {
    assertThat(changed("[{'path': 'init_params', 'remove': true}]").has("init_params")).isFalse();
  }

  @Test
  void indicesReferToTheStoredList() {
    String changes =
        "[{'path': 'steps[0]', 'remove': true}, {'path': 'steps[1]', 'remove': true},"
            + " {'path': 'steps[2]', 'value': 'end'}, {'path': 'steps[3]', 'value': 'more'}]";
    assertThat(changed(changes).path("steps")).isEqualTo(json("['end', 'more']"));
  }

  @Test
  void laterChangeFillsAnAddedObject() {
    String changes =
        "[{'path': 'step_configs.new', 'value': {}},"
            + " {'path': 'step_configs.new.activity', 'value': 'text_echo'}]";
    assertThat(changed(changes).at("/step_configs/new"))
        .isEqualTo(json("{'activity': 'text_echo'}"));
  }

  @Test
  void hiddenValueKeepsItsStoredValue() {
    assertThat(changed("[{'path': 'init_params.key', 'value': '[redacted]'}]"))
        .isEqualTo(json(STORED));
  }

  @Test
  void markThatReplacesNothingIsReportedWithItsPath() {
    assertThat(edit("[{'path': 'init_params.other', 'value': {'x': '[redacted]'}}]").unknownMarks())
        .containsExactly("init_params.other.x");
  }

  @Test
  void changeInsideALaterReplacedPlaceIsReported() {
    String changes =
        "[{'path': 'steps[0]', 'remove': true}, {'path': 'steps', 'value': ['my step']}]";
    assertThat(edit(changes).problems())
        .containsExactly("steps[0]: lies inside a place that another change replaces");
  }

  @Test
  void changeInsideARemovedItemIsReported() {
    JsonNode stored = json("{'items': [{'n': 1}, {'n': 2}]}");
    StoredTree tree = new StoredTree(stored, stored);
    String changes = "[{'path': 'items[0]', 'remove': true}, {'path': 'items[0].n', 'value': 3}]";
    assertThat(tree.changedBy(List.copyOf(json(changes).values())).problems())
        .containsExactly("items[0].n: lies inside a place that another change replaces");
  }

  @Test
  void pathDeeperThanATreeIsReported() {
    String path = "a.".repeat(60_000) + "a";
    assertThat(edit("[{'path': '" + path + "', 'value': 1}]").problems())
        .singleElement()
        .asString()
        .endsWith("a path has at most 200 parts");
  }

  @Test
  void swappedObjectsKeepTheirValues() {
    String stored = "{'a': {'n': 1, 'key': 'one'}, 'b': {'n': 2, 'key': 'two'}}";
    StoredTree tree =
        new StoredTree(
            json(stored), json(stored.replace("one", "[redacted]").replace("two", "[redacted]")));
    String changes =
        "[{'path': 'a', 'value': {'n': 2, 'key': '[redacted]'}},"
            + " {'path': 'b', 'value': {'n': 1, 'key': '[redacted]'}}]";
    assertThat(tree.changedBy(List.copyOf(json(changes).values())).tree())
        .isEqualTo(json("{'a': {'n': 2, 'key': 'two'}, 'b': {'n': 1, 'key': 'one'}}"));
  }

  @Test
  void impossibleChangesAreAllReported() {
    String changes =
        "[{'path': 'init_param.model', 'value': 1}, {'path': 'steps[4]', 'value': 1},"
            + " {'path': 'steps[-1]', 'remove': true}, {'path': 'steps.x', 'value': 1},"
            + " {'path': 'init_params.modle', 'remove': true}, {'path': 'init_params[0]', 'value': 1},"
            + " {'path': 'steps[*]', 'value': 1}, {'path': 'a b', 'value': 1},"
            + " {'path': 'init_params.model'}, {'value': 1}, {'path': 'x', 'to': 1},"
            + " {'path': 'y', 'value': 1, 'remove': true}, {'path': 'z', 'value': 1},"
            + " {'path': 'z', 'value': 2}]";
    assertThat(edit(changes).problems())
        .containsExactly(
            "init_param.model: the workflow has no \"init_param\". Did you mean \"init_params\"? It"
                + " has init_params, step_configs, steps",
            "steps[4]: steps has 3 items; [3] appends one",
            "steps[-1]: steps has 3 items; [3] appends one",
            "steps.x: steps is not an object",
            "init_params.modle: init_params has no \"modle\". Did you mean \"model\"? It has model,"
                + " a.b, key",
            "init_params[0]: init_params is not a list",
            "steps[*]: [*] is not one place",
            "a b: expected '.' or '[' at position 1, found ' '",
            "init_params.model: requires either \"value\" or \"remove\": true",
            "changes[9]: \"path\" is missing",
            "x: there is no \"to\"; use path and value or remove",
            "y: requires either \"value\" or \"remove\": true",
            "z: is given twice");
  }
}
