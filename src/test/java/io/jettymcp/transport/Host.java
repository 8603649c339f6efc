package io.jettymcp.transport;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.mcp.modern.FakeModernService;
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
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The client of a transport with {@link Handlers}, on two pipes of the system. */
final class Host implements AutoCloseable, AfterEachCallback {
  static final JsonMapper JSON = JsonMapper.builder().build();

  final Handlers handlers = new Handlers();
  final FakeModernService modern = new FakeModernService();
  final StdioTransport transport;

  /** Completes when the transport has seen the end of its input. */
  final CompletableFuture<Boolean> inputEnd = new CompletableFuture<>();

  /** Counts how often the transport has reported that the host is greeted. */
  final AtomicInteger greetings = new AtomicInteger();

  /** Completes when {@link StdioTransport#run} has returned. */
  final CompletableFuture<Void> over = new CompletableFuture<>();

  private final Pipe.SinkChannel toServer;
  private final Pipe.SourceChannel fromServer;
  private final OutputStream out;
  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
  private CompletableFuture<Void> reading = CompletableFuture.completedFuture(null);

  /** Connects without reading yet. */
  private Host() throws IOException {
    Pipe input = Pipe.open();
    Pipe output = Pipe.open();
    toServer = input.sink();
    fromServer = output.source();
    out = Channels.newOutputStream(toServer);
    transport =
        new StdioTransport(
            new EndDetector(Channels.newInputStream(input.source())),
            Channels.newOutputStream(output.sink()),
            new JacksonMcpJsonMapper(JSON),
            new McpService(handlers, modern),
            greetings::incrementAndGet);
    StdioTransport.daemon("test-main", this::run).start();
  }

  static Host thatDoesNotRead() {
    try {
      return new Host();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Host connected() {
    Host host = thatDoesNotRead();
    host.read();
    return host;
  }

  /** Connects and initializes the session. */
  static Host initialized() {
    Host host = connected();
    host.initialize();
    try {
      host.expectResult("\"init\"");
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    return host;
  }

  private void run() {
    try {
      transport.run();
      over.complete(null);
    } catch (Throwable e) {
      over.completeExceptionally(e);
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
    } catch (IOException ignored) {
      // The test has closed the pipe.
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

  void initialize() {
    send(Messages.initialize("\"init\"", Messages.NEWEST));
  }

  /** Sends a request; id and params are JSON. */
  void call(String id, String method, String params) {
    send(Messages.request(id, method, params));
  }

  void hold(String id, String name) {
    call(
        id,
        "hold",
        """
        {"name":"%s"}"""
            .formatted(name));
  }

  /** Sends a call that is held, and waits until its handler runs. */
  Handlers.Held holdStarted(String id, String name) throws Exception {
    hold(id, name);
    Handlers.Held held = handlers.held(name);
    held.started.get(20, SECONDS);
    return held;
  }

  void cancel(String id) {
    send(Messages.cancellation(id));
  }

  String nextLine() throws InterruptedException {
    String line = lines.poll(20, SECONDS);
    assertThat(line).as("the next line").isNotNull();
    return line;
  }

  JsonNode next() throws InterruptedException {
    return JSON.readTree(nextLine());
  }

  /** Expects an error as the next message. */
  void expectError(String id, int code) throws InterruptedException {
    JsonNode response = next();
    assertThat(response.path("id").toString()).isEqualTo(id);
    assertThat(response.path("error").path("code").asInt()).isEqualTo(code);
  }

  /** Expects a result as the next message. */
  JsonNode expectResult(String id) throws InterruptedException {
    JsonNode response = next();
    assertThat(response.path("id").toString()).as("%s", response).isEqualTo(id);
    assertThat(response.has("result")).as("%s", response).isTrue();
    return response.get("result");
  }

  /** Expects that the session works and has no other message: messages keep their order. */
  void expectNothingElse() throws InterruptedException {
    call("\"fence\"", "echo", "{}");
    expectResult("\"fence\"");
  }

  void endInput() throws IOException {
    toServer.close();
  }

  /** Closes the pipe, which has a reader for as long as a thread reads from it, closed or not. */
  void stopReading() throws IOException {
    fromServer.close();
    reading.join();
  }

  @Override
  public void afterEach(ExtensionContext context) throws IOException {
    close();
  }

  @Override
  public void close() throws IOException {
    handlers.unblocked.countDown();
    stopReading();
    endInput();
    assertThat(over).succeedsWithin(Duration.ofSeconds(20));
  }

  private final class EndDetector extends FilterInputStream {
    EndDetector(InputStream in) {
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
