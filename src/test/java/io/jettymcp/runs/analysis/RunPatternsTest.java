package io.jettymcp.runs.analysis;

import static io.jettymcp.runs.RunSamples.failed;
import static io.jettymcp.runs.RunSamples.finding;
import static io.jettymcp.runs.RunSamples.kinds;
import static io.jettymcp.runs.RunSamples.run;
import static io.jettymcp.runs.RunSamples.scored;
import static io.jettymcp.runs.RunSamples.shown;
import static io.jettymcp.runs.RunSamples.timed;
import static io.jettymcp.tool.FakeJetty.json;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Tests the patterns that analyze-runs finds. */
class RunPatternsTest {
  @Test
  void failuresThatDifferOnlyInNumbersAreGrouped() {
    JsonNode shown =
        shown(
            failed("a1", "draft", "Timeout of 30 s for run 1a2b3c4d"),
            failed("a2", "draft", "KeyError: 'a'"),
            run("a3", "completed", 5, ""),
            failed("a4", "draft", "Timeout of 31 s  for run 99999999"),
            failed("a5", "judge", "Timeout of 30 s for run 1a2b3c4d"));
    assertThat(shown.path("failures").path(0))
        .isEqualTo(
            json(
                """
                {"step":"draft","cause":"timed_out","message":"Timeout of 30 s for run 1a2b3c4d",
                 "count":2,"trajectory_ids":["a1","a4"],
                 "fix":"It exceeded its time limit: raise timeout_sec of the step, or give it less to do."}"""));
    assertThat(shown.path("failures")).hasSize(3);
    assertThat(kinds(shown)).isEmpty();
  }

  @Test
  void messagesOfOneCauseAreGrouped() {
    JsonNode shown =
        shown(
            failed("a1", "draft", "RateLimitError: too many requests"),
            failed("a2", "draft", "429: quota exceeded for project 7"),
            failed("a3", "draft", "KeyError: 'a'"),
            failed("a4", "draft", "KeyError:  'a'"));
    assertThat(shown.path("failures"))
        .extracting(failure -> failure.path("count").asInt())
        .containsExactly(2, 2);
    assertThat(shown.at("/failures/0/cause").asString()).isEqualTo("rate_limited");
    assertThat(shown.at("/failures/1").has("cause")).isFalse();
  }

  @Test
  void fixOfARepeatedIssueIsSuggested() {
    String error = "ValueError: items_path is required";
    JsonNode shown =
        shown(
            failed("a1", "each", error), failed("a2", "each", error), failed("a3", "each", error));
    assertThat(shown.at("/failures/0/fix").asString())
        .isEqualTo(
            "Problem: no items_path (items is not read). Instead: items_path, with the list in"
                + " init_params.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'iterations':4|true",
        "'retries':2|true",
        "'rounds':[{},{},{}]|true",
        "'rounds':[{'score':1},{'score':3},{'score':2}]|true",
        "'history':[3,3]|true",
        "'rounds':[{'score':1},{'score':2}]|false",
        "'iterations':1|false",
        "'iterations':'many'|false",
        "'iterations':1e300|false"
      })
  void roundsWithoutGainAreIterationWaste(String outputs, boolean waste) {
    String steps = "'steps':{'write':{'outputs':{" + outputs + "}}}";
    JsonNode shown =
        shown(
            run("a1", "completed", 9, steps),
            run("a2", "completed", 9, steps),
            run("a3", "completed", 9, ""));
    assertThat(kinds(shown).contains("iteration_waste")).isEqualTo(waste);
  }

  @Test
  void repeatedStepIsIterationWaste() {
    String again = "'completed_steps':['a','a','a'],'steps':{'a':{'outputs':{}}}";
    JsonNode shown =
        shown(
            run("a1", "completed", 9, again),
            run("a2", "completed", 9, again),
            run("a3", "completed", 9, again));
    assertThat(finding(shown, "iteration_waste").path("what").asString())
        .isEqualTo("3 of 3 runs needed more than 2 rounds of the step a (median 3.0)");
  }

  @Test
  void timeoutsAreFoundByStatusMessageAndDuration() {
    String late =
        "'step_configs':{'run':{'timeout_sec':100}},"
            + "'steps':{'run':{'duration_seconds':99,'outputs':{}}}";
    JsonNode shown =
        shown(
            run("a1", "completed", 99, late),
            failed("a2", "run", "Activity timed out"),
            run("a3", "completed", 50, late.replace("99", "50")),
            run("a4", "timed_out", 500, ""));
    assertThat(shown.path("failures"))
        .extracting(failure -> failure.path("cause").asString())
        .containsExactly("timed_out", "timed_out");
    assertThat(finding(shown, "time_limit").path("trajectory_ids")).isEqualTo(json("['a1']"));
  }

  @Test
  void slowestStepIsNamed() {
    JsonNode shown =
        shown(timed("a1", 30, 2), timed("a2", 32, 3), timed("a3", 31, 2), timed("a4", 200, 2));
    assertThat(shown.path("findings"))
        .extracting(finding -> finding.path("what").asString())
        .containsExactly(
            "The step slow takes most of the time in 4 of 4 runs (median 31.5 s)",
            "1 of 4 runs took more than 3 times the median of 31.5 s for the step slow");
    assertThat(shown.path("findings").path(1).path("trajectory_ids")).isEqualTo(json("['a4']"));
  }

  @Test
  void quickStepsAreIgnored() {
    assertThat(kinds(shown(timed("a1", 3, 1), timed("a2", 3, 1), timed("a3", 9, 1)))).isEmpty();
  }

  @Test
  void unchangedScoresAreAPlateau() {
    JsonNode flat =
        shown(scored("a1", "3.1"), scored("a2", "3.0"), scored("a3", "3.1"), scored("a4", "3.05"));
    assertThat(finding(flat, "plateau").path("what").asString())
        .isEqualTo(
            "The score score.quality stays at about 3.062 in the newest 4 runs that have it");
    assertThat(finding(flat, "plateau").path("trajectory_ids")).hasSize(4);
    assertThat(kinds(shown(scored("a1", "4"), scored("a2", "3"), scored("a3", "2")))).isEmpty();
    assertThat(kinds(shown(scored("a1", "3"), scored("a2", "3"), scored("a3", "good")))).isEmpty();
  }

  @Test
  void plateauCoversTheNewestRunsOnly() {
    JsonNode shown =
        shown(
            IntStream.range(0, 8)
                .mapToObj(i -> scored("a" + i, i < 5 ? "3" : "" + (8 - i) / 10.0))
                .toArray(String[]::new));
    assertThat(finding(shown, "plateau").path("trajectory_ids"))
        .isEqualTo(json("['a0','a1','a2','a3','a4']"));
    JsonNode risen =
        shown(scored("a1", "0.62"), scored("a2", "0.62"), scored("a3", "0.61"), scored("a4", "4"));
    assertThat(finding(risen, "plateau").path("what").asString())
        .isEqualTo(
            "The score score.quality stays at about 0.617 in the newest 3 runs that have it");
    assertThat(
            kinds(
                shown(scored("a1", "2"), scored("a2", "3"), scored("a3", "3"), scored("a4", "3"))))
        .isEmpty();
  }

  /** Fills a page with distinct steps and labels. */
  @Test
  @Timeout(20)
  void hostileListsTakeLittleTime() {
    String[] runs = new String[10];
    for (int i = 0; i < runs.length; i++) {
      String number = "" + i;
      String steps =
          IntStream.range(0, 5_000)
              .mapToObj(
                  n -> "'s" + number + "-" + n + "':{'duration_seconds':9,'outputs':{'score':1}}")
              .collect(Collectors.joining(","));
      String labels =
          IntStream.range(0, 5_000)
              .mapToObj(n -> "{'key':'score." + number + "-" + n + "','value':'1'}")
              .collect(Collectors.joining(","));
      runs[i] = run("a" + i, "completed", 1, "'steps':{" + steps + "},'labels':[" + labels + "]");
    }
    assertThat(shown(runs).path("labels")).hasSize(15);
  }
}
