package io.jettymcp.e2e;

import io.jettymcp.jetty.FaultAnswer;
import io.jettymcp.jetty.FaultConnection;
import io.jettymcp.jetty.FaultServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * A server behind a balancer, with a Jetty that only it knows, so that it is seen who sent what.
 */
final class Replica implements AutoCloseable {
  private static final String LISTENING = "Listening on ";

  final ScriptedJetty jetty = new ScriptedJetty();
  final ServerProcess server;
  private final String host;

  /**
   * @param host the address at which clients see the balancer
   * @param flags those beside port, host and authentication
   */
  Replica(Path directory, String host, String... flags) throws IOException {
    this.host = host;
    jetty.on("GET /api/v1/auth/whoami", FaultAnswer.json("{\"collection_scope\":\"acme\"}"));
    List<String> words = new ArrayList<>(List.of("http", "--port", "0"));
    words.addAll(List.of("--auth", "passthrough", "--allow-host", host));
    words.addAll(List.of(flags));
    this.server =
        Program.in(directory)
            .with("JETTY_API_URL", jetty.url().toString())
            .with("JETTY_COLLECTION", "acme")
            .start(words.toArray(String[]::new));
  }

  /** The port, once it listens. */
  int port() {
    server.awaitStderr(LISTENING);
    return server
        .stderr()
        .lines()
        .filter(line -> line.startsWith(LISTENING))
        .map(line -> URI.create(line.substring(LISTENING.length())).getPort())
        .findFirst()
        .orElseThrow();
  }

  /** Has a task that takes its time, so that calls are under way whenever something happens. */
  void offer(String task) {
    jetty.on("GET /api/v1/tasks/acme/" + task, slowly("{\"name\":\"%s\"}".formatted(task)));
    jetty.on(
        "POST /api/v1/run/acme/" + task, slowly("{\"trajectory_id\":\"run-%s\"}".formatted(task)));
  }

  private static FaultAnswer slowly(String json) {
    FaultAnswer answer = FaultAnswer.json(json);
    return (request, connection) -> {
      connection.pause(20);
      answer.to(request, connection);
    };
  }

  /** Has a task whose start is answered only when the test wants. */
  Held hold(String task) {
    offer(task);
    Held held = new Held(FaultAnswer.json("{\"trajectory_id\":\"run-%s\"}".formatted(task)));
    jetty.on("POST /api/v1/run/acme/" + task, held);
    return held;
  }

  /** How often the start of a task reached Jetty. */
  int starts(String task) {
    return jetty.received("POST /api/v1/run/acme/" + task).size();
  }

  /** What it answers to whoever asks it and not the balancer. */
  String statusOf(String path) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port());
        BufferedReader in =
            new BufferedReader(
                new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))) {
      String request = "GET %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n";
      socket
          .getOutputStream()
          .write(request.formatted(path, host).getBytes(StandardCharsets.US_ASCII));
      return in.readLine().split(" ", 3)[1];
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    jetty.close();
  }

  /** An answer of Jetty that waits. */
  static final class Held implements FaultAnswer {
    final CountDownLatch arrived = new CountDownLatch(1);
    final CountDownLatch released = new CountDownLatch(1);
    private final FaultAnswer answer;

    private Held(FaultAnswer answer) {
      this.answer = answer;
    }

    @Override
    public void to(FaultServer.Received request, FaultConnection connection) throws IOException {
      arrived.countDown();
      try {
        released.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException(e);
      }
      answer.to(request, connection);
    }
  }
}
