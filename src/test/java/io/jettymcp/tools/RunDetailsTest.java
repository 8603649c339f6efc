package io.jettymcp.tools;

import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.jetty.Failure.BadArguments;
import io.jettymcp.jetty.Failure.Refused;
import io.jettymcp.tool.FakeJetty;
import io.jettymcp.tool.Result;
import io.jettymcp.tool.Routes;
import io.jettymcp.tool.ToolHarness;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Tests the summary of a run, and the data of a step or a path. */
class RunDetailsTest {
  private static final String DATABASE = "GET /api/v1/db/trajectory/acme/test-echo/1a2b3c4d";
  private static final String STORAGE = "GET /api/v1/trajectory/acme/test-echo/1a2b3c4d";

  @Test
  void summaryShowsStepsWithPreviewsOfOutputs() {
    ToolHarness call = show(Acme.jetty(), "");
    assertThat(call.shown().toString())
        .isEqualTo(
            json("{'trajectory_id':'1a2b3c4d','status':'completed','created':'2026-03-04T10:00:00',"
                    + "'duration_seconds':2.5,'inputs':{'text':'Hi'},'steps':[{'name':'echo',"
                    + "'activity':'text_echo','status':'completed','start_seconds':0.0,'duration_seconds':2.0,"
                    + "'output_bytes':107,'outputs':"
                    + "'{\\'text\\':\\'Hi\\',\\'images\\':[{\\'path\\':\\'acme/test-echo/0000/x.jpg\\',"
                    + "\\'extension\\':\\'jpg\\',\\'content_type\\':\\'image/jpeg\\'}]}'}],"
                    + "'files':[{'step':'echo','path':'acme/test-echo/0000/x.jpg',"
                    + "'content_type':'image/jpeg'}],'labels':[{'key':'quality','value':'good',"
                    + "'author':'ann'}],'triggered_by_routine_id':12,"
                    + "'url':'https://jetty.io/acme/test-echo/1a2b3c4d'}")
                .toString());
    assertThat(call.result().next().get(0).arguments())
        .isEqualTo(
            json(
                "{'collection':'acme','task':'test-echo','trajectory_id':'1a2b3c4d',"
                    + "'step':'echo'}"));
  }

  @Test
  void fieldsWithoutAnotherCallAreNotShortened() {
    String text = "x".repeat(5_000);
    ToolHarness call =
        show(
            only("{'status':'failed','error':'" + text + "','labels':[{'value':'" + text + "'}]}"),
            "");
    assertThat(call.shown().path("error").asString()).isEqualTo(text);
    assertThat(call.shown().path("labels").path(0).path("value").asString()).isEqualTo(text);
  }

  @Test
  void failedStepIsSuggested() {
    String run =
        "{'status':'failed','total_steps':['a','b','c'],'completed_steps':['a'],'steps':"
            + "{'a':{},'b':{'error':{'type':'ValueError'}}}}";
    ToolHarness call = show(only(run), "");
    assertThat(call.shown().path("failed_step").asString()).isEqualTo("b");
    assertThat(call.shown().path("error").asString()).isEqualTo("{\"type\":\"ValueError\"}");
    assertThat(call.shown().path("steps").path(1).path("error").asString())
        .as("an error that is no text")
        .isEqualTo("{\"type\":\"ValueError\"}");
    assertThat(call.shown().path("steps").path(0).path("status").asString()).isEqualTo("completed");
    assertThat(call.shown().path("steps").path(2).path("status").asString()).isEqualTo("pending");
    assertThat(call.result().next().get(0).arguments().path("step").asString()).isEqualTo("b");
  }

  @Test
  void unfinishedRunSuggestsWaiting() {
    ToolHarness call = show(only("{'status':'running','steps':{'a':{}}}"), "");
    assertThat(call.result().next().get(0).tool()).isEqualTo("wait-for-run");
    assertThat(call.shown().path("steps").path(0).path("status").asString()).isEqualTo("running");
    assertThat(call.shown().has("duration_seconds")).isFalse();
  }

  @Test
  void stepSaysWhenItStartedIfItsTimeIsKnown() {
    String run =
        "{'status':'running','created':'2026-03-04T10:00:00','steps':"
            + "{'a':{'created':'2026-03-04T10:00:01.5'},'b':{},'c':{'created':'2026-03-04T09:00:00'}}}";
    JsonNode steps = show(only(run), "").shown().path("steps");
    assertThat(steps.path(0).path("start_seconds").asDouble()).isEqualTo(1.5);
    assertThat(steps.path(1).has("start_seconds")).isFalse();
    assertThat(steps.path(2).has("start_seconds")).as("before its run").isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "init_params.text|'Hi'",
        "echo.outputs.text|'Hi'",
        "steps.echo.outputs.text|'Hi'",
        "echo.outputs.images[0].extension|'jpg'",
        "echo.outputs.images[*].extension|['jpg']",
        "echo.inputs|{'text':'Hi'}"
      })
  void pathReturnsItsData(String path, String data) {
    ToolHarness call = show(Acme.jetty(), ",'path':'" + path + "','offset':3,'max_bytes':4000");
    Result.Excerpt part = call.result().excerpt().orElseThrow();
    assertThat(part.value()).isEqualTo(json(data));
    assertThat(part.field()).isEqualTo("data");
    assertThat(part.offset()).isEqualTo(3);
    assertThat(call.result().maxBytes()).isEqualTo(4000);
    assertThat(part.rest().apply(99).arguments())
        .isEqualTo(
            json(
                "{'collection':'acme','task':'test-echo','trajectory_id':'1a2b3c4d',"
                    + "'path':'"
                    + path
                    + "','offset':99}"));
  }

  @Test
  void stepShowsInputsAndOutputsWithoutItsConfig() {
    Result.Excerpt part = show(Acme.jetty(), ",'step':'echo'").result().excerpt().orElseThrow();
    assertThat(part.value().propertyNames()).containsExactly("activity", "inputs", "outputs");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          'path':'echo.outputs.txt'|It ends after "echo.outputs"
          'path':'eco.outputs'|It can begin with: init_params, echo
          'path':'echo..x'|is not a valid path expression
          'step':'eco'|It has: echo.
          'step':'echo','path':'echo'|not both""")
  void unknownStepOrPathIsReportedWithTheExistingOnes(String argument, String expected) {
    assertThat(show(Acme.jetty(), "," + argument).failure(BadArguments.class).problem())
        .contains(expected);
  }

  @Test
  void pendingStepIsNotUnknown() {
    FakeJetty jetty = only("{'status':'running','total_steps':['a','b'],'steps':{'a':{}}}");
    assertThat(show(jetty, ",'step':'b'").failure(BadArguments.class).problem())
        .contains("has not started");
  }

  @Test
  void runMissingInTheDatabaseIsReadFromStorage() {
    FakeJetty jetty = new Routes().on(DATABASE, Routes.notFound()).on(STORAGE, Acme.RUN).jetty();
    assertThat(show(jetty, "").shown().path("status").asString()).isEqualTo("completed");
  }

  @Test
  void outputsMissingInTheDatabaseAreReadFromStorage() {
    String without = Acme.RUN.replaceFirst("\"outputs\":\\{.*?]},", "");
    FakeJetty jetty = new Routes().on(DATABASE, without).on(STORAGE, Acme.RUN).jetty();
    assertThat(show(jetty, "").shown().path("files")).hasSize(1);
    FakeJetty closed = new Routes().on(DATABASE, without).on(STORAGE, Routes.notFound()).jetty();
    assertThat(show(closed, "").shown().path("status").asString()).isEqualTo("completed");
  }

  @Test
  void unknownRunIsNotFound() {
    FakeJetty jetty =
        new Routes().on(DATABASE, Routes.notFound()).on(STORAGE, Routes.notFound()).jetty();
    assertThat(show(jetty, "").failure(Refused.class).kind()).isEqualTo(Refused.Kind.NOT_FOUND);
  }

  private static FakeJetty only(String run) {
    return new Routes().on(DATABASE, run).on(STORAGE, run).jetty();
  }

  private static ToolHarness show(FakeJetty jetty, String more) {
    String arguments = "{'task':'test-echo','trajectory_id':'1a2b3c4d'" + more + "}";
    return ToolHarness.of(TrajectoryTools.GET_TRAJECTORY, jetty, arguments);
  }

  private static JsonNode json(String text) {
    return FakeJetty.json(
        text.replace("\\'", "\u0001").replace('\'', '"').replace("\u0001", "\\\""));
  }
}
