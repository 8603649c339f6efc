package io.jettymcp.tool;

import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.json.Json;
import io.jettymcp.tools.Acme;
import io.jettymcp.tools.RunTools;
import io.jettymcp.tools.Samples;
import io.jettymcp.tools.TrajectoryTools;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ArrayNode;

class LinksTest {
  @Test
  void theFilesOfARunAreLinkedPartByPart() {
    ArrayNode files = Json.array();
    files.addObject().put("path", "acme/my task/0000/50%.md").put("content_type", "text/markdown");
    assertThat(Links.toFiles(files))
        .containsExactly(
            new Attachment.Link(
                "jetty+file://acme/my%20task/0000/50%25.md",
                "50%.md", "text/markdown", OptionalLong.empty()));
  }

  @Test
  void whatCouldNotBeReadIsNotLinkedAndNeitherIsTooMuch() {
    ArrayNode files = Json.array();
    files.addObject().put("path", "acme/../other");
    files.addObject().put("path", "/app/results/x");
    files.addObject().put("path", 7);
    for (int i = 0; i < 25; i++) {
      files.addObject().put("path", "acme/t/" + i);
    }
    assertThat(Links.toFiles(files)).hasSize(20).element(0).extracting("name").isEqualTo("0");
  }

  @Test
  void aFinishedRunShowsLinksToItsFiles() {
    for (Tool tool :
        List.of(RunTools.WAIT_FOR_RUN, RunTools.RUN_TASK_SYNC, TrajectoryTools.GET_TRAJECTORY)) {
      ToolTest call = ToolTest.of(tool, Acme.jetty(), Samples.call(tool).toString());
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
}
