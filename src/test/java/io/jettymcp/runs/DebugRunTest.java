package io.jettymcp.runs;

import static io.jettymcp.runs.RunSamples.TOP;
import static io.jettymcp.runs.RunSamples.TOP_LOG;
import static io.jettymcp.runs.RunSamples.debug;
import static io.jettymcp.runs.RunSamples.debugTop;
import static io.jettymcp.tool.FakeJetty.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.jetty.Failure.Refused;
import io.jettymcp.tool.FakeJetty;
import io.jettymcp.tool.Next;
import io.jettymcp.tool.Routes;
import io.jettymcp.tool.ToolHarness;
import io.jettymcp.tools.TrajectoryTools;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the diagnosis of one run by debug-run. */
class DebugRunTest {
  private static final String LIST = "GET /api/v1/db/trajectories/acme/";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "litellm_chat|TypeError: string indices must be integers, not \\'str\\'|the prompt is a list",
        "list_emit_await|RuntimeError: items_path is required (step each)|no items_path",
        "list_emit_await|Child not found: acme/x|child_workflow_name as",
        "litellm_vision|image_path is required for vision models|image_url",
        "litellm_vision|Invalid workflow reference: https|an external URL",
        "passthrough|No step registered for \\'completion\\'|a stub with activity"
      })
  void stepErrorMatchesAKnownIssue(String activity, String error, String wrong) {
    String escaped = error.replace("\\'", "\\u0027");
    ToolHarness call =
        debugTop(
            "{'status':'failed','steps':{'one':{'status':'failed','activity':'"
                + activity
                + "','error':'"
                + escaped
                + "'}}}");
    assertThat(call.shown().path("known_issue").path("wrong").asString()).startsWith(wrong);
    assertThat(call.shown().path("fix").asString()).contains("the step one of the task top");
  }

  @Test
  void knownIssueOfAnotherActivityDoesNotMatch() {
    ToolHarness call =
        debugTop(
            new Routes()
                .on(
                    TOP,
                    """
                    {"status":"failed","steps":{"one":{"status":"failed",
                     "activity":"text_echo","error":"items_path is required"}}}""")
                .on(TOP_LOG, Routes.notFound()));
    assertThat(call.shown().has("known_issue")).isFalse();
    assertThat(call.shown().path("fix").asString()).startsWith("Nothing known matches.");
    assertThat(call.shown().path("notes")).isEqualTo(json("['The log could not be read.']"));
  }

  @Test
  void errorTakesPrecedenceOverAPitfallInTheConfig() {
    ToolHarness call =
        debugTop(
            """
                    {"status":"failed","steps":{"one":{"status":"failed",
                     "activity":"litellm_chat","config":{"user_prompt":"x"},
                     "error":"AuthenticationError: Incorrect API key"}}}""",
            "['began','ended']");
    assertThat(call.shown().path("fix").asString()).startsWith("The provider's key is missing");
    assertThat(call.shown().path("known_issue").path("right").asString()).startsWith("prompt");
    assertThat(call.shown().path("log_tail"))
        .extracting(line -> line.path("message").asString())
        .containsExactly("ended", "began");
  }

  @Test
  void hugeErrorIsMatchedAtItsEnds() {
    String trace = "model".repeat(400_000) + " items_path is required, or the quota";
    long begun = System.nanoTime();
    assertThat(KnownError.in(trace)).contains(KnownError.RATE_LIMITED);
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(10));
  }

  @Test
  void logErrorExplainsAVagueStepError() {
    ToolHarness call =
        debugTop(
            """
                    {"status":"failed","steps":{"one":{"status":"failed",
                     "activity":"litellm_chat","error":"Activity failed"}}}""",
            "{'events':[{'level':'error','message':'RateLimitError: quota'}]}");
    assertThat(call.shown().path("fix").asString()).contains("max_concurrency");
  }

  @Test
  void newestFailedRunIsFoundOnALaterPage() {
    String page =
        """
        {"trajectories":[{"trajectory_id":"r","status":"completed"}],"has_more":true}""";
    Routes routes =
        new Routes()
            .on(LIST + "top?limit=20&page=1", page)
            .on(
                LIST + "top?limit=20&page=2",
                """
                {"trajectories":[{"trajectory_id":"x","status":"running"},
                 {"trajectory_id":"aaaa0001","status":"timed_out"},
                 {"trajectory_id":"aaaa0002","status":"failed"}]}""")
            .on(TOP, "{'status':'timed_out','error':'Run timed out'}")
            .on(TOP_LOG, "[]");
    ToolHarness call = debug(routes, "");
    assertThat(call.shown().path("trajectory_id").asString()).isEqualTo("aaaa0001");
    assertThat(call.shown().path("finding").asString())
        .isEqualTo("A run of the task top is timed_out, but no step of it failed.");
    assertThat(call.shown().path("fix").asString()).contains("raise timeout_sec");
  }

  @Test
  void newestRunIsReportedIfNoneFailed() {
    ToolHarness call =
        debug(
            new Routes()
                .on(
                    LIST + "top",
                    """
                    {"trajectories":[{"trajectory_id":"n","status":"running"}],"has_more":false}"""),
            "");
    assertThat(call.shown().path("status").asString()).isEqualTo("running");
    assertThat(call.shown().path("finding").asString())
        .startsWith("No run of the task failed; the newest is running.");
    ToolHarness none = debug(new Routes().on(LIST + "top", "{'trajectories':[]}"), "");
    assertThat(none.shown().path("finding").asString()).isEqualTo("The task has no runs yet.");
    assertThat(none.result().next()).extracting(Next::tool).containsExactly("run-task");
  }

  @Test
  void searchForAFailedRunIsLimited() {
    FakeJetty jetty =
        FakeJetty.replying(
            """
            {"trajectories":[{"trajectory_id":"n","status":"completed"}],"has_more":true}""");
    ToolHarness call = ToolHarness.of(TrajectoryTools.DEBUG_RUN, jetty, "{'task':'top'}");
    assertThat(jetty.requests()).hasSize(10);
    assertThat(call.shown().path("finding").asString())
        .startsWith("None of the newest 200 runs failed");
  }

  @ParameterizedTest
  @CsvSource({"running,wait-for-run", "pending,wait-for-run"})
  void unfinishedRunIsNotDebugged(String status, String next) {
    ToolHarness call =
        debug(
            new Routes().on(TOP, "{'status':'" + status + "'}"),
            "'trajectory_id':'acme-top--aaaa0001'");
    assertThat(call.shown().path("finding").asString()).contains("has not finished");
    assertThat(call.result().next()).extracting(Next::tool).containsExactly(next);
  }

  @ParameterizedTest
  @ValueSource(strings = {"cancelled", "archived"})
  void cancelledOrArchivedRunHasNoRootCause(String status) {
    ToolHarness call = debugTop("{'status':'" + status + "','steps':{'a':{}}}");
    assertThat(call.shown().path("finding").asString()).contains(status, "no step of it failed");
    assertThat(call.shown().has("root_cause")).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'success':false|8|dotted names",
        "'success':true,'results_files':[]|8|dotted names",
        "'results_files':[],'files':[]|1195|ran out of time",
        "'success':false|300|Or it ran out of time"
      })
  void completedRunWithoutResultsIsAFinding(String outputs, String seconds, String fix) {
    ToolHarness call =
        debugTop(
            "{'status':'completed','steps':{'run':{'activity':'runbook',"
                + "'status':'completed','duration_seconds':"
                + seconds
                + ",'outputs':{"
                + outputs
                + "}}}}");
    assertThat(call.shown().path("finding").asString())
        .startsWith("Jetty reports the run as completed, but the step run did not succeed");
    assertThat(call.shown().path("fix").asString()).contains(fix);
    assertThat(call.shown().path("root_cause").path("step").asString()).isEqualTo("run");
  }

  @Test
  void completedRunWithoutStepsIsAFinding() {
    ToolHarness call = debugTop("{'status':'completed','total_steps':[],'steps':{}}");
    assertThat(call.shown().path("finding").asString())
        .isEqualTo("Jetty reports the run as completed, but it has no steps, so it did nothing.");
    assertThat(call.shown().path("fix").asString()).contains("Add steps");
    assertThat(call.shown().path("root_cause").has("step")).isFalse();
  }

  @Test
  void completedRunWithFilesHasNoFailure() {
    ToolHarness call =
        debugTop(
            """
                    {"status":"completed","step_configs":{"run":{"activity":"litellm_chat",
                     "user_prompt":"x"}},"steps":{"run":{"activity":"litellm_chat",
                     "outputs":{"success":true,"results_files":[{"path":"p"}]}}}}""");
    assertThat(call.shown().path("finding").asString())
        .startsWith("The run is completed and nothing in it failed.");
    assertThat(call.shown().path("lint").toString()).contains("user_prompt");
    assertThat(call.result().next().get(0).why()).isEqualTo("its inputs and outputs");
  }

  @Test
  void hugeErrorsAreShortened() {
    String huge = "x".repeat(200_000);
    ToolHarness call =
        debugTop(
            "{'status':'failed','init_params':{'text':'%s'},'steps':{'one':{".formatted(huge)
                + "'status':'failed','error':'%s','outputs':{'text':'%s'}}}}".formatted(huge, huge),
            "{'events':[{'level':'error','message':'%s'}]}".formatted(huge));
    assertThat(call.shown().toString().getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(8_000);
    assertThat(call.result().data().path("root_cause").has("outputs")).isFalse();
  }

  @Test
  void missingRunIsNotFound() {
    ToolHarness call = debug(new Routes().on(TOP, Routes.notFound()), "'trajectory_id':'aaaa0001'");
    assertThat(call.failure(Refused.class).kind()).isEqualTo(Refused.Kind.NOT_FOUND);
  }
}
