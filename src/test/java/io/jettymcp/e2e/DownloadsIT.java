package io.jettymcp.e2e;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.Slow;
import io.jettymcp.jetty.FaultAnswer;
import io.jettymcp.jetty.FaultServer;
import io.jettymcp.jetty.SilentAnswer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/** Downloads files through the real program: complete or not at all. */
@Timeout(120)
class DownloadsIT {
  private static final String[] IMPATIENT = {
    "--timeout", "1.5", "--read-timeout", "1.5", "--retries", "0"
  };

  private static final FaultAnswer START =
      FaultAnswer.streamed(StoredFile.TYPE, "x".repeat(100_000));

  @RegisterExtension final FaultServer jetty = FaultServer.withRoutes();
  @RegisterExtension final Program program = new Program().against(jetty.url());

  /** Waits until part of a file has arrived, and returns its partial file. */
  private Path awaitPart() throws Exception {
    await(() -> Program.namesIn(program.work).size() == 1 && Files.size(only(program.work)) > 0);
    Path part = only(program.work);
    assertPart(part);
    return part;
  }

  private static Path only(Path folder) throws IOException {
    return folder.resolve(Program.namesIn(folder).get(0));
  }

  private static void assertPart(Path file) {
    assertThat(file.getFileName().toString()).matches("\\.big\\.bin\\.[0-9a-f]{32}\\.part");
  }

  private static void await(Callable<Boolean> wanted) throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!wanted.call()) {
      assertThat(System.nanoTime()).isLessThan(deadline);
      assertThat(never.await(20, MILLISECONDS)).isFalse();
    }
  }

  @Slow
  @Test
  void twoDownloadsOfThirtyMegabytesFitASmallHeap() throws Exception {
    StoredFile file = new StoredFile(30_000_000);
    jetty.on(StoredFile.ROUTE, file.complete());
    try (ServerProcess server = program.withSmallHeap().serve()) {
      server.begin("1", "download-file", StoredFile.ARGUMENTS);
      server.begin(
          "2", "download-file", StoredFile.ARGUMENTS.replace("}", ",\"save_to\":\"a/b/copy\"}"));
      for (String id : List.of("1", "2")) {
        JsonNode saved = server.answer(id).path("result").path("structuredContent");
        assertThat(saved.path("bytes").asInt()).as("%s", saved).isEqualTo(file.content.length);
        assertThat(saved.path("sha256").asString()).isEqualTo(file.sha256());
        assertThat(saved.path("content_type").asString()).isEqualTo(StoredFile.TYPE);
        assertThat(Path.of(saved.path("path").asString())).hasBinaryContent(file.content);
      }
      server.end();
    }
    assertThat(Program.namesIn(program.work)).containsExactly("a", "big.bin");
    assertThat(Program.namesIn(program.work.resolve("a/b"))).containsExactly("copy");
  }

  @Test
  void brokenDownloadIsRetried() throws Exception {
    StoredFile file = new StoredFile(300_000);
    jetty.on(StoredFile.ROUTE, file.cutAfter(150_000), FaultAnswer.reset(), file.complete());
    try (ServerProcess server = program.serve()) {
      assertThat(server.data("download-file", StoredFile.ARGUMENTS).path("sha256").asString())
          .isEqualTo(file.sha256());
    }
    assertThat(program.work.resolve("big.bin")).hasBinaryContent(file.content);
    assertThat(Program.namesIn(program.work)).containsExactly("big.bin");
  }

  @Test
  void failedDownloadLeavesNoFile() throws Exception {
    StoredFile file = new StoredFile(300_000);
    jetty.on(StoredFile.ROUTE, file.cutAfter(150_000));
    try (ServerProcess server = program.serve("--retries", "2")) {
      assertThat(
              server.refusal(
                  "download-file", StoredFile.ARGUMENTS.replace("}", ",\"save_to\":\"a/b/\"}")))
          .contains("closed before the reply was complete", "Retry later");
    }
    assertThat(jetty.received(StoredFile.ROUTE)).hasSize(3);
    assertThat(program.work).isEmptyDirectory();
  }

  @Test
  void cancelledDownloadLeavesNoFileAndClosesItsConnection() throws Exception {
    SilentAnswer stalled = new SilentAnswer();
    jetty.on(StoredFile.ROUTE, START.then(stalled));
    try (ServerProcess server = program.serve()) {
      server.begin("1", "download-file", StoredFile.ARGUMENTS);
      Path part = awaitPart();
      server.cancel("1");
      assertThat(stalled.disconnected.await(5, SECONDS)).as("the connection is closed").isTrue();
      await(() -> !Files.exists(part));
      assertThat(program.work).isEmptyDirectory();
      server.end();
      assertThat(server.messages()).noneMatch(m -> ServerProcess.isAnswer(m, "1"));
    }
    assertThat(jetty.received(StoredFile.ROUTE)).hasSize(1);
  }

  @Test
  void downloadOfADisconnectedHostLeavesNoFile() throws Exception {
    jetty.on(StoredFile.ROUTE, START.then(FaultAnswer.silence()));
    try (ServerProcess server = program.serve()) {
      server.begin("1", "download-file", StoredFile.ARGUMENTS);
      awaitPart();
      server.end();
    }
    assertThat(program.work).isEmptyDirectory();
  }

  @Test
  void killedProcessLeavesAtMostAPartFile() throws Exception {
    jetty.on(StoredFile.ROUTE, START.then(FaultAnswer.silence()));
    try (ServerProcess server = program.serve()) {
      server.begin("1", "download-file", StoredFile.ARGUMENTS);
      awaitPart();
      server.kill();
      server.handle().onExit().get(10, SECONDS);
    }
    assertPart(only(program.work));
  }

  @Slow
  @Test
  void slowDownloadThatKeepsArrivingIsNotTimedOut() throws Exception {
    FaultAnswer slow = FaultAnswer.streamed(StoredFile.TYPE);
    for (int i = 0; i < 6; i++) {
      slow = slow.then((request, connection) -> connection.pause(600));
      slow = slow.then((request, connection) -> connection.write("3\r\nabc\r\n"));
    }
    jetty.on(StoredFile.ROUTE, slow.then((request, connection) -> connection.write("0\r\n\r\n")));
    try (ServerProcess server =
        program.serve("--timeout", "3", "--read-timeout", "3", "--retries", "0")) {
      server.data("download-file", StoredFile.ARGUMENTS);
    }
    assertThat(program.work.resolve("big.bin")).hasContent("abc".repeat(6));
    assertThat(Program.namesIn(program.work)).containsExactly("big.bin");
  }

  @Slow
  @Test
  void silentDownloadTimesOut() throws Exception {
    SilentAnswer stalled = new SilentAnswer();
    jetty.on(StoredFile.ROUTE, START.then(stalled));
    try (ServerProcess server = program.serve(IMPATIENT)) {
      assertThat(server.refusal("download-file", StoredFile.ARGUMENTS))
          .contains("did not respond in time");
      assertThat(stalled.disconnected.await(5, SECONDS)).isTrue();
    }
    assertThat(Program.namesIn(program.work)).isEmpty();
  }
}
