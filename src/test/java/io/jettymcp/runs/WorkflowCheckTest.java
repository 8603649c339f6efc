package io.jettymcp.runs;

import static io.jettymcp.tool.FakeJetty.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.jettymcp.jetty.Failure.BadArguments;
import io.jettymcp.lint.Severity;
import io.jettymcp.workflow.Finding;
import io.jettymcp.workflow.Linter;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class WorkflowCheckTest {
  private static final String WORKFLOW =
      """
      {
        'init_params': {'topic': 'sea'},
        'step_configs': {'a': {'activity': 'text_echo', 'text_path': 'init_params.topic'}},
        'steps': ['a']
      }
      """;

  private static final JsonNode GOOD = json(WORKFLOW);
  private static final JsonNode BAD =
      json(WORKFLOW.replace("init_params.topic", "gone.outputs.text"));
  private static final JsonNode HIDDEN = json(WORKFLOW.replace("init_params.topic", "[redacted]"));

  @Test
  void failureAtAHiddenPlaceIsReportedAsHidden() {
    BadArguments refused =
        catchThrowableOfType(
            BadArguments.class, () -> WorkflowCheck.beforeReplacing(BAD, GOOD, false));
    assertThat(refused.problem())
        .contains("hidden value that makes a run fail", "skip_validation")
        .doesNotContain("gone");
  }

  @Test
  void failureAtAHiddenPlaceIsAWarningIfValidationIsSkipped() {
    assertThat(WorkflowCheck.beforeReplacing(BAD, GOOD, true))
        .extracting(Finding::severity)
        .containsExactly(Severity.FAILS);
  }

  @Test
  void findingsThatHidingBroughtAreNotReported() {
    assertThat(new Linter().lint(HIDDEN)).isNotEmpty();
    assertThat(WorkflowCheck.beforeReplacing(GOOD, HIDDEN, false)).isEmpty();
    assertThat(valid(WorkflowCheck.of(new Linter(), GOOD, HIDDEN))).isTrue();
  }

  @Test
  void findingsAboutAMarkAreNotReportedIfTheValueIsUnknown() {
    assertThat(valid(WorkflowCheck.of(new Linter(), HIDDEN, HIDDEN))).isTrue();
  }

  @Test
  void findingThatBothHaveQuotesTheShownWorkflow() {
    List<Finding> findings = WorkflowCheck.of(new Linter(), BAD, HIDDEN).findings();
    assertThat(findings).isNotEmpty();
    assertThat(findings.toString()).doesNotContain("gone");
  }

  private static boolean valid(WorkflowCheck check) {
    return WorkflowCheck.VIEW.read(check).path("valid").asBoolean();
  }
}
