package io.jettymcp.tools;

import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.jetty.Failure.BadArguments;
import io.jettymcp.jetty.Failure.Refused;
import io.jettymcp.jetty.Failure.Unavailable;
import io.jettymcp.jetty.ResponseHandling;
import io.jettymcp.json.Json;
import io.jettymcp.tool.Action;
import io.jettymcp.tool.Args;
import io.jettymcp.tool.FakeCall;
import io.jettymcp.tool.FakeDestination;
import io.jettymcp.tool.FakeJetty;
import io.jettymcp.tool.FakeLocalAccess;
import io.jettymcp.tool.Routes;
import io.jettymcp.tool.Tool;
import io.jettymcp.tool.ToolHarness;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.Disposable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class DownloadsTest {
  private static final String PATH = "acme/echo/0000/1a2b.run.0000.out.md";
  private static final String ZIP = "GET /api/v1/trajectory/acme/echo/1a2b3c4d/download";
  private static final String RUN = "{'task':'echo','trajectory_id':'acme-echo--1a2b3c4d'}";

  @TempDir private Path folder;
  private FakeLocalAccess local = new FakeLocalAccess();

  @BeforeEach
  void allowSaving() {
    local = new FakeLocalAccess().savingTo(folder);
  }

  private ToolHarness file(FakeJetty jetty, String more) {
    return ToolHarness.of(
        FileTools.DOWNLOAD_FILE, jetty, local, "{'file_path':'" + PATH + "'" + more + "}");
  }

  private static FakeJetty jetty(JsonNode reply) {
    return new Routes()
        .on("GET /api/v1/file/" + PATH, request -> reply)
        .on(ZIP, request -> reply)
        .jetty();
  }

  private static ObjectNode stored() {
    return Json.object()
        .put("content_type", "text/markdown")
        .put("sha256", "abc")
        .put("file", "# Out\n");
  }

  private FakeDestination destination(String name) {
    assertThat(local.saved()).containsOnlyKeys(name);
    return java.util.Objects.requireNonNull(local.saved().get(name));
  }

  @Test
  void fileIsSavedUnderTheLastPartOfItsPath() {
    ToolHarness call = file(jetty(stored()), "");
    assertThat(call.shown())
        .isEqualTo(
            FakeJetty.json(
                "{'path':'1a2b.run.0000.out.md','bytes':6,'content_type':'text/markdown',"
                    + "'sha256':'abc'}"));
    FakeDestination place = destination("1a2b.run.0000.out.md");
    assertThat(place.isKept()).isTrue();
    assertThat(place.overwrites()).isFalse();
    assertThat(folder.resolve("1a2b.run.0000.out.md")).hasContent("# Out\n");
    assertThat(call.jetty().requests().get(0).handling())
        .isEqualTo(new ResponseHandling.ToFile(place.part()));
  }

  @Test
  void saveToAndOverwriteAreApplied() {
    file(jetty(stored()), ",'save_to':'report.md','overwrite':true");
    assertThat(destination("report.md").overwrites()).isTrue();
    assertThat(folder.resolve("report.md")).hasContent("# Out\n");
  }

  @Test
  void userIsAskedBeforeAFileIsReplaced() throws Exception {
    Path old = Files.writeString(folder.resolve("report.md"), "old");
    ToolHarness call = file(jetty(stored()), ",'save_to':'report.md','overwrite':true");
    assertThat(call.call().confirmed()).containsExactly("replace the file " + old);
    assertThat(old).hasContent("# Out\n");
  }

  @Test
  void userIsNotAskedAboutANewFile() {
    ToolHarness call = file(jetty(stored()), ",'save_to':'report.md','overwrite':true");
    assertThat(call.call().confirmed()).isEmpty();
  }

  @Test
  void brokenDownloadLeavesNoFile() {
    Unavailable broken = new Unavailable(Unavailable.Reason.BROKEN_OFF, "");
    ToolHarness call = file(new Routes().on("GET /api/v1/file/" + PATH, broken).jetty(), "");
    assertThat(call.failure(Unavailable.class)).isSameAs(broken);
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void disabledSavingSendsNoRequest() {
    ToolHarness call =
        ToolHarness.of(
            FileTools.DOWNLOAD_FILE,
            jetty(stored()),
            new FakeLocalAccess(),
            "{'file_path':'" + PATH + "'}");
    assertThat(call.failure(BadArguments.class).argument()).isEqualTo("save_to");
    assertThat(call.jetty().requests()).isEmpty();
  }

  @Test
  void cancelledDownloadReportsItsProgressAndLeavesNoFile() throws Exception {
    Tool tool = FileTools.DOWNLOAD_FILE;
    Args in =
        Args.check(
            tool.params(),
            List.of(),
            Json.object().put("file_path", PATH).put("collection", "acme"),
            secret -> {});
    FakeCall call = new FakeCall(in, FakeJetty.neverAnswering(), local, Clock.systemUTC());
    Disposable running = ((Action.Runs) tool.action()).run().apply(call).subscribe();
    Files.writeString(destination("1a2b.run.0000.out.md").part(), "12345");
    assertThat(call.latest()).isEqualTo("downloaded 5 bytes");
    running.dispose();
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void filesOfARunAreSavedAsAZip() {
    ToolHarness call = ToolHarness.of(FileTools.DOWNLOAD_TRAJECTORY, jetty(Acme.zip()), local, RUN);
    assertThat(call.jetty().lines()).containsExactly(ZIP);
    assertThat(call.shown().path("path").asString()).isEqualTo("echo-1a2b3c4d.zip");
    assertThat(call.shown().path("entries").asInt()).isEqualTo(2);
    assertThat(call.shown().path("url").asString())
        .isEqualTo("https://jetty.io/acme/echo/1a2b3c4d");
    assertThat(folder).isDirectoryNotContaining("glob:**.jpg").isDirectoryContaining("glob:**.zip");
  }

  @Test
  void downloadThatIsNoZipIsDeleted() {
    for (JsonNode reply : new JsonNode[] {stored(), Json.object().put("file", ""), half()}) {
      ToolHarness call = ToolHarness.of(FileTools.DOWNLOAD_TRAJECTORY, jetty(reply), local, RUN);
      assertThat(call.failure(Unavailable.class).detail()).contains("not a zip archive");
      assertThat(folder).isEmptyDirectory();
    }
  }

  private static JsonNode half() {
    byte[] whole = Acme.zip().path("file").binaryValue();
    return Json.object().put("file", java.util.Arrays.copyOf(whole, whole.length / 2));
  }

  @Test
  void unknownRunLeavesNoFile() {
    FakeJetty jetty = new Routes().on(ZIP, Routes.notFound()).jetty();
    ToolHarness call = ToolHarness.of(FileTools.DOWNLOAD_TRAJECTORY, jetty, local, RUN);
    assertThat(call.failure(Refused.class).kind()).isEqualTo(Refused.Kind.NOT_FOUND);
    assertThat(folder).isEmptyDirectory();
  }
}
