package io.jettymcp.simulator.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.FakeClock;
import io.jettymcp.simulator.SimulatorClient;
import io.jettymcp.simulator.SimulatorClient.Reply;
import io.jettymcp.simulator.SimulatorExtension;
import io.jettymcp.simulator.SimulatorOptions;
import io.jettymcp.simulator.engine.RunTimings;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class RunFilesTest {
  private static final String DRAW =
      """
      {
        "step_configs": {"draw": {"activity": "gemini_image_generator", "prompt": "x",
          "num_outputs": 2}},
        "steps": ["draw"]
      }""";

  @RegisterExtension final SimulatorExtension jetty = SimulatorExtension.instant();
  private final SimulatorClient client = jetty.client();

  @Nested
  class Content {
    @Test
    void imagesAreReadablePngs() throws IOException {
      JsonNode trajectory = client.trajectoryOf(DRAW, "{}");
      JsonNode images = trajectory.at("/steps/draw/outputs/images");
      assertThat(images.size()).isEqualTo(2);
      for (JsonNode image : images) {
        String path = image.path("path").asString();
        assertThat(path).startsWith(trajectory.path("storage_path").asString() + "/");
        assertThat(client.get("/api/v1/file/" + path).header("Content-Type"))
            .isEqualTo("image/png");
        byte[] png = client.bytes("/api/v1/file/" + path);
        assertThat(ImageIO.read(new ByteArrayInputStream(png)).getWidth()).isEqualTo(64);
      }
    }

    @Test
    void videosAreMp4s() {
      JsonNode trajectory =
          client.trajectoryOf(DRAW.replace("gemini_image_generator", "replicate_text2video"), "{}");
      String path = trajectory.at("/steps/draw/outputs/videos/0/path").asString();
      byte[] bytes = client.bytes("/api/v1/file/" + path);
      assertThat(ByteBuffer.wrap(bytes).getInt()).isEqualTo(bytes.length);
      assertThat(new String(bytes, 4, 4, StandardCharsets.US_ASCII)).isEqualTo("ftyp");
    }

    @Test
    void laterStepReadsTheFileOfAnEarlierOne() {
      JsonNode trajectory =
          client.trajectoryOf(
              """
              {
                "step_configs": {
                  "draw": {"activity": "gemini_image_generator", "prompt": "x", "num_outputs": 2},
                  "read": {"activity": "read_uploaded_file",
                    "file_path": "draw.outputs.images[1].path"}
                },
                "steps": ["draw", "read"]
              }""",
              "{}");
      assertThat(trajectory.at("/steps/read/outputs/content_type").asString())
          .isEqualTo("image/png");
    }
  }

  @Nested
  class Timing {
    private final FakeClock clock = new FakeClock("2026-11-21T09:00:00Z");
    private String task = "";
    private String id = "";

    @BeforeEach
    void start() {
      jetty.restart(
          SimulatorOptions.defaults()
              .withClock(clock)
              .withTimings(RunTimings.ofStep(Duration.ofSeconds(10))));
      JsonNode trajectory = client.trajectoryOf(DRAW, "{}");
      task = trajectory.path("name").asString();
      id = trajectory.path("trajectory_id").asString();
    }

    @Test
    void fileIsInvisibleBeforeTheEndOfItsStep() {
      clock.advance(Duration.ofSeconds(9));
      assertThat(files()).isEmpty();
    }

    @Test
    void fileIsVisibleFromTheEndOfItsStep() {
      clock.advance(Duration.ofSeconds(10));
      assertThat(files()).hasSize(2).allMatch(path -> path.contains(id));
    }

    @Test
    void fileOfAStoppedStepIsNeverVisible() {
      clock.advance(Duration.ofSeconds(9));
      client.json(
          "POST",
          "/api/v1/trajectory/" + task + "/statuses",
          """
          {"%s": "cancelled"}"""
              .formatted(id));
      clock.advance(Duration.ofHours(1));
      assertThat(files()).isEmpty();
    }

    private List<String> files() {
      return listed(task + "/0000/");
    }
  }

  @Test
  void filesKeepTheirPathsWhenTheTaskIsRenamed() {
    JsonNode before = client.trajectoryOf(DRAW, "{}");
    client.json(
        "PUT",
        "/api/v1/tasks/" + before.path("name").asString(),
        """
        {"name": "renamed"}""");
    String id = before.path("trajectory_id").asString();
    JsonNode after = client.get("/api/v1/db/trajectory/acme/renamed/" + id).json();
    assertThat(after.path("storage_path")).isEqualTo(before.path("storage_path"));
    assertThat(listed(after.path("storage_path").asString() + "/" + id)).hasSize(2);
  }

  @Nested
  class Archives {
    @Test
    void holdTheFilesAndTheTrajectory() throws IOException {
      JsonNode trajectory = client.trajectoryOf(DRAW, "{}");
      client.trajectoryOf(DRAW, "{}");
      String id = trajectory.path("trajectory_id").asString();
      Map<String, byte[]> entries =
          entries(client.bytes(download(trajectory.path("name").asString(), id)));
      assertThat(entries.keySet())
          .containsExactly("trajectory.json", id + ".draw.0000.png", id + ".draw.0001.png");
      assertThat(JsonMapper.shared().readTree(entries.get("trajectory.json")))
          .isEqualTo(trajectory);
      String image = trajectory.path("storage_path").asString() + "/" + id + ".draw.0001.png";
      assertThat(entries.get(id + ".draw.0001.png"))
          .isEqualTo(client.bytes("/api/v1/file/" + image));
    }

    @Test
    void areNamedAfterTheRun() {
      String id = client.trajectories("test-echo").at("/0/trajectory_id").asString();
      Reply reply = client.get(download("acme/test-echo", id));
      assertThat(reply.header("Content-Type")).isEqualTo("application/zip");
      assertThat(reply.header("Content-Disposition"))
          .isEqualTo("attachment; filename=\"" + id + ".zip\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"acme/test-echo", "acme/none", "none/x"})
    void ofAMissingRunAreNotFound(String task) {
      assertThat(client.get(download(task, "00000000")).status()).isEqualTo(404);
    }

    @Test
    void requireAccess() {
      assertThat(client.get(download("acme-lab/poster", "1")).status()).isEqualTo(403);
      assertThat(client.anonymous().get(download("acme/test-echo", "1")).status()).isEqualTo(401);
    }

    private static String download(String task, String id) {
      return "/api/v1/trajectory/" + task + "/" + id + "/download";
    }

    private static Map<String, byte[]> entries(byte[] zip) throws IOException {
      Map<String, byte[]> entries = new LinkedHashMap<>();
      try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip))) {
        ZipEntry entry = in.getNextEntry();
        while (entry != null) {
          entries.put(entry.getName(), in.readAllBytes());
          entry = in.getNextEntry();
        }
      }
      return entries;
    }
  }

  @Nested
  class Seed {
    private List<String> paths = List.of();

    @BeforeEach
    void list() {
      paths = listed("acme/weekly-report/0000/");
    }

    @Test
    void hasACompletedRunWithThreeFiles() {
      assertThat(client.trajectories("weekly-report").at("/0/status").asString())
          .isEqualTo("completed");
      assertThat(paths).hasSize(3).anyMatch(path -> path.endsWith(".chart.0000.png"));
    }

    @Test
    void hasATable() {
      assertThat(file(".figures.0000.app--results--figures.csv").text())
          .startsWith("figure,value\nsignups,412\n");
    }

    @Test
    void hasAReport() {
      Reply report = file(".report.0000.app--results--report.md");
      assertThat(report.header("Content-Type")).isEqualTo("text/markdown");
      assertThat(report.text()).contains("# Week 2026-W46", "–");
    }

    private Reply file(String suffix) {
      String path = paths.stream().filter(each -> each.endsWith(suffix)).findFirst().orElseThrow();
      return client.get("/api/v1/file/" + path);
    }
  }

  private List<String> listed(String prefix) {
    return client
        .get("/api/v1/list-files?prefix=" + prefix)
        .json()
        .path("files")
        .valueStream()
        .map(JsonNode::asString)
        .toList();
  }
}
