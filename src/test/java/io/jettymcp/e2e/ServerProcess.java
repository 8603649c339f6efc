package io.jettymcp.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Controls a server in a process of its own, as the host that started it. */
final class ServerProcess implements AutoCloseable {
  static final JsonMapper JSON = JsonMapper.shared();
  static final String NEWEST = "2025-11-25";
  private static final String LISTENING = "Listening on ";
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Process process;
  private final Transport transport;
  private final Link link;
  private final Thread outReader;
  private final Thread errReader;
  private final List<String> out = new ArrayList<>();
  private final List<String> unexpectedOutput = new CopyOnWriteArrayList<>();
  private final List<JsonNode> messages = new ArrayList<>();
  private final StringBuilder err = new StringBuilder();
  private int calls;

  ServerProcess(Process process) {
    this(process, Transport.STDIO);
  }

  ServerProcess(Process process, Transport transport) {
    this.process = process;
    this.transport = transport;
    boolean stdio = transport == Transport.STDIO;
    this.outReader =
        reader("out", process.getInputStream(), stdio ? this::addMessage : unexpectedOutput::add);
    this.errReader = reader("err", process.getErrorStream(), this::addStderr);
    this.link = stdio ? new Pipes() : new HttpLink(transport, address(), this::addMessage);
  }

  /** Waits until the server listens, and returns its address. */
  URI address() {
    awaitStderr("/mcp\n");
    String text = stderr();
    String from = text.substring(text.indexOf(LISTENING) + LISTENING.length());
    return URI.create(from.substring(0, from.indexOf('\n')));
  }

  /** Sends messages over stdin. */
  private final class Pipes implements Link {
    private final OutputStream in = process.getOutputStream();

    @Override
    public void send(byte[] lines) throws IOException {
      in.write(lines);
      in.flush();
    }

    @Override
    public void cancel(String id) throws IOException {
      ServerProcess.this.send(
          """
          {"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":%s}}"""
              .formatted(id));
    }

    @Override
    public void end() throws IOException {
      in.close();
    }
  }

  private static Thread reader(String name, InputStream from, Consumer<String> to) {
    Thread thread =
        new Thread(
            () -> {
              try (BufferedReader lines = new BufferedReader(new InputStreamReader(from, UTF_8))) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                  to.accept(line);
                }
              } catch (IOException killed) {
                // Lines received before remain.
              }
            },
            "server-" + name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private synchronized void addMessage(String line) {
    out.add(line);
    try {
      messages.add(JSON.readTree(line));
    } catch (RuntimeException noJson) {
      // Reported by assertOnlyJsonRpcOnStdout.
    }
    notifyAll();
  }

  private synchronized void addStderr(String line) {
    err.append(line).append('\n');
    notifyAll();
  }

  ProcessHandle handle() {
    return process.toHandle();
  }

  void send(String line) throws IOException {
    sendBytes((line + "\n").getBytes(UTF_8));
  }

  void sendBytes(byte... bytes) throws IOException {
    link.send(bytes);
  }

  void initialize() throws IOException {
    initialize(NEWEST, "{}");
    send("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}");
  }

  /** Does the handshake and returns its result. */
  JsonNode initialize(String revision, String capabilities) throws IOException {
    send(initializeRequest(revision, capabilities));
    return answer("\"init\"").path("result");
  }

  /** Returns an initialize request. */
  static String initializeRequest(String revision, String capabilities) {
    return """
    {"jsonrpc":"2.0","id":"init","method":"initialize","params":{"protocolVersion":"%s",\
    "capabilities":%s,"clientInfo":{"name":"host","version":"1"}}}"""
        .formatted(revision, capabilities);
  }

  /** Sends a request and does not wait; id and params are JSON. */
  void request(String id, String method, String params) throws IOException {
    send(
        "{\"jsonrpc\":\"2.0\",\"id\":%s,\"method\":\"%s\",\"params\":%s}"
            .formatted(id, method, params));
  }

  /** Begins a call of a tool; id and arguments are JSON. */
  void begin(String id, String tool, String arguments) throws IOException {
    request(id, "tools/call", "{\"name\":\"%s\",\"arguments\":%s}".formatted(tool, arguments));
  }

  /** Begins a call with a progress token, which is JSON. */
  void begin(String id, String tool, String arguments, String progressToken) throws IOException {
    request(
        id,
        "tools/call",
        "{\"name\":\"%s\",\"arguments\":%s,\"_meta\":{\"progressToken\":%s}}"
            .formatted(tool, arguments, progressToken));
  }

  void cancel(String id) throws IOException {
    link.cancel(id);
  }

  /** Waits until the server has read all earlier messages. */
  void ping() throws IOException {
    String id = "\"ping-" + calls++ + "\"";
    request(id, "ping", "{}");
    answer(id);
  }

  /** Calls a tool and returns the whole result, errors included. */
  JsonNode call(String tool, String arguments) throws IOException {
    String id = "\"call-" + calls++ + "\"";
    begin(id, tool, arguments);
    JsonNode answer = answer(id);
    assertThat(answer.has("result")).as("%s", answer).isTrue();
    return answer.path("result");
  }

  /** Calls a tool and returns its structured result; an error is not expected. */
  JsonNode data(String tool, String arguments) throws IOException {
    JsonNode result = call(tool, arguments);
    assertThat(result.path("isError").asBoolean()).as("%s", result).isFalse();
    return result.path("structuredContent");
  }

  /** Calls a tool and returns the text of the expected error. */
  String refusal(String tool, String arguments) throws IOException {
    JsonNode result = call(tool, arguments);
    assertThat(result.path("isError").asBoolean()).as("%s", result).isTrue();
    return text(result);
  }

  static String text(JsonNode result) {
    return result.path("content").path(0).path("text").asString();
  }

  /** Waits for the response to a request; the id is JSON. */
  JsonNode answer(String id) {
    return await(message -> isAnswer(message, id));
  }

  static boolean isAnswer(JsonNode message, String id) {
    return !message.has("method") && message.path("id").toString().equals(id);
  }

  void answerQuestion(JsonNode question, String result) throws IOException {
    send("{\"jsonrpc\":\"2.0\",\"id\":%s,\"result\":%s}".formatted(question.path("id"), result));
  }

  /** Waits for the first message that matches. */
  JsonNode await(Predicate<JsonNode> wanted) {
    AtomicInteger unwanted = new AtomicInteger();
    awaitUntil(
        "a message",
        this::canReceive,
        () -> {
          while (unwanted.get() < messages.size() && !wanted.test(messages.get(unwanted.get()))) {
            unwanted.incrementAndGet();
          }
          return unwanted.get() < messages.size();
        });
    return messages().get(unwanted.get());
  }

  /** Waits for so many messages. */
  void awaitMessages(int count) {
    awaitUntil(count + " messages", this::canReceive, () -> messages.size() >= count);
  }

  void awaitStderr(String text) {
    awaitUntil(text, errReader::isAlive, () -> err.indexOf(text) >= 0);
  }

  /** Over HTTP, the client may pass on the last messages after the end of the process. */
  private boolean canReceive() {
    return transport != Transport.STDIO || outReader.isAlive();
  }

  private synchronized void awaitUntil(
      String awaited, BooleanSupplier canCome, BooleanSupplier done) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    try {
      while (!done.getAsBoolean()) {
        assertThat(System.nanoTime() < deadline && canCome.getAsBoolean())
            .as("%s comes; of %s lines the last: %s; stderr: %s", awaited, out.size(), last(), err)
            .isTrue();
        wait(200);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private String last() {
    return out.isEmpty() ? "none" : out.get(out.size() - 1);
  }

  synchronized List<JsonNode> messages() {
    return List.copyOf(messages);
  }

  /** Returns the messages of a method. */
  List<JsonNode> messages(String method) {
    return messages().stream().filter(m -> m.path("method").asString("").equals(method)).toList();
  }

  synchronized List<String> stdout() {
    return List.copyOf(out);
  }

  synchronized String stderr() {
    return err.toString();
  }

  void closeInput() throws IOException {
    link.end();
  }

  /** Waits for the end of the process and of its output, and returns the exit code. */
  int awaitExit(Duration longest) throws InterruptedException {
    assertThat(process.waitFor(longest.toMillis(), TimeUnit.MILLISECONDS))
        .as("gone within %s; stderr: %s", longest, stderr())
        .isTrue();
    outReader.join(5_000);
    errReader.join(5_000);
    return process.exitValue();
  }

  /** Ends the session and the server, and asserts that every line of stdout was a message. */
  void end() throws Exception {
    closeInput();
    if (transport != Transport.STDIO) {
      process.destroy();
    }
    // Less than a call in flight can take over HTTP.
    assertThat(awaitExit(Duration.ofSeconds(15))).as(stderr()).isZero();
    assertThat(unexpectedOutput).isEmpty();
    assertOnlyJsonRpcOnStdout();
  }

  void assertOnlyJsonRpcOnStdout() {
    assertThat(stdout())
        .allSatisfy(
            line ->
                assertThat(JSON.readTree(line).path("jsonrpc").asString())
                    .as(line)
                    .isEqualTo("2.0"));
  }

  void kill() {
    process.destroyForcibly();
  }

  @Override
  public void close() {
    kill();
  }
}
