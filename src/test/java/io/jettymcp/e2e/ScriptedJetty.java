package io.jettymcp.e2e;

import io.jettymcp.jetty.FaultAnswer;
import io.jettymcp.jetty.FaultConnection;
import io.jettymcp.jetty.FaultServer;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A Jetty that does as it is told, path by path. What nobody scripted is not found, but for the
 * environment of the collection {@code acme}, which is empty.
 */
final class ScriptedJetty implements AutoCloseable {
  private static final FaultAnswer NOT_FOUND =
      FaultAnswer.status(404, "application/json", "{\"detail\":\"Not Found\"}");

  private final FaultServer server;
  private final Map<String, FaultAnswer> script = new ConcurrentHashMap<>();

  ScriptedJetty() throws IOException {
    on(
        "GET /api/v1/collections/acme/environment",
        FaultAnswer.json("{\"name\":\"acme\",\"environment_variables\":{}}"));
    server =
        FaultServer.answering(
            (request, connection) ->
                script.getOrDefault(key(request), NOT_FOUND).to(request, connection));
  }

  /** Answers requests to a method and path, for example {@code GET /api/v1/collections/}. */
  ScriptedJetty on(String methodAndPath, FaultAnswer answer) {
    script.put(methodAndPath, answer);
    return this;
  }

  /** One answer after the other, the last one again and again. */
  ScriptedJetty onInTurn(String methodAndPath, FaultAnswer... answers) {
    AtomicInteger next = new AtomicInteger();
    return on(
        methodAndPath,
        (request, connection) ->
            answers[Math.min(next.getAndIncrement(), answers.length - 1)].to(request, connection));
  }

  URI url() {
    return server.url();
  }

  List<FaultServer.Received> received() {
    return server.received();
  }

  List<FaultServer.Received> received(String methodAndPath) {
    return server.received().stream().filter(r -> key(r).equals(methodAndPath)).toList();
  }

  private static String key(FaultServer.Received request) {
    return request.method() + " " + request.target().replaceFirst("\\?.*", "");
  }

  @Override
  public void close() throws IOException {
    server.close();
  }

  /** Never answers, and tells when a request came and when the other side gave up. */
  static final class Hang implements FaultAnswer {
    final CountDownLatch arrived = new CountDownLatch(1);
    final CountDownLatch gone = new CountDownLatch(1);

    @Override
    public void to(FaultServer.Received request, FaultConnection connection) throws IOException {
      arrived.countDown();
      try {
        connection.untilPeerCloses();
      } finally {
        gone.countDown();
      }
    }
  }
}
