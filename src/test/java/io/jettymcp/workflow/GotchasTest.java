package io.jettymcp.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which gotcha a failed step fell for. */
class GotchasTest {
  @Test
  void everyMessageOfTheTableIsFoundAgain() {
    for (Gotcha gotcha : Gotchas.ALL) {
      gotcha
          .message()
          .ifPresent(
              message -> {
                assertThat(Gotchas.matching(gotcha.activity(), message)).contains(gotcha);
                assertThat(Gotchas.matching("", "Step failed: " + message + " (attempt 3)"))
                    .contains(gotcha);
              });
    }
    assertThat(Gotchas.ALL.stream().filter(gotcha -> gotcha.message().isPresent())).hasSize(6);
  }

  @Test
  void anActivityHasOnlyItsOwnGotchas() {
    String message = "ValueError: items_path is required";
    assertThat(Gotchas.matching("text_echo", message)).isEmpty();
    assertThat(Gotchas.matching("list_emit_await", message)).contains(Gotchas.FAN_OUT_ITEMS);
    assertThat(Gotchas.matching("an_activity_of_tomorrow", message))
        .contains(Gotchas.FAN_OUT_ITEMS);
    assertThat(Gotchas.matching("passthrough", "No step registered for 'completion'"))
        .contains(Gotchas.RUNBOOK_STUB);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "items", "required", "ValueError: ", "image"})
  void wordsThatSayLittleMatchNothing(String message) {
    assertThat(Gotchas.matching("", message)).isEmpty();
  }

  @Test
  void aWrongParameterInAConfigIsFoundWhateverElseStandsThere() {
    assertThat(
            Gotchas.inConfig(
                "simple_judge", LintedJson.read("{'item': 'x', 'criteria_path': 'a.b'}")))
        .contains(Gotchas.JUDGE_CRITERIA);
    assertThat(Gotchas.inConfig("simple_judge", LintedJson.read("{'item': 'x'}"))).isEmpty();
    assertThat(Gotchas.inConfig("text_echo", LintedJson.read("{'content': 'x'}"))).isEmpty();
    assertThat(Gotchas.inConfig("", LintedJson.read("[]"))).isEmpty();
  }

  @Test
  void oneStepIsLintedAmongTheOthers() {
    var workflow =
        LintedJson.read(
            "{'init_params': {}, 'steps': ['a', 'b'], 'step_configs': {"
                + "'a': {'activity': 'litellm_chat', 'user_prompt': 'x'},"
                + "'b': {'activity': 'text_echo', 'text_path': 'a.outputs.content'}}}");
    assertThat(new Linter().lintStep(workflow, "b"))
        .extracting(Finding::where)
        .containsExactly("step_configs.b.text_path");
    assertThat(new Linter().lintStep(workflow, "c")).isEmpty();
    assertThat(new Linter().lintStep(LintedJson.read("[]"), "a")).isEmpty();
  }
}
