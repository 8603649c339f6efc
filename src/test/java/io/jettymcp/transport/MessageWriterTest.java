package io.jettymcp.transport;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class MessageWriterTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  @Test
  void writesAllMessagesInOrderBeforeItCloses() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    MessageWriter writer = new MessageWriter(out, () -> {}, () -> {});
    StringBuilder expected = new StringBuilder();
    for (int i = 0; i < 50_000; i++) {
      writer.write("é" + i);
      expected.append("é").append(i).append('\n');
    }
    writer.start();
    writer.close(TIMEOUT);
    writer.write("too late");
    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo(expected.toString());
  }

  @Test
  void flushesAMessageThoughNoOtherFollows() throws Exception {
    CompletableFuture<String> flushed = new CompletableFuture<>();
    ByteArrayOutputStream out =
        new ByteArrayOutputStream() {
          @Override
          public void flush() {
            flushed.complete(toString(StandardCharsets.UTF_8));
          }
        };
    MessageWriter writer = new MessageWriter(out, () -> {}, () -> {});
    writer.start();
    writer.write("alone");
    assertThat(flushed.get(20, SECONDS)).isEqualTo("alone\n");
    writer.close(TIMEOUT);
  }

  @Test
  void runsWhatFollowsTheGreetingOnceItIsFlushed() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    CompletableFuture<String> followed = new CompletableFuture<>();
    MessageWriter writer =
        new MessageWriter(
            out, () -> followed.complete(out.toString(StandardCharsets.UTF_8)), () -> {});
    writer.start();

    writer.write("other");
    writer.greet("hello");

    assertThat(followed.get(20, SECONDS)).isEqualTo("other\nhello\n");
    writer.close(TIMEOUT);
  }

  @Test
  void isFloodedUntilTheOtherSideReads() throws Exception {
    BlockedStream out = new BlockedStream();
    MessageWriter writer = new MessageWriter(out, () -> {}, () -> {});
    writer.start();
    writer.awaitCapacity();
    String megabyte = "x".repeat(1024 * 1024);
    for (int i = 0; i < 64; i++) {
      writer.write(megabyte);
    }
    assertThat(writer.isFlooded()).isTrue();
    out.read.countDown();
    writer.awaitCapacity();
    assertThat(writer.isFlooded()).isFalse();
    writer.close(TIMEOUT);
  }

  @Test
  void closesInTimeThoughTheOtherSideDoesNotRead() throws Exception {
    BlockedStream out = new BlockedStream();
    MessageWriter writer = new MessageWriter(out, () -> {}, () -> {});
    writer.start();
    writer.write("x".repeat((int) MessageWriter.MAX_BACKLOG));
    writer.close(Duration.ofMillis(20));
    writer.awaitCapacity();
    out.read.countDown();
  }

  @Test
  void reportsOnceThatTheOutputIsClosed() throws Exception {
    CompletableFuture<Boolean> broken = new CompletableFuture<>();
    OutputStream out =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("Broken pipe");
          }
        };
    MessageWriter writer =
        new MessageWriter(out, () -> {}, () -> assertThat(broken.complete(true)).isTrue());
    writer.start();
    writer.write("lost");
    assertThat(broken.get(20, SECONDS)).isTrue();
    writer.close(TIMEOUT);
  }

  /** Blocks until it is read. */
  private static final class BlockedStream extends OutputStream {
    private final CountDownLatch read = new CountDownLatch(1);

    @Override
    public void write(int one) throws IOException {
      write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      try {
        read.await();
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
    }
  }
}
