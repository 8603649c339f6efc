package io.jettymcp.simulator.http;

import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class StreamedResponseTest {

  @Test
  void sourceIsNotCalledAfterTheClientDisconnected() throws Exception {
    LinkedBlockingQueue<Integer> calls = new LinkedBlockingQueue<>();
    ChunkSource endless =
        () -> {
          calls.add(1);
          return StreamChunk.of("tick\n", Duration.ofMillis(20));
        };
    Route route =
        Route.get("/ticks", RouteAccess.OPEN, call -> new Response.Stream("text/plain", endless));
    Router router = new Router(List.of(route), new Authenticator(Map.of()));
    SimulatorHttpServer simulator =
        new SimulatorHttpServer(router, now -> {}, Clock.systemUTC(), Duration.ZERO);
    DisposableServer server =
        HttpServer.create().host("127.0.0.1").port(0).handle(simulator::handle).bindNow();
    try {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
        String request = "GET /ticks HTTP/1.1\r\nHost: x\r\n\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
        StringBuilder received = new StringBuilder();
        while (!received.toString().contains("tick\n") || calls.size() < 5) {
          received.append((char) socket.getInputStream().read());
        }
      }
      assertTimeoutPreemptively(
          Duration.ofSeconds(20),
          () -> {
            while (calls.poll(800, TimeUnit.MILLISECONDS) != null) {
              // Calls before the server noticed that the connection is closed.
            }
          });
    } finally {
      server.disposeNow();
    }
  }
}
