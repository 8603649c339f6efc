package io.jettymcp.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

/** Answers that come bit by bit. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class StreamTest {

  @Test
  void nothingIsAskedForOnceNobodyListens() throws Exception {
    LinkedBlockingQueue<Integer> asked = new LinkedBlockingQueue<>();
    ChunkSource endless =
        () -> {
          asked.add(1);
          return StreamChunk.of("tick\n", Duration.ofMillis(20));
        };
    Route route =
        Route.get("/ticks", RouteAccess.OPEN, call -> new Response.Stream("text/plain", endless));
    SimulatedJetty jetty = new SimulatedJetty();
    SimulatorHttpServer front =
        new SimulatorHttpServer(
            new Router(List.of(route), new Authenticator(SimulatorTokens.random())),
            new RoutinesApi(jetty, new RunLauncher(new Engine(RunTimings.INSTANT))),
            Clock.systemUTC(),
            Duration.ZERO);
    DisposableServer server =
        HttpServer.create().host("127.0.0.1").port(0).handle(front::handle).bindNow();
    try {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
        String request = "GET /ticks HTTP/1.1\r\nHost: x\r\n\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
        StringBuilder seen = new StringBuilder();
        while (!seen.toString().contains("tick\n") || asked.size() < 5) {
          seen.append((char) socket.getInputStream().read());
        }
      }
      while (asked.poll(400, TimeUnit.MILLISECONDS) != null) {
        // What was asked before the connection was found closed.
      }
      assertThat(asked.poll(400, TimeUnit.MILLISECONDS)).isNull();
    } finally {
      server.disposeNow();
    }
  }
}
