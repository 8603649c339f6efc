package io.jettymcp.transport;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.modelcontextprotocol.json.jackson3.JacksonMcpJsonMapper;
import java.io.BufferedReader;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.Pipe;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The client side of the tests: a transport with handlers, on two pipes of the system. */
final class Host implements AutoCloseable {
  static final JsonMapper JSON = JsonMapper.builder().build();
  static final String INITIALIZE =
      """
      {"jsonrpc":"2.0","id":"init","method":"initialize","params":{"protocolVersion":"2025-11-25",\
      "capabilities":{},"clientInfo":{"name":"host","version":"1"}}}""";

  final Handlers handlers = new Handlers();
  final StdioTransport transport;

  /** Completes when the transport has seen the end of its input. */
  final CompletableFuture<Boolean> inputEnd = new CompletableFuture<>();

  /** Completes when {@link StdioTransport#run} has returned. */
  final CompletableFuture<Void> over = new CompletableFuture<>();

  private final Pipe.SinkChannel toServer;
  private final Pipe.SourceChannel fromServer;
  private final OutputStream out;
  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
  private CompletableFuture<Void> reading = CompletableFuture.completedFuture(null);

  /** A host that has not read anything yet. */
  private Host() throws IOException {
    Pipe input = Pipe.open();
    Pipe output = Pipe.open();
    toServer = input.sink();
    fromServer = output.source();
    out = Channels.newOutputStream(toServer);
    transport =
        new StdioTransport(
            new Watched(Channels.newInputStream(input.source())),
            Channels.newOutputStream(output.sink()),
            new JacksonMcpJsonMapper(JSON),
            handlers);
    StdioTransport.daemon("test-main", this::run).start();
  }

  static Host thatDoesNotRead() throws IOException {
    return new Host();
  }

  static Host connected() throws IOException {
    Host host = new Host();
    host.read();
    return host;
  }

  /** A host whose {@code initialize} is answered already. */
  static Host initialized() throws Exception {
    Host host = connected();
    host.send(INITIALIZE);
    assertThat(host.next().path("result").path("protocolVersion").asString())
        .isEqualTo("2025-11-25");
    return host;
  }

  private void run() {
    try {
      transport.run();
      over.complete(null);
    } catch (Throwable failed) {
      over.completeExceptionally(failed);
    }
  }

  void read() {
    reading = new CompletableFuture<>();
    StdioTransport.daemon("test-reader", this::collect).start();
  }

  private void collect() {
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(Channels.newInputStream(fromServer), StandardCharsets.UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        lines.add(line);
      }
    } catch (IOException closed) {
      // The test has read what it wanted.
    } finally {
      reading.complete(null);
    }
  }

  void send(String line) {
    sendRaw((line + "\n").getBytes(StandardCharsets.UTF_8));
  }

  void sendRaw(byte[] bytes) {
    try {
      out.write(bytes);
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sends a request; id and params are JSON. */
  void call(String id, String method, String params) {
    send(
        "{\"jsonrpc\":\"2.0\",\"id\":%s,\"method\":\"%s\",\"params\":%s}"
            .formatted(id, method, params));
  }

  void hold(String id, String name) {
    call(id, "hold", "{\"name\":\"%s\"}".formatted(name));
  }

  void cancel(String id) {
    send(
        "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":%s}}"
            .formatted(id));
  }

  String nextLine() throws InterruptedException {
    String line = lines.poll(20, SECONDS);
    assertThat(line).as("the next line").isNotNull();
    return line;
  }

  JsonNode next() throws InterruptedException {
    return JSON.readTree(nextLine());
  }

  /** The next message, which must be an error. */
  void expectError(String id, int code) throws InterruptedException {
    JsonNode answer = next();
    assertThat(answer.path("id").toString()).isEqualTo(id);
    assertThat(answer.path("error").path("code").asInt()).isEqualTo(code);
  }

  /** The next message, which must be a result. */
  JsonNode expectResult(String id) throws InterruptedException {
    JsonNode answer = next();
    assertThat(answer.path("id").toString()).as("%s", answer).isEqualTo(id);
    assertThat(answer.has("result")).as("%s", answer).isTrue();
    return answer.get("result");
  }

  /** The session still works, and has nothing else to say: messages keep their order. */
  void expectNothingElse() throws InterruptedException {
    call("\"fence\"", "echo", "{}");
    expectResult("\"fence\"");
  }

  void endInput() throws IOException {
    toServer.close();
  }

  /** The pipe has a reader for as long as a thread is in a read from it, closed or not. */
  void stopReading() throws IOException {
    fromServer.close();
    reading.join();
  }

  @Override
  public void close() throws IOException {
    handlers.unblocked.countDown();
    stopReading();
    endInput();
    assertThat(over).succeedsWithin(Duration.ofSeconds(20));
  }

  private final class Watched extends FilterInputStream {
    Watched(InputStream in) {
      super(in);
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
      int count = super.read(bytes, from, length);
      if (count < 0) {
        inputEnd.complete(true);
      }
      return count;
    }
  }
}
