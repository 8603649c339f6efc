package io.jettymcp.jetty.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.jettymcp.jetty.DefaultSettings;
import io.jettymcp.jetty.Failure;
import io.jettymcp.jetty.Failure.Unavailable.Reason;
import io.jettymcp.jetty.FaultAnswer;
import io.jettymcp.jetty.FaultServer;
import io.jettymcp.jetty.Reply;
import io.jettymcp.jetty.Request;
import io.jettymcp.jetty.ResponseHandling;
import io.jettymcp.jetty.client.JettyApi;
import io.jettymcp.jetty.client.OverLoopback;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.test.scheduler.VirtualTimeScheduler;
import tools.jackson.databind.JsonNode;

/** Files on their way from Jetty to disk, and their first bytes. */
class SavedFileTest extends OverLoopback {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void createTheFile() throws IOException {
    file = Files.writeString(folder.resolve("part"), "what was there before");
  }

  @Test
  void savesAFileByteForByte() throws Exception {
    byte[] content = {1, 2, 3, '\r', '\n', (byte) 0xff};
    FaultServer server = serving(FaultAnswer.file("Image/PNG; name=x", content, 6));

    Reply reply = send(api(server), toFile());

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.body())
        .hasToString(
            "{\"content_type\":\"image/png\",\"bytes\":6,\"sha256\":\"" + sha256(content) + "\"}");
    assertThat(Files.readAllBytes(file)).isEqualTo(content);
    FaultServer.Received received = server.received().get(0);
    assertThat(received.header("accept")).isEqualTo("*/*");
    assertThat(received.header("accept-encoding")).isEqualTo("identity");
  }

  @Test
  void retriesALargeFileThatBrokeOff() throws Exception {
    byte[] content = new byte[8 * 1024 * 1024];
    new Random(7).nextBytes(content);
    FaultServer server =
        serving(
            FaultAnswer.file("application/zip", content, 5 * 1024 * 1024),
            FaultAnswer.file("application/zip", content, 1),
            FaultAnswer.file("application/zip", content, content.length));

    JsonNode report = send(api(server), toFile()).body();

    assertThat(report.path("bytes").asLong()).isEqualTo(content.length);
    assertThat(report.path("sha256").asString()).isEqualTo(sha256(content));
    assertThat(Files.mismatch(file, Files.write(folder.resolve("expected"), content)))
        .isEqualTo(-1);
    assertThat(server.received()).hasSize(3);
  }

  @Test
  void savesAnEmptyFile() throws Exception {
    FaultServer server = serving(FaultAnswer.file("", new byte[0], 0));

    assertThat(send(api(server), toFile()).body())
        .hasToString(
            "{\"content_type\":\"application/octet-stream\",\"bytes\":0,\"sha256\":\""
                + sha256(new byte[0])
                + "\"}");
    assertThat(file).isEmptyFile();
  }

  @Test
  void decompressesAnUnrequestedEncoding() throws Exception {
    FaultServer server = serving(FaultAnswer.gzip(50_000));

    assertThat(send(api(server), toFile()).body().path("bytes").asInt()).isEqualTo(50_002);
    assertThat(Files.readString(file)).isEqualTo("\"" + "x".repeat(50_000) + "\"");
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.5, 0.99})
  void compressedFileThatEndsEarlyIsBrokenOff(double part) throws Exception {
    byte[] content = gzipped(new byte[75_000]);
    int length = (int) (part * content.length) + 1;
    FaultServer server = serving(compressed(Arrays.copyOf(content, length)));

    Failure failure = failure(api(settings(server.url(), 1, 1 << 20), token(TOKEN)), toFile());

    assertThat(reason(failure)).isEqualTo(Reason.BROKEN_OFF);
    assertThat(server.received()).hasSize(2);
  }

  @Test
  void compressedFileWithAWrongChecksumIsRejected() throws Exception {
    byte[] content = gzipped(new byte[75_000]);
    content[content.length - 6] ^= 1;

    assertThat(reason(failure(api(serving(compressed(content))), toFile())))
        .isEqualTo(Reason.UNREADABLE);
  }

  @Test
  void compressedFileOfSeveralMembersIsSavedInFull() throws Exception {
    byte[] text = "one piece, ".getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream members = new ByteArrayOutputStream();
    for (int i = 0; i < 3; i++) {
      members.writeBytes(gzipped(text));
    }

    send(api(serving(compressed(members.toByteArray()))), toFile());

    assertThat(file).hasContent("one piece, ".repeat(3));
  }

  @Test
  void fileThatExpandsWithoutMeasureIsRejected() throws Exception {
    FaultServer server = serving(compressed(gzipped(new byte[64 * 1024 * 1024])));

    Failure failure = failure(api(settings(server.url(), 0, 1 << 20), token(TOKEN)), toFile());

    assertThat(reason(failure)).isEqualTo(Reason.UNREADABLE);
    assertThat(failure.detail()).contains("expands more than 200 times");
    assertThat(Files.size(file)).isLessThan(20 * 1024 * 1024);
  }

  @Test
  void fileInAnEncodingThatIsNotSupportedIsNotSaved() throws Exception {
    FaultServer server =
        serving(FaultAnswer.status(200, "text/plain", "raw", "Content-Encoding: br"));

    Failure failure = failure(api(server), toFile());

    assertThat(reason(failure)).isEqualTo(Reason.UNREADABLE);
    assertThat(failure.detail()).contains("Content-Encoding that was not asked for");
    assertThat(Files.readString(file)).doesNotContain("raw");
  }

  @Test
  void partOfAFileIsNotTheFile() throws Exception {
    FaultServer server = serving(FaultAnswer.status(206, "text/plain", "part"));

    assertThat(reason(failure(api(server), toFile()))).isEqualTo(Reason.BROKEN_OFF);
  }

  private static byte[] gzipped(byte[] content) throws IOException {
    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
      gzip.write(content);
    }
    return compressed.toByteArray();
  }

  private static FaultAnswer compressed(byte[] content) {
    return (request, connection) -> {
      connection.write(
          "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Encoding: gzip\r\nContent-Length: "
              + content.length
              + "\r\n\r\n");
      connection.write(content);
    };
  }

  @Test
  void aRefusalDoesNotTouchTheFile() throws Exception {
    FaultServer server =
        serving(
            FaultAnswer.status(
                404,
                "application/json",
                """
                {"detail":"File not found"}"""));

    assertThat(failure(api(server), toFile()).detail()).isEqualTo("File not found");
    assertThat(file).hasContent("what was there before");
  }

  @Test
  void reportsABrokenConnectionWhenNoRetryIsLeft() throws Exception {
    FaultServer server =
        serving(
            FaultAnswer.file("text/plain", new byte[10], 9),
            FaultAnswer.streamed("text/plain", "abc").then(FaultAnswer.hangUp()));

    assertThat(reason(failure(api(settings(server.url(), 1, 1), token(TOKEN)), toFile())))
        .isEqualTo(Reason.BROKEN_OFF);
    assertThat(server.received()).hasSize(2);
  }

  @Test
  void doesNotRepeatASilentStream() throws Exception {
    FaultServer server =
        serving(
            FaultAnswer.streamed("text/plain", "x".repeat(100_000)).then(FaultAnswer.silence()),
            FaultAnswer.file("text/plain", new byte[1], 1));
    VirtualTimeScheduler time = VirtualTimeScheduler.create();

    Mono<Reply> call = api(settings(server.url(), 1, 1 << 20), time).send(toFile()).cache();
    call.subscribe(reply -> {}, failure -> {});
    waitUntilWritten(100_000);
    time.advanceTimeBy(Duration.ofSeconds(5));

    assertThat(reason(catchThrowableOfType(Failure.class, () -> call.block(PATIENCE))))
        .isEqualTo(Reason.TIMED_OUT);
    assertThat(server.received()).hasSize(1);
  }

  @Test
  void reportsAMissingFolderWithoutRetry() throws Exception {
    FaultServer server = serving(FaultAnswer.file("text/plain", new byte[10], 10));
    Files.delete(file);

    assertThat(failure(api(server), toFile()))
        .isInstanceOfSatisfying(
            Failure.Declined.class,
            failure ->
                assertThat(failure.what()).startsWith("The file could not be written to disk."));
    assertThat(server.received()).hasSize(1);
    assertThat(file).doesNotExist();
  }

  @Test
  void reportsAFullDiskWithoutRetry() throws Exception {
    Path full = Path.of("/dev/full");
    assumeThat(full).exists();
    FaultServer server = serving(FaultAnswer.file("text/plain", new byte[10], 10));

    assertThat(failure(api(server), READ.handling(new ResponseHandling.ToFile(full))))
        .isInstanceOfSatisfying(
            Failure.Declined.class,
            failure ->
                assertThat(failure.what())
                    .contains("could not be written to disk (No space left on device)"));
    assertThat(server.received()).hasSize(1);
  }

  @Test
  void cancellingClosesTheConnectionAndTheFile() throws Exception {
    FaultServer server =
        serving(
            FaultAnswer.streamed("text/plain", "x".repeat(100_000)).then(FaultAnswer.silence()));
    JettyApi api = api(DefaultSettings.of(server.url()), token(TOKEN));

    Disposable call = api.send(toFile()).subscribe();
    waitUntilWritten(100_000);
    assumeThat(Path.of("/proc/self/fd")).exists();
    assertThat(openFiles()).contains(file.toRealPath().toString());
    call.dispose();

    assertThat(openFiles()).doesNotContain(file.toRealPath().toString());
    assertThat(server.awaitDisconnection()).isTrue();
  }

  @Test
  void readsNoMoreThanTheFirstBytes() throws Exception {
    FaultServer server =
        serving(
            FaultAnswer.streamed("text/csv; charset=utf-8", "a,b", "\n1,2\n3,4")
                .then(FaultAnswer.silence()));

    JsonNode body = send(api(server), READ.handling(new ResponseHandling.Bytes(5))).body();

    assertThat(body.path("content").binaryValue()).asString().isEqualTo("a,b\n1");
    assertThat(body.path("truncated").booleanValue()).isTrue();
    assertThat(body.path("content_type").stringValue()).isEqualTo("text/csv");
    assertThat(server.awaitDisconnection()).isTrue();
  }

  @Test
  void isNotTruncatedAtTheExactLength() throws Exception {
    FaultServer server = serving(FaultAnswer.file("not a type", new byte[] {1, 2, 3}, 3));

    for (int most : List.of(3, 4)) {
      JsonNode body = send(api(server), READ.handling(new ResponseHandling.Bytes(most))).body();

      assertThat(body.path("content").binaryValue()).containsExactly(1, 2, 3);
      assertThat(body.path("truncated").booleanValue()).isFalse();
      assertThat(body.path("content_type").stringValue()).isEqualTo("application/octet-stream");
    }
    assertThat(
            send(api(server), READ.handling(new ResponseHandling.Bytes(2)))
                .body()
                .path("truncated"))
        .hasToString("true");
  }

  private Request toFile() {
    return READ.handling(new ResponseHandling.ToFile(file));
  }

  private void waitUntilWritten(long bytes) throws IOException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (Files.size(file) < bytes && System.nanoTime() < end) {
      Thread.onSpinWait();
    }
    assertThat(file).hasSize(bytes);
  }

  private static List<String> openFiles() throws IOException {
    try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
      return descriptors.map(SavedFileTest::target).toList();
    }
  }

  private static String target(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString();
    } catch (IOException closedMeanwhile) {
      return "";
    }
  }

  private static String sha256(byte[] content) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
  }
}
