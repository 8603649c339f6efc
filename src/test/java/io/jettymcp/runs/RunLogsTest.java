package io.jettymcp.runs;

import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.jetty.Failure.BadArguments;
import io.jettymcp.tool.FakeJetty;
import io.jettymcp.tool.Result;
import io.jettymcp.tool.ToolHarness;
import io.jettymcp.tools.Acme;
import io.jettymcp.tools.TrajectoryTools;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class RunLogsTest {
  private static final String RUN = "'task':'test-echo','trajectory_id':'1a2b3c4d'";

  @Test
  void eventsAreShownNewestFirst() {
    ToolHarness call = logs(Acme.jetty(), "{" + RUN + "}");
    assertThat(call.jetty().lines())
        .containsExactly("GET /api/v1/workflows-logs/acme-test-echo--1a2b3c4d");
    assertThat(call.shown())
        .isEqualTo(
            json(
                "{'workflow_id':'acme-test-echo--1a2b3c4d','events':["
                    + "{'time':'t3','level':'warn','step':'echo','message':'odd'},"
                    + "{'time':'t2','level':'error','message':'broke'},"
                    + "{'time':'t1','level':'info','message':'started'}]}"));
  }

  @ParameterizedTest
  @CsvSource({"debug,3", "info,3", "warning,2", "error,1"})
  void eventsBelowTheLevelAreOmitted(String level, int shown) {
    ToolHarness call = logs(Acme.jetty(), "{" + RUN + ",'level':'" + level + "'}");
    assertThat(call.shown().path("events")).hasSize(shown);
  }

  @ParameterizedTest
  @CsvSource({"debug,2", "info,0"})
  void detailsAreBelowInfo(String least, int shown) {
    FakeJetty jetty =
        FakeJetty.replying("[{'level':'DEBUG','message':'m'},{'level':'trace','message':'m'}]");
    ToolHarness call = logs(jetty, "{" + RUN + ",'level':'" + least + "'}");
    assertThat(call.shown().path("events")).hasSize(shown);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'workflow_id':'acme-test-echo--1a2b3c4d'}",
        "{'task':'test-echo','trajectory_id':'acme-test-echo--1a2b3c4d'}"
      })
  void workflowIdSelectsTheRun(String arguments) {
    assertThat(logs(Acme.jetty(), arguments).jetty().lines())
        .containsExactly("GET /api/v1/workflows-logs/acme-test-echo--1a2b3c4d");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{'task':'t'}",
        "{'trajectory_id':'a'}",
        "{'workflow_id':'w--a','task':'t'}",
        "{'workflow_id':'w--a','task':'t','trajectory_id':'a'}"
      })
  void ambiguousRunIsRefused(String arguments) {
    ToolHarness call = logs(Acme.jetty(), arguments);
    call.failure(BadArguments.class);
    assertThat(call.jetty().requests()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          [{'level':'error','message':'m'}]|error|m
          {'events':[{'severity':'CRITICAL','msg':'m','created':'t'}]}|critical|m
          {'logs':[{'message':'m'}]}|info|m
          {'logs':['m']}|info|m
          {'events':[{'odd':1}]}|info|{"odd":1}
          {'logs':'m'}|info|m
          'm'|info|m
          {'entries':7}|info|{"entries":7}""")
  void variousFormsOfLogsAreRead(String answer, String level, String message) {
    ToolHarness call = logs(FakeJetty.replying(answer), "{" + RUN + "}");
    JsonNode event = call.shown().path("events").path(0);
    assertThat(event.path("level").asString()).isEqualTo(level);
    assertThat(event.path("message").asString()).isEqualTo(message);
    assertThat(call.shown().path("events")).hasSize(1);
  }

  @Test
  void tracebackKeepsItsEnd() {
    String message = "x".repeat(9_000) + "KeyError";
    ToolHarness call = logs(FakeJetty.replying("['" + message + "']"), "{" + RUN + "}");
    assertThat(call.shown().path("events").path(0).path("message").asString()).isEqualTo(message);
  }

  @Test
  void stringIsReadLineByLine() {
    ToolHarness call = logs(FakeJetty.replying("{'logs':'one\\n\\ntwo\\n'}"), "{" + RUN + "}");
    assertThat(call.shown().path("events").path(0).path("message").asString()).isEqualTo("two");
    assertThat(call.shown().path("events")).hasSize(2);
  }

  @Test
  void tailIsTheNewestEventsAndALongerTailIsSuggested() {
    FakeJetty jetty = events(1_500);
    ToolHarness call = logs(jetty, "{" + RUN + ",'tail':50,'level':'info','max_bytes':20000}");
    assertThat(call.shown().path("events")).hasSize(50);
    assertThat(call.shown().path("events").path(0).path("message").asString()).isEqualTo("m1499");
    assertThat(call.result().maxBytes()).isEqualTo(20_000);
    Result.Page page = call.result().page().orElseThrow();
    assertThat(page.more()).isTrue();
    assertThat(page.rest().apply(50).arguments())
        .isEqualTo(
            json(
                "{'workflow_id':'acme-test-echo--1a2b3c4d','collection':'acme','level':'info',"
                    + "'tail':250,'max_bytes':100000}"));
    assertThat(page.rest().apply(20).arguments().path("level").asString()).isEqualTo("error");
  }

  @Test
  void longestTailSuggestsTheErrors() {
    ToolHarness call = logs(events(1_500), "{" + RUN + ",'tail':1000}");
    assertThat(
            call.result()
                .page()
                .orElseThrow()
                .rest()
                .apply(1_000)
                .arguments()
                .path("level")
                .asString())
        .isEqualTo("error");
  }

  @Test
  void errorsThatDoNotFitSuggestFewerOfThem() {
    ToolHarness call =
        logs(
            FakeJetty.replying("[{'level':'error','message':'m'}]"),
            "{" + RUN + ",'level':'error','max_bytes':100000,'tail':400}");
    assertThat(call.result().page().orElseThrow().rest().apply(30).arguments())
        .isEqualTo(
            json(
                "{'workflow_id':'acme-test-echo--1a2b3c4d','collection':'acme','level':'error',"
                    + "'tail':15,'max_bytes':100000}"));
  }

  private static FakeJetty events(int count) {
    return FakeJetty.replying(
        IntStream.range(0, count)
            .mapToObj(i -> "{'message':'m" + i + "'}")
            .collect(Collectors.joining(",", "{'events':[", "]}")));
  }

  private static ToolHarness logs(FakeJetty jetty, String arguments) {
    return ToolHarness.of(TrajectoryTools.GET_WORKFLOW_LOGS, jetty, arguments);
  }

  private static JsonNode json(String text) {
    return FakeJetty.json(text);
  }
}
