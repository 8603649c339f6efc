package io.jettymcp.e2e;

import io.jettymcp.jetty.FaultAnswer;
import io.jettymcp.jetty.FaultServer;
import io.jettymcp.jetty.HeldAnswer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs a server behind a balancer with a Jetty of its own, so that its requests are
 * distinguishable.
 */
final class Replica implements AutoCloseable {
  final FaultServer jetty = FaultServer.withRoutes();
  final ServerProcess server;
  private final String host;

  /**
   * @param host the address at which clients see the balancer
   * @param flags additional to port, host and authentication
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

  /** Waits until the server listens, and returns its port. */
  int port() {
    return server.address().getPort();
  }

  /** Adds a task that answers slowly, so that calls are in flight whenever something happens. */
  void addTask(String task) {
    jetty.on(
        "GET /api/v1/tasks/acme/" + task,
        FaultAnswer.json("{\"name\":\"%s\"}".formatted(task)).after(20));
    jetty.on("POST /api/v1/run/acme/" + task, started(task).after(20));
  }

  /** Adds a task whose start is answered when the test releases it. */
  HeldAnswer addTaskWithHeldStart(String task) {
    addTask(task);
    HeldAnswer held = new HeldAnswer(started(task));
    jetty.on("POST /api/v1/run/acme/" + task, held);
    return held;
  }

  private static FaultAnswer started(String task) {
    return FaultAnswer.json("{\"trajectory_id\":\"run-%s\"}".formatted(task));
  }

  /** Counts the starts of a task that reached Jetty. */
  int starts(String task) {
    return jetty.received("POST /api/v1/run/acme/" + task).size();
  }

  /** Returns the status of a request that is sent directly, past the balancer. */
  String directStatus(String path) throws IOException {
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
}
