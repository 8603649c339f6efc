package io.jettymcp.runs;

import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.tool.FakeJetty;
import io.jettymcp.tool.Routes;
import io.jettymcp.tool.ToolHarness;
import io.jettymcp.tools.Acme;
import io.jettymcp.tools.RunTools;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Tests the use of trial keys, and the trial status in results. */
class RunTrialTest {
  private static final String ACTIVE = "{'active':true,'runs_used':3,'runs_limit':10}";
  private static final String ENDED = "{'active':false}";
  private static final String FREE = "{'environment_variables':{'SLACK_URL':true}}";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "OPENROUTER_API_KEY",
        "OPENAI_API_KEY",
        "ANTHROPIC_API_KEY",
        "GEMINI_API_KEY",
        "REPLICATE_API_TOKEN"
      })
  void ownKeyOfTheCollectionReplacesTrialKeys(String key) {
    String own = "{'environment_variables':{'" + key + "':true}}";
    String deleted = "{'environment_variables':{'" + key + "':null}}";
    assertThat(usesTrialKeys("", ACTIVE, own)).isFalse();
    assertThat(usesTrialKeys("", ACTIVE, deleted)).isTrue();
    assertThat(usesTrialKeys(",'use_trial_keys':'yes'", ACTIVE, own)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "'', true, true",
    "'auto', true, true",
    "'auto', false, false",
    "'yes', false, true",
    "'no', true, false",
    "'true', false, true",
    "'false', true, false"
  })
  void argumentOverridesTheTrialStatus(String argument, boolean active, boolean used) {
    String given = argument.isEmpty() ? "" : ",'use_trial_keys':'" + argument + "'";
    assertThat(usesTrialKeys(given, active ? ACTIVE : ENDED, FREE)).isEqualTo(used);
  }

  @Test
  void booleansAreAccepted() {
    assertThat(usesTrialKeys(",'use_trial_keys':true", ENDED, FREE)).isTrue();
    assertThat(usesTrialKeys(",'use_trial_keys':false", ACTIVE, FREE)).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "{'runs_used':4,'runs_limit':10,'runs_remaining':6,'minutes_remaining':42}"
            + "|Trial run 4/10 -- 42 minutes remaining|none",
        "{'runs_used':4,'runs_limit':10,'runs_remaining':6}|Trial run 4/10|none",
        "{'runs_used':4,'runs_limit':10,'minutes_remaining':null}|Trial run 4/10|none",
        "{'runs_used':7,'runs_limit':10,'runs_remaining':3}|Trial run 7/10|none",
        "{'runs_used':8,'runs_limit':10,'runs_remaining':2}|Trial run 8/10|2.*before they run out",
        "{'runs_used':9,'runs_limit':10}|Trial run 9/10|1.*before they run out",
        "{'runs_used':10,'runs_limit':10,'runs_remaining':0}|Trial run 10/10|0.*to go on",
        "{'runs_remaining':1}|none|1.*before they run out",
        "null|none|none",
        "{}|none|none"
      })
  void resultShowsTheTrialInOneLine(String trial, String line, String left) {
    JsonNode shown = run("", ACTIVE, FREE, trial).shown();
    assertThat(shown.path("trial").asString("none")).isEqualTo(line);
    if (left.equals("none")) {
      assertThat(shown.has("warnings")).isFalse();
    } else {
      assertThat(shown.path("warnings").path(0).asString())
          .matches("Trial runs left: " + left + "\\.");
    }
  }

  private static boolean usesTrialKeys(String argument, String trial, String environment) {
    return FakeJetty.body(run(argument, trial, environment, "null").jetty().requests().get(3))
        .contains("use_trial_keys=true");
  }

  private static ToolHarness run(String argument, String trial, String environment, String reply) {
    String answer = "{'workflow_id':'acme-test-echo--1a2b3c4d','trial':" + reply + "}";
    FakeJetty jetty =
        new Routes()
            .on(RunStartTest.TASK, Acme.TASK)
            .on(RunStartTest.TRIAL, trial)
            .on(RunStartTest.ENVIRONMENT, environment)
            .on(RunStartTest.RUN, answer)
            .jetty();
    String arguments = "{'task':'test-echo'" + argument + "}";
    return ToolHarness.of(RunTools.RUN_TASK, jetty, arguments);
  }
}
