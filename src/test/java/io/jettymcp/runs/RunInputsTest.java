package io.jettymcp.runs;

import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.jetty.Failure.BadArguments;
import io.jettymcp.jetty.Failure.Refused;
import io.jettymcp.json.Json;
import io.jettymcp.tool.FakeJetty;
import io.jettymcp.tool.FakeLocalAccess;
import io.jettymcp.tool.Routes;
import io.jettymcp.tool.ToolHarness;
import io.jettymcp.tools.Acme;
import io.jettymcp.tools.RunTools;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Tests runs that repeat the inputs of an earlier run. */
class RunInputsTest {
  private static final String EARLIER = "GET /api/v1/db/trajectory/acme/test-echo/0badf00d";
  private static final String STORED = "GET /api/v1/trajectory/acme/test-echo/0badf00d";
  private static final String RUNS = "GET /api/v1/db/trajectories/acme/test-echo";
  private static final String INPUTS =
      "{'trajectory_id':'0badf00d','init_params':"
          + "{'text':'Hi','vars':{'a':1,'b':2},'file_paths':['acme/_uploads/1/00.in.csv']}}";

  @Test
  void likeSendsInputsAndFilesOfThatRun() {
    FakeJetty jetty = jetty(INPUTS);
    ToolHarness call = like(jetty, "{'like':'0badf00d'}");
    assertThat(sent(jetty))
        .isEqualTo(
            json("{'text':'Hi','vars':{'a':1,'b':2},'file_paths':['acme/_uploads/1/00.in.csv']}"));
    assertThat(call.shown().path("inputs").asString("")).contains("\"text\":\"Hi\"", "00.in.csv");
    assertThat(call.shown().path("trajectory_id").asString("")).isEqualTo("1a2b3c4d");
  }

  @Test
  void givenInputsReplaceThoseOfThatRunAtTheTopLevel() {
    FakeJetty jetty = jetty(INPUTS);
    like(jetty, "{'like':'0badf00d','init_params':{'vars':{'a':7},'text':'Bye'}}");
    assertThat(sent(jetty))
        .isEqualTo(
            json("{'text':'Bye','vars':{'a':7},'file_paths':['acme/_uploads/1/00.in.csv']}"));
  }

  @Test
  void newFilesReplaceThoseOfThatRun(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("in.csv"), "a");
    FakeJetty jetty = jetty(INPUTS);
    ToolHarness.of(
        RunTools.RUN_TASK,
        jetty,
        new FakeLocalAccess().file("in.csv", file),
        (ObjectNode) json("{'task':'test-echo','like':'0badf00d','files':['in.csv']}"));
    assertThat(sent(jetty)).isEqualTo(json("{'text':'Hi','vars':{'a':1,'b':2}}"));
  }

  @Test
  void likeLatestFailedRepeatsTheNewestFailedRun() {
    FakeJetty jetty =
        routes(INPUTS)
            .on(
                RUNS + "?limit=20&page=1",
                "{'trajectories':[{'trajectory_id':'feedbeef','status':'completed'},"
                    + "{'trajectory_id':'0badf00d','status':'failed'}]}")
            .jetty();
    like(jetty, "{'like':'latest-failed'}");
    assertThat(sent(jetty).path("text").asString("")).isEqualTo("Hi");
  }

  @Test
  void inputsMissingInTheDatabaseAreReadFromStorage() {
    FakeJetty jetty = routes("{'trajectory_id':'0badf00d'}").on(STORED, INPUTS).jetty();
    like(jetty, "{'like':'0badf00d'}");
    assertThat(sent(jetty).path("text").asString("")).isEqualTo("Hi");
  }

  @Test
  void runWithoutInputsCannotBeRepeated() {
    FakeJetty jetty = routes("{'trajectory_id':'0badf00d'}").on(STORED, Routes.notFound()).jetty();
    assertThat(like(jetty, "{'like':'0badf00d'}").failure(BadArguments.class).argument())
        .isEqualTo("like");
    assertThat(jetty.lines()).doesNotContain(RunStartTest.RUN);
  }

  @Test
  void unknownRunStartsNothing() {
    FakeJetty jetty =
        new Routes()
            .on(RunStartTest.TASK, Acme.TASK)
            .on(RunStartTest.TRIAL, Acme.TRIAL)
            .on(RunStartTest.ENVIRONMENT, Acme.ENVIRONMENT)
            .on(EARLIER, Routes.notFound())
            .on(STORED, Routes.notFound())
            .jetty();
    assertThat(like(jetty, "{'like':'0badf00d'}").failure(Refused.class).kind())
        .isEqualTo(Refused.Kind.NOT_FOUND);
    assertThat(jetty.lines()).doesNotContain(RunStartTest.RUN);
  }

  @Test
  void hiddenValuesThatAreNotGivenRefuseTheStart() {
    FakeJetty jetty =
        jetty(
            "{'init_params':{'text':'[REDACTED]','n':'***','vars':{'a':[{'b':'[redacted]'}]},"
                + "'token':'mlc_...abcd','mode':'hidden','story':'It was [redacted].'}}");
    BadArguments refusal =
        like(jetty, "{'like':'0badf00d','init_params':{'n':'x'}}").failure(BadArguments.class);
    assertThat(refusal.argument()).isEqualTo("like");
    assertThat(refusal.problem()).contains("init_params: text, vars, token.");
    assertThat(jetty.lines()).doesNotContain(RunStartTest.RUN);
  }

  @Test
  void givenValuesReplaceHiddenOnes() {
    FakeJetty jetty = jetty("{'init_params':{'text':'[REDACTED]','vars':{'a':'***'}}}");
    like(jetty, "{'like':'0badf00d','init_params':{'text':'Hi','vars':{'a':'***'}}}");
    assertThat(sent(jetty)).isEqualTo(json("{'text':'Hi','vars':{'a':'***'}}"));
  }

  @Test
  void inputsThatAreMarksOfHiddenValuesAreRefused() {
    FakeJetty jetty = jetty(INPUTS);
    BadArguments refusal =
        like(
                jetty,
                "{'init_params':{'text':'[redacted]','n':'It was [redacted].','m':'[REDACTED]',"
                    + "'vars':{'a':[1,'mlc_...abcd']}}}")
            .failure(BadArguments.class);
    assertThat(refusal.argument()).isEqualTo("init_params");
    assertThat(refusal.problem())
        .isEqualTo(
            "\"init_params\" has the mark of a hidden value, such as [redacted], where no such"
                + " value is stored: text, vars.a[1]. Pass the value itself.");
    assertThat(jetty.requests()).isEmpty();
  }

  @Test
  void inputsThatOnlyContainAMarkAreSent() {
    FakeJetty jetty = jetty(INPUTS);
    like(jetty, "{'init_params':{'text':'It was [redacted].','n':'[REDACTED]'}}");
    assertThat(sent(jetty)).isEqualTo(json("{'text':'It was [redacted].','n':'[REDACTED]'}"));
  }

  @Test
  void resultWithoutLikeOmitsTheInputs() {
    assertThat(like(jetty(INPUTS), "{'init_params':{'text':'Hi'}}").shown().has("inputs"))
        .isFalse();
  }

  private static Routes routes(String earlier) {
    return new Routes()
        .on(RunStartTest.TASK, Acme.TASK)
        .on(RunStartTest.TRIAL, Acme.TRIAL)
        .on(RunStartTest.ENVIRONMENT, Acme.ENVIRONMENT)
        .on(RunStartTest.RUN, Acme.STARTED)
        .on(EARLIER, earlier);
  }

  private static FakeJetty jetty(String earlier) {
    return routes(earlier).jetty();
  }

  private static ToolHarness like(FakeJetty jetty, String arguments) {
    ObjectNode all = ((ObjectNode) json(arguments)).put("task", "test-echo");
    return ToolHarness.of(RunTools.RUN_TASK, jetty, new FakeLocalAccess(), all);
  }

  private static JsonNode sent(FakeJetty jetty) {
    return jetty.requests().stream()
        .filter(request -> FakeJetty.line(request).equals(RunStartTest.RUN))
        .map(FakeJetty::body)
        .flatMap(String::lines)
        .filter(line -> line.startsWith("init_params="))
        .map(line -> FakeJetty.json(line.substring("init_params=".length())))
        .findFirst()
        .orElseGet(Json::object);
  }

  private static JsonNode json(String text) {
    return FakeJetty.json(text);
  }
}
