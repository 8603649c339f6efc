package io.jettymcp.runs;

import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.tool.Attachment;
import io.jettymcp.tool.FakeJetty;
import io.jettymcp.tool.Tool;
import io.jettymcp.tool.ToolHarness;
import io.jettymcp.tools.Acme;
import io.jettymcp.tools.RunTools;
import io.jettymcp.tools.Samples;
import io.jettymcp.tools.TrajectoryTools;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class RunFileTest {
  @Test
  void linkEscapesEachPartOfThePath() {
    RunFile file = new RunFile("s", "acme/my task/0000/50%.md", Optional.of("text/markdown"));
    assertThat(RunFile.links(List.of(file)))
        .containsExactly(
            new Attachment.Link(
                "jetty+file://acme/my%20task/0000/50%25.md",
                "50%.md", "text/markdown", OptionalLong.empty()));
  }

  @Test
  void unreadableFilesAreNotLinked() {
    assertThat(RunFile.links(List.of(file("acme/../other"), file("/app/results/x")))).isEmpty();
  }

  @Test
  void atMostTwentyFilesAreLinked() {
    List<RunFile> files = new ArrayList<>();
    for (int i = 0; i < 25; i++) {
      files.add(file("acme/t/" + i));
    }
    assertThat(RunFile.links(files)).hasSize(20).element(0).extracting("name").isEqualTo("0");
  }

  @Test
  void pathOutsideOfTheStorageIsNoFile() {
    for (String path :
        List.of(
            "javascript:alert(1)",
            "file:///etc/passwd",
            "https://example.org/x",
            "data:text/html,x",
            "acme/../other/x",
            "acme/%2e%2e/x",
            "../x",
            "/etc/passwd",
            "")) {
      Run run =
          new Run(
              FakeJetty.json(
                  """
                  {"steps": {"s": {"outputs": {"path": "%s", "extension": "jpg"}}}}
                  """
                      .formatted(path)));
      assertThat(run.files()).as(path).isEmpty();
    }
  }

  @Test
  void pathThatIsNoStringIsIgnored() {
    Run run =
        new Run(
            FakeJetty.json(
                """
                {"steps": {"s": {"outputs": {"path": 7, "extension": "jpg"}}}}
                """));
    assertThat(run.files()).isEmpty();
  }

  @Test
  void finishedRunLinksToItsFiles() {
    for (Tool tool :
        List.of(RunTools.WAIT_FOR_RUN, RunTools.RUN_TASK_SYNC, TrajectoryTools.GET_TRAJECTORY)) {
      ToolHarness call = ToolHarness.of(tool, Acme.jetty(), Samples.call(tool).toString());
      assertThat(call.result().attached())
          .as(tool.name())
          .containsExactly(
              new Attachment.Link(
                  "jetty+file://acme/test-echo/0000/x.jpg",
                  "x.jpg",
                  "image/jpeg",
                  OptionalLong.empty()));
    }
  }

  private static RunFile file(String path) {
    return new RunFile("s", path, Optional.empty());
  }
}
