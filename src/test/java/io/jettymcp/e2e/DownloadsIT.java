package io.jettymcp.e2e;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.jetty.FaultAnswer;
import io.jettymcp.jetty.FaultConnection;
import io.jettymcp.jetty.FaultServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Downloads files through the real program: complete or not at all. */
@Timeout(120)
class DownloadsIT {
  private static final String[] IMPATIENT = {
    "--timeout", "1.5", "--read-timeout", "1.5", "--retries", "0"
  };

  private static final String BYTES = "application/octet-stream";
  private static final String FILE = "GET /api/v1/file/acme/echo/0000/big.bin";
  private static final String DOWNLOAD = "{\"file_path\":\"acme/echo/0000/big.bin\"}";

  @TempDir Path directory;
  private ScriptedJetty jetty;
  private Program program;

  @BeforeEach
  void layOut() throws IOException {
    jetty = new ScriptedJetty();
    program = Program.in(directory).against(jetty.url());
  }

  @AfterEach
  void endJetty() throws IOException {
    jetty.close();
  }

  private static byte[] content(int bytes) {
    byte[] content = new byte[bytes];
    new Random(7).nextBytes(content);
    return content;
  }

  private static String sha256(byte[] content) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
  }

  private static List<String> namesIn(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  /** The part of a file that is on its way, once there is something in it. */
  private Path awaitPart() throws Exception {
    await(() -> namesIn(program.work).size() == 1 && Files.size(only(program.work)) > 0);
    Path part = only(program.work);
    assertPart(part);
    return part;
  }

  private static Path only(Path folder) throws IOException {
    return folder.resolve(namesIn(folder).get(0));
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

  /** Sends a part of a file, and then nothing until the other side closes. */
  private static final class Stuck implements FaultAnswer {
    final CountDownLatch gone = new CountDownLatch(1);

    @Override
    public void to(FaultServer.Received request, FaultConnection connection) throws IOException {
      FaultAnswer.streamed(BYTES, "x".repeat(100_000)).to(request, connection);
      try {
        connection.untilPeerCloses();
      } finally {
        gone.countDown();
      }
    }
  }

  @Test
  void twoDownloadsOfThirtyMegabytesFitASmallHeap() throws Exception {
    byte[] content = content(30_000_000);
    jetty.on(FILE, FaultAnswer.file(BYTES, content, content.length));
    try (ServerProcess server = program.small().serve()) {
      server.begin("1", "download-file", DOWNLOAD);
      server.begin("2", "download-file", DOWNLOAD.replace("}", ",\"save_to\":\"a/b/copy\"}"));
      for (String id : List.of("1", "2")) {
        JsonNode saved = server.answer(id).path("result").path("structuredContent");
        assertThat(saved.path("bytes").asInt()).as("%s", saved).isEqualTo(content.length);
        assertThat(saved.path("sha256").asString()).isEqualTo(sha256(content));
        assertThat(saved.path("content_type").asString()).isEqualTo(BYTES);
        assertThat(Path.of(saved.path("path").asString())).hasBinaryContent(content);
      }
      server.end();
    }
    assertThat(namesIn(program.work)).containsExactly("a", "big.bin");
    assertThat(namesIn(program.work.resolve("a/b"))).containsExactly("copy");
  }

  @Test
  void brokenDownloadIsRetried() throws Exception {
    byte[] content = content(300_000);
    jetty.onInTurn(
        FILE,
        FaultAnswer.file(BYTES, content, 150_000),
        FaultAnswer.reset(),
        FaultAnswer.file(BYTES, content, content.length));
    try (ServerProcess server = program.serve()) {
      assertThat(server.data("download-file", DOWNLOAD).path("sha256").asString())
          .isEqualTo(sha256(content));
    }
    assertThat(program.work.resolve("big.bin")).hasBinaryContent(content);
    assertThat(namesIn(program.work)).containsExactly("big.bin");
  }

  @Test
  void failedDownloadLeavesNoFile() throws Exception {
    byte[] content = content(300_000);
    jetty.on(FILE, FaultAnswer.file(BYTES, content, 150_000));
    try (ServerProcess server = program.serve("--retries", "2")) {
      assertThat(server.refusal("download-file", DOWNLOAD.replace("}", ",\"save_to\":\"a/b/\"}")))
          .contains("closed before the reply was complete", "Retry later");
    }
    assertThat(jetty.received(FILE)).hasSize(3);
    assertThat(program.work).isEmptyDirectory();
  }

  @Test
  void cancelledDownloadLeavesNoFileAndClosesItsConnection() throws Exception {
    Stuck stuck = new Stuck();
    jetty.on(FILE, stuck);
    try (ServerProcess server = program.serve()) {
      server.begin("1", "download-file", DOWNLOAD);
      Path part = awaitPart();
      server.cancel("1");
      assertThat(stuck.gone.await(1, SECONDS)).as("the connection is closed").isTrue();
      await(() -> !Files.exists(part));
      assertThat(program.work).isEmptyDirectory();
      server.end();
      assertThat(server.messages()).noneMatch(m -> ServerProcess.isAnswer(m, "1"));
    }
    assertThat(jetty.received(FILE)).hasSize(1);
  }

  @Test
  void downloadOfADisconnectedHostLeavesNoFile() throws Exception {
    jetty.on(FILE, new Stuck());
    try (ServerProcess server = program.serve()) {
      server.begin("1", "download-file", DOWNLOAD);
      awaitPart();
      server.end();
    }
    assertThat(program.work).isEmptyDirectory();
  }

  @Test
  void killedProcessLeavesAtMostAPartFile() throws Exception {
    jetty.on(FILE, new Stuck());
    try (ServerProcess server = program.serve()) {
      server.begin("1", "download-file", DOWNLOAD);
      awaitPart();
      server.kill();
      server.handle().onExit().get(10, SECONDS);
    }
    assertPart(only(program.work));
  }

  @Test
  void slowDownloadThatKeepsArrivingIsNotTimedOut() throws Exception {
    FaultAnswer slow = FaultAnswer.streamed(BYTES);
    for (int i = 0; i < 6; i++) {
      slow = slow.then((request, connection) -> connection.pause(500));
      slow = slow.then((request, connection) -> connection.write("3\r\nabc\r\n"));
    }
    jetty.on(FILE, slow.then((request, connection) -> connection.write("0\r\n\r\n")));
    try (ServerProcess server = program.serve(IMPATIENT)) {
      server.data("download-file", DOWNLOAD);
    }
    assertThat(program.work.resolve("big.bin")).hasContent("abc".repeat(6));
    assertThat(namesIn(program.work)).containsExactly("big.bin");
  }

  @Test
  void silentDownloadTimesOut() throws Exception {
    Stuck stuck = new Stuck();
    jetty.on(FILE, stuck);
    try (ServerProcess server = program.serve(IMPATIENT)) {
      assertThat(server.refusal("download-file", DOWNLOAD)).contains("did not respond in time");
      assertThat(stuck.gone.await(1, SECONDS)).isTrue();
    }
    assertThat(namesIn(program.work)).isEmpty();
  }
}
