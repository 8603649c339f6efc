package io.jettymcp.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Files that steps make: when they are there, what they hold, and their archive. */
class RunFilesTest extends OnFreshSimulator {
  private static final String DRAW =
      "{\"init_params\":{},\"step_configs\":{\"draw\":{\"activity\":\"gemini_image_generator\","
          + "\"prompt\":\"x\",\"num_outputs\":2,\"width\":30,\"height\":20}},\"steps\":[\"draw\"]}";

  @Test
  void anImageStepMakesPicturesOfTheSizeThatWasAskedFor() throws DataFormatException {
    JsonNode trajectory = visit.trajectoryOf(DRAW, "{}");
    JsonNode images = trajectory.path("steps").path("draw").path("outputs").path("images");
    assertThat(images.size()).isEqualTo(2);
    for (JsonNode image : images) {
      String path = image.path("path").asString();
      assertThat(path).startsWith(trajectory.path("storage_path").asString() + "/");
      byte[] png = visit.bytes("/api/v1/file/" + path);
      assertThat(visit.get("/api/v1/file/" + path).header("Content-Type")).isEqualTo("image/png");
      assertIsPng(png, 30, 20);
    }
    assertThat(visit.bytes("/api/v1/file/" + images.path(0).path("path").asString()))
        .isNotEqualTo(visit.bytes("/api/v1/file/" + images.path(1).path("path").asString()));
  }

  @Test
  void aPictureIsNeverLarge() throws DataFormatException {
    JsonNode trajectory = visit.trajectoryOf(DRAW.replace("30", "90000").replace("20", "-5"), "{}");
    JsonNode images = trajectory.path("steps").path("draw").path("outputs").path("images");
    String path = images.path(0).path("path").asString();
    assertIsPng(visit.bytes("/api/v1/file/" + path), 256, 1);
  }

  @Test
  void theVideoOfAStepIsThereToo() {
    JsonNode trajectory =
        visit.trajectoryOf(DRAW.replace("gemini_image_generator", "replicate_text2video"), "{}");
    JsonNode video = trajectory.path("steps").path("draw").path("outputs").path("videos").path(0);
    byte[] bytes = visit.bytes("/api/v1/file/" + video.path("path").asString());
    assertThat(ByteBuffer.wrap(bytes).getInt()).isEqualTo(bytes.length);
    assertThat(new String(bytes, 4, 4, StandardCharsets.US_ASCII)).isEqualTo("ftyp");
  }

  @Test
  void aLaterStepReadsWhatAnEarlierOneMade() {
    String workflow =
        DRAW.replace(
            "}},\"steps\":[\"draw\"]",
            "},\"read\":{\"activity\":\"read_uploaded_file\","
                + "\"file_path\":\"draw.outputs.images[1].path\"}},\"steps\":[\"draw\",\"read\"]");
    JsonNode read = visit.trajectoryOf(workflow, "{}").path("steps").path("read");
    assertThat(read.path("outputs").path("content_type").asString()).isEqualTo("image/png");
  }

  @Test
  void aFileIsThereOnceItsStepHasEndedAndNeverIfTheRunIsStoppedBefore() {
    SteppingClock clock = new SteppingClock("2026-11-21T09:00:00Z");
    RunTimings pace = new RunTimings(Duration.ZERO, Duration.ZERO, Duration.ofSeconds(10));
    SimulatorOptions options = SimulatorOptions.defaults().withClock(clock).withPace(pace);
    try (Simulator slow = Simulator.start(options)) {
      SimulatorClient other = SimulatorClient.of(slow);
      JsonNode finishing = other.trajectoryOf(DRAW, "{}");
      String task = finishing.path("name").asString();
      String stopped = other.run(task.substring("acme/".length()), "{}").trajectoryId();
      String list = "/api/v1/list-files?prefix=" + task + "/0000/";
      clock.step(Duration.ofSeconds(9));
      assertThat(other.get(list).json().path("files").isEmpty()).isTrue();
      String statuses = "/api/v1/trajectory/" + task + "/statuses";
      other.json("POST", statuses, "{\"" + stopped + "\":\"cancelled\"}");
      clock.step(Duration.ofSeconds(1));
      assertThat(other.get(list).json().path("files").size()).isEqualTo(2);
      assertThat(other.get(list).text())
          .contains(finishing.path("trajectory_id").asString())
          .doesNotContain(stopped);
    }
  }

  @Test
  void filesStayWhereTheyAreWhenTheTaskIsRenamed() {
    JsonNode before = visit.trajectoryOf(DRAW, "{}");
    String task = before.path("name").asString();
    visit.json("PUT", "/api/v1/tasks/" + task, "{\"name\":\"renamed\"}");
    String id = before.path("trajectory_id").asString();
    JsonNode after = visit.get("/api/v1/db/trajectory/acme/renamed/" + id).json();
    assertThat(after.path("storage_path")).isEqualTo(before.path("storage_path"));
    String prefix = after.path("storage_path").asString() + "/" + id;
    assertThat(visit.get("/api/v1/list-files?prefix=" + prefix).json().path("files").size())
        .isEqualTo(2);
  }

  @Test
  void theArchiveOfARunHoldsItsFilesAndItsTrajectory() throws IOException {
    JsonNode trajectory = visit.trajectoryOf(DRAW, "{}");
    visit.trajectoryOf(DRAW, "{}");
    String id = trajectory.path("trajectory_id").asString();
    String download =
        "/api/v1/trajectory/" + trajectory.path("name").asString() + "/" + id + "/download";
    SimulatorClient.Got got = visit.get(download);
    assertThat(got.header("Content-Type")).isEqualTo("application/zip");
    assertThat(got.header("Content-Disposition"))
        .isEqualTo("attachment; filename=\"" + id + ".zip\"");
    Map<String, byte[]> entries = entries(visit.bytes(download));
    assertThat(entries.keySet())
        .containsExactly("trajectory.json", id + ".draw.0000.png", id + ".draw.0001.png");
    String written = new String(entries.get("trajectory.json"), StandardCharsets.UTF_8);
    assertThat(SimulatorJson.parse(written)).isEqualTo(trajectory);
    String image = trajectory.path("storage_path").asString() + "/" + id + ".draw.0001.png";
    assertThat(entries.get(id + ".draw.0001.png")).isEqualTo(visit.bytes("/api/v1/file/" + image));
  }

  @Test
  void theArchiveOfNoRunIsNotFound() {
    for (String path : List.of("acme/test-echo/00000000", "acme/none/00000000", "none/x/1")) {
      SimulatorClient.Got got = visit.get("/api/v1/trajectory/" + path + "/download");
      assertThat(got.status()).as(path).isEqualTo(404);
    }
    assertThat(visit.get("/api/v1/trajectory/acme-lab/poster/1/download").status()).isEqualTo(403);
    assertThat(visit.as(null).get("/api/v1/trajectory/acme/test-echo/1/download").status())
        .isEqualTo(401);
  }

  @Test
  void aFinishedRunWithFilesIsThereFromTheStart() throws IOException {
    JsonNode list = visit.get("/api/v1/list-files?prefix=acme/weekly-report/0000/").json();
    List<String> paths = list.path("files").valueStream().map(JsonNode::asString).toList();
    assertThat(paths).hasSize(3).anyMatch(path -> path.endsWith(".chart.0000.png"));
    String csv = ending(paths, ".figures.0000.app--results--figures.csv");
    assertThat(visit.get("/api/v1/file/" + csv).text()).startsWith("figure,value\nsignups,412\n");
    String report = ending(paths, ".report.0000.app--results--report.md");
    SimulatorClient.Got got = visit.get("/api/v1/file/" + report);
    assertThat(got.header("Content-Type")).isEqualTo("text/markdown");
    assertThat(got.text()).contains("# Week 2026-W46", "–");
    JsonNode run =
        visit.get("/api/v1/db/trajectories/acme/weekly-report").json().path("trajectories").path(0);
    assertThat(run.path("status").asString()).isEqualTo("completed");
    String id = run.path("trajectory_id").asString();
    byte[] zip = visit.bytes("/api/v1/trajectory/acme/weekly-report/" + id + "/download");
    assertThat(entries(zip)).hasSize(4);
  }

  private static String ending(List<String> paths, String end) {
    return paths.stream().filter(path -> path.endsWith(end)).findFirst().orElseThrow();
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

  /** Reads every chunk, checks its sum, and unpacks the picture. */
  private static void assertIsPng(byte[] png, int width, int height) throws DataFormatException {
    ByteBuffer in = ByteBuffer.wrap(png);
    assertThat(in.getLong()).isEqualTo(0x89504e470d0a1a0aL);
    Map<String, byte[]> chunks = new LinkedHashMap<>();
    while (in.hasRemaining()) {
      byte[] typed = new byte[in.getInt() + 4];
      in.get(typed);
      CRC32 sum = new CRC32();
      sum.update(typed);
      assertThat(in.getInt()).isEqualTo((int) sum.getValue());
      String type = new String(typed, 0, 4, StandardCharsets.US_ASCII);
      chunks.put(type, Arrays.copyOfRange(typed, 4, typed.length));
    }
    assertThat(chunks.keySet()).containsExactly("IHDR", "IDAT", "IEND");
    ByteBuffer header = ByteBuffer.wrap(chunks.get("IHDR"));
    assertThat(header.getInt()).isEqualTo(width);
    assertThat(header.getInt()).isEqualTo(height);
    Inflater inflater = new Inflater();
    inflater.setInput(chunks.get("IDAT"));
    byte[] rows = new byte[height * (1 + 3 * width) + 1];
    assertThat(inflater.inflate(rows)).isEqualTo(rows.length - 1);
    assertThat(inflater.finished()).isTrue();
    inflater.end();
  }
}
