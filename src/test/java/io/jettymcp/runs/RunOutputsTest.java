package io.jettymcp.runs;

import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.tool.FakeJetty;
import io.jettymcp.tool.Routes;
import io.jettymcp.tool.Tool;
import io.jettymcp.tool.ToolHarness;
import io.jettymcp.tools.RunTools;
import io.jettymcp.tools.TrajectoryTools;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests the sources of outputs and files. */
class RunOutputsTest {
  private static final String DATABASE = "GET /api/v1/db/trajectory/acme/t/s1-2";
  private static final String STORAGE = "GET /api/v1/trajectory/acme/t/s1-2";

  static Stream<Tool> toolsThatNeedOutputs() {
    return Stream.of(RunTools.WAIT_FOR_RUN, TrajectoryTools.GET_TRAJECTORY);
  }

  @ParameterizedTest
  @MethodSource("toolsThatNeedOutputs")
  void outputsMissingInTheDatabaseAreReadFromStorage(Tool tool) {
    String half =
        "{'status':'completed','completed_steps':['a','b'],"
            + "'steps':{'a':{'outputs':{'text':'x'}},'b':{%s}}}";
    Routes routes =
        new Routes()
            .on(DATABASE, half.formatted("'ended':'t'"))
            .on(STORAGE, half.formatted("'ended':'t','outputs':{'text':'from the storage'}"));
    ToolHarness call = ToolHarness.of(tool, routes.jetty(), "{'task':'t','trajectory_id':'s1-2'}");
    assertThat(call.shown().toString()).contains("from the storage");
  }

  @Test
  void completedStepsOfAnUnfinishedRunAreReadFromStorage() {
    Routes routes =
        new Routes()
            .on(DATABASE, "{'status':'running','steps':{'a':{'ended':'t'},'b':{}}}")
            .on(STORAGE, "{'status':'running','steps':{'a':{'outputs':{'text':'early'}}}}");
    ToolHarness call =
        ToolHarness.of(
            TrajectoryTools.GET_TRAJECTORY,
            routes.jetty(),
            "{'task':'t','trajectory_id':'s1-2','path':'a.outputs.text'}");
    assertThat(call.result().excerpt().orElseThrow().value().asString()).isEqualTo("early");
  }

  @Test
  void replyOfTheDatabaseStaysIfStorageHasNoOutputs() {
    Routes routes =
        new Routes()
            .on(DATABASE, "{'status':'completed','steps':{'a':{'ended':'t'}}}")
            .on(STORAGE, "{}");
    ToolHarness call =
        ToolHarness.of(
            RunTools.WAIT_FOR_RUN, routes.jetty(), "{'task':'t','trajectory_id':'s1-2'}");
    assertThat(call.shown().path("status").asString()).isEqualTo("completed");
  }

  @Test
  void plainPathsAreFiles() {
    Run run =
        new Run(
            FakeJetty.json(
                """
                {"status":"completed","steps":{"run":{"outputs":{
                 "files":["acme/results/grade.json",{"path":"acme/results/b.bin"}],
                 "primary_files":[{"path":"acme/results/c.md","content_type":"text/markdown"}]}}}}"""));
    assertThat(run.files())
        .extracting(RunFile::path)
        .containsExactlyInAnyOrderElementsOf(
            List.of("acme/results/grade.json", "acme/results/b.bin", "acme/results/c.md"));
    assertThat(run.files())
        .filteredOn(file -> file.path().endsWith("c.md"))
        .allSatisfy(file -> assertThat(file.contentType()).contains("text/markdown"));
  }
}
