package io.jettymcp.runs;

import static io.jettymcp.runs.RunSamples.TOP;
import static io.jettymcp.runs.RunSamples.TOP_LOG;
import static io.jettymcp.runs.RunSamples.VAGUE;
import static io.jettymcp.runs.RunSamples.db;
import static io.jettymcp.runs.RunSamples.debugTop;
import static io.jettymcp.runs.RunSamples.fanOut;
import static io.jettymcp.runs.RunSamples.judge;
import static io.jettymcp.runs.RunSamples.log;
import static io.jettymcp.runs.RunSamples.task;
import static io.jettymcp.tool.FakeJetty.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.jetty.Failure.Refused;
import io.jettymcp.jetty.Failure.TooLarge;
import io.jettymcp.tool.FakeJetty;
import io.jettymcp.tool.Next;
import io.jettymcp.tool.Routes;
import io.jettymcp.tool.ToolHarness;
import io.jettymcp.tools.TrajectoryTools;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Tests that debug-run follows child runs. */
class RootCauseSearchTest {
  @Test
  void nestedFanOutsAreFollowedToTheDeepestFailure() {
    ToolHarness call =
        debugTop(
            new Routes()
                .on(TOP, fanOut("failed", VAGUE, "mid bbbb0001", "mid bbbb0002"))
                .on(db("mid", "bbbb0001"), "{'status':'completed'}")
                .on(db("mid", "bbbb0002"), fanOut("failed", VAGUE, "leaf cccc0001"))
                .on(db("leaf", "cccc0001"), judge("ValueError: nothing to judge"))
                .on(
                    log("leaf", "cccc0001"),
                    """
                    {"events":[{"level":"info","message":"began"},
                     {"level":"error","message":"ValueError: nothing to judge"},
                     {"level":"info","message":"ended"}]}"""));
    JsonNode shown = call.shown();
    assertThat(shown.path("finding").asString())
        .isEqualTo("The step rate of the task leaf failed, 2 levels below this run.");
    assertThat(shown.path("root_cause"))
        .isEqualTo(
            json(
                """
                {"task":"leaf","trajectory_id":"cccc0001","step":"rate",
                 "activity":"simple_judge","error":"ValueError: nothing to judge",
                 "url":"https://jetty.io/acme/leaf/cccc0001"}"""));
    assertThat(shown.path("failed_steps"))
        .extracting(stop -> stop.path("task").asString() + " " + stop.path("step").asString())
        .containsExactly("top each", "mid each", "leaf rate");
    assertThat(shown.path("known_issue").path("wrong").asString())
        .isEqualTo("content, content_path");
    assertThat(shown.path("fix").asString())
        .isEqualTo(
            "Change the step rate of the task leaf. Problem: content, content_path."
                + " Instead: item, item_path (or items, items_path).");
    assertThat(shown.path("log_errors")).hasSize(1);
    assertThat(shown.has("log_tail")).isFalse();
    assertThat(call.result().next())
        .extracting(Next::tool)
        .containsExactly("get-trajectory", "get-task");
    assertThat(call.result().next().get(0).arguments())
        .isEqualTo(
            json(
                """
                {"collection":"acme","task":"leaf","trajectory_id":"cccc0001","step":"rate"}"""));
  }

  @Test
  void failedChildOfACompletedFanOutIsFound() {
    ToolHarness call =
        debugTop(
            new Routes()
                .on(TOP, fanOut("completed", "'x':1", "leaf bbbb0001", "leaf bbbb0002"))
                .on(db("leaf", "bbbb0001"), "{'status':'completed'}")
                .on(db("leaf", "bbbb0002"), judge("broke"))
                .on(log("leaf", "bbbb0002"), "[]"));
    assertThat(call.shown().path("finding").asString())
        .isEqualTo(
            "The step rate of the task leaf failed, 1 level below this run, which completed anyway.");
    assertThat(call.shown().path("failed_steps")).hasSize(2);
  }

  @Test
  void childNamedOnlyByTheErrorIsFound() {
    ToolHarness call =
        debugTop(
            new Routes()
                .on(
                    TOP,
                    """
                    {"status":"failed","step_configs":{"each":{"activity":"list_emit_await",
                     "child_workflow_name":"leaf"}},"steps":{"each":{"status":"failed",
                     "error":"Workflow acme-leaf--bbbb0002 failed"}}}""")
                .on(db("leaf", "bbbb0002"), judge("broke"))
                .on(log("leaf", "bbbb0002"), "[]"));
    assertThat(call.shown().path("root_cause").path("task").asString()).isEqualTo("leaf");
  }

  @Test
  void failedFanInLeadsToTheChildrenOfItsFanOut() {
    String parent =
        """
        {"status":"failed","step_configs":{"each":{"activity":"list_emit_await"},
         "join":{"activity":"text_concatenate","texts_path":"each.outputs.x"}},
         "steps":{"each":{"status":"completed","outputs":{"trajectory_references":
         [{"trajectory_id":"bbbb0002","name":"acme/leaf"}]}},
         "join":{"status":"failed","error":"nothing to join"}}}""";
    ToolHarness call =
        debugTop(
            new Routes()
                .on(TOP, parent)
                .on(db("leaf", "bbbb0002"), judge("broke"))
                .on(log("leaf", "bbbb0002"), "[]"));
    assertThat(call.shown().path("failed_steps"))
        .extracting(stop -> stop.path("step").asString())
        .containsExactly("join", "rate");
  }

  @Test
  void runsOfAnotherCollectionAreNotedButNotRead() {
    String parent = fanOut("failed", VAGUE, "leaf bbbb0001").replace("acme/leaf", "secret/leaf");
    ToolHarness call = debugTop(new Routes().on(TOP, parent).on(TOP_LOG, "[]"));
    assertThat(call.jetty().lines()).containsExactly(TOP, TOP_LOG, task("top"));
    assertThat(call.shown().path("notes"))
        .isEqualTo(
            json(
                """
                ["Runs of secret/leaf are in another collection and were not checked."]"""));
    assertThat(call.shown().path("root_cause").path("step").asString()).isEqualTo("each");
  }

  @Test
  void cyclesAndDepthOfRunsAreLimited() {
    ToolHarness circle =
        debugTop(
            new Routes()
                .on(TOP, fanOut("failed", VAGUE, "mid bbbb0001", "top aaaa0001"))
                .on(db("mid", "bbbb0001"), fanOut("failed", VAGUE, "top aaaa0001", "mid bbbb0001"))
                .on(log("mid", "bbbb0001"), "[]"));
    assertThat(circle.shown().path("failed_steps")).hasSize(2);
    FakeJetty endless = new FakeJetty(request -> endless(FakeJetty.line(request)));
    ToolHarness call =
        ToolHarness.of(
            TrajectoryTools.DEBUG_RUN, endless, "{'task':'top','trajectory_id':'00000001'}");
    assertThat(call.shown().path("failed_steps")).hasSize(10);
    assertThat(call.shown().path("notes"))
        .isEqualTo(json("['Only 10 levels of runs were followed.']"));
  }

  private static JsonNode endless(String line) {
    if (line.equals(task("top"))) {
      throw Routes.notFound();
    }
    String id = line.substring(line.lastIndexOf('/') + 1);
    return line.contains("logs")
        ? json("[]")
        : FakeJetty.json(
            fanOut(
                "failed",
                VAGUE,
                "top %08d".formatted(Integer.parseInt(id.replaceAll("\\D", "")) + 1)));
  }

  @Test
  void firstAndLastOfManyChildrenAreChecked() {
    String[] children =
        IntStream.range(0, 100).mapToObj("leaf bbbb%04d"::formatted).toArray(String[]::new);
    Routes routes = new Routes().on(TOP, fanOut("failed", VAGUE, children));
    for (int i = 0; i < 99; i++) {
      routes.on(db("leaf", "bbbb%04d".formatted(i)), "{'status':'completed'}");
    }
    routes.on(db("leaf", "bbbb0099"), judge("broke")).on(log("leaf", "bbbb0099"), "[]");
    ToolHarness call = debugTop(routes);
    assertThat(call.shown().path("root_cause").path("trajectory_id").asString())
        .isEqualTo("bbbb0099");
    assertThat(call.shown().path("notes"))
        .isEqualTo(json("['Only 40 of 100 child runs were checked.']"));
    assertThat(call.jetty().requests()).hasSize(44);
  }

  @Test
  void unreadableChildrenAreCounted() {
    ToolHarness call =
        debugTop(
            new Routes()
                .on(TOP, fanOut("failed", VAGUE, "leaf bbbb0001", "leaf bbbb0002"))
                .on(db("leaf", "bbbb0001"), new TooLarge(1))
                .on(db("leaf", "bbbb0002"), new Refused(Refused.Kind.FORBIDDEN, 403, "x"))
                .on(TOP_LOG, "[]"));
    assertThat(call.shown().path("notes")).isEqualTo(json("['2 child runs could not be read.']"));
    assertThat(call.shown().path("root_cause").path("step").asString()).isEqualTo("each");
  }
}
