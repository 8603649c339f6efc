package io.jettymcp.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KnownIssuesTest {
  @Test
  void everyListedMessageIsMatched() {
    for (KnownIssue issue : KnownIssues.ALL) {
      issue
          .message()
          .ifPresent(
              message -> {
                assertThat(KnownIssues.matching(issue.activity(), message)).contains(issue);
                assertThat(KnownIssues.matching("", "Step failed: " + message + " (attempt 3)"))
                    .contains(issue);
              });
    }
    assertThat(KnownIssues.ALL.stream().filter(issue -> issue.message().isPresent())).hasSize(6);
  }

  @Test
  void issuesOfOtherActivitiesDoNotMatch() {
    String message = "ValueError: items_path is required";
    assertThat(KnownIssues.matching("text_echo", message)).isEmpty();
    assertThat(KnownIssues.matching("list_emit_await", message))
        .contains(KnownIssues.FAN_OUT_ITEMS);
    assertThat(KnownIssues.matching("an_activity_of_tomorrow", message))
        .contains(KnownIssues.FAN_OUT_ITEMS);
    assertThat(KnownIssues.matching("passthrough", "No step registered for 'completion'"))
        .contains(KnownIssues.RUNBOOK_STUB);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "items", "required", "ValueError: ", "image"})
  void genericMessageMatchesNothing(String message) {
    assertThat(KnownIssues.matching("", message)).isEmpty();
  }

  @Test
  void wrongParameterInConfigIsFound() {
    assertThat(
            KnownIssues.inConfig(
                "simple_judge", LintedJson.read("{'item': 'x', 'criteria_path': 'a.b'}")))
        .contains(KnownIssues.JUDGE_CRITERIA);
    assertThat(KnownIssues.inConfig("simple_judge", LintedJson.read("{'item': 'x'}"))).isEmpty();
    assertThat(KnownIssues.inConfig("text_echo", LintedJson.read("{'content': 'x'}"))).isEmpty();
    assertThat(KnownIssues.inConfig("", LintedJson.read("[]"))).isEmpty();
  }
}
