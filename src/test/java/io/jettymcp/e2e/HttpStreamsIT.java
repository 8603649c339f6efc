package io.jettymcp.e2e;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.Slow;
import io.jettymcp.e2e.RawRequest.Reply;
import io.jettymcp.jetty.FaultAnswer;
import io.jettymcp.jetty.FaultServer;
import io.jettymcp.jetty.HeldAnswer;
import io.jettymcp.jetty.SilentAnswer;
import io.jettymcp.simulator.Simulator;
import io.jettymcp.simulator.SimulatorOptions;
import io.jettymcp.simulator.engine.RunTimings;
import java.io.IOException;
import java.net.SocketException;
import java.net.URI;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/** Tests broken and resumed connections to the real program, and requests it must reject. */
@Slow
@Timeout(120)
class HttpStreamsIT {
  private static final String SLOW = "GET /api/v1/tasks/acme/slow";
  private static final String CALL =
      """
      {"jsonrpc":"2.0","id":7,"method":"tools/call",\
      "params":{"name":"get-task","arguments":{"task":"slow"}}}""";
  private static final String CANCEL =
      """
      {"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":7}}""";
  private static final String PING = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}";

  @RegisterExtension final Program program = new Program();

  private static RawRequest post(URI address, String body) {
    return new RawRequest("POST", address, body)
        .with("Content-Type", "application/json")
        .with("Accept", "application/json, text/event-stream");
  }

  private static RawRequest get(URI address) {
    return new RawRequest("GET", address, "").with("Accept", "text/event-stream");
  }

  /** Opens a session and returns its id. */
  private static String open(URI address) throws IOException {
    try (Reply reply =
        post(
                address,
                """
                {"jsonrpc":"2.0","id":0,"method":"initialize","params":\
                {"protocolVersion":"2025-11-25","capabilities":{},\
                "clientInfo":{"name":"raw","version":"1"}}}""")
            .send()) {
      assertThat(reply.status()).isEqualTo(200);
      return reply.header("Mcp-Session-Id");
    }
  }

  private static int status(RawRequest request) throws IOException {
    try (Reply reply = request.send()) {
      return reply.status();
    }
  }

  @Test
  void resumedStreamDeliversTheResponseOnce() throws Exception {
    HeldAnswer held = new HeldAnswer(FaultAnswer.json("{\"name\":\"slow\"}"));
    try (FaultServer jetty = FaultServer.withRoutes().on(SLOW, held);
        ServerProcess server = program.against(jetty.url()).over(Transport.HTTP).start()) {
      URI mcp = server.address();
      String session = open(mcp);
      String first;
      try (Reply stream = post(mcp, CALL).with("Mcp-Session-Id", session).send()) {
        first = stream.line("id: ").substring(4);
        stream.reset();
      }
      String answered;
      try (Reply back = resume(mcp, session, first)) {
        held.release();
        answered = back.line("id: ").substring(4);
        JsonNode answer = ServerProcess.JSON.readTree(back.line("data: ").substring(6));
        assertThat(answer.path("id").asInt()).isEqualTo(7);
        assertThat(answer.at("/result/structuredContent/name").asString()).isEqualTo("slow");
        assertThat(back.rest()).doesNotContain("data:");
      }
      try (Reply nothing = resume(mcp, session, answered)) {
        assertThat(nothing.status()).isEqualTo(204);
      }
      assertThat(jetty.received(SLOW)).hasSize(1);
      assertThat(status(post(mcp, PING).with("Mcp-Session-Id", session))).isEqualTo(200);
    }
  }

  private static Reply resume(URI mcp, String session, String after) throws IOException {
    return get(mcp).with("Mcp-Session-Id", session).with("Last-Event-ID", after).send();
  }

  @Test
  void notificationOrBrokenPostCancelsTheCall() throws Exception {
    SilentAnswer cancelled = new SilentAnswer();
    SilentAnswer broken = new SilentAnswer();
    try (FaultServer jetty = FaultServer.withRoutes().on(SLOW, cancelled, broken);
        ServerProcess server = program.against(jetty.url()).over(Transport.HTTP).start()) {
      URI mcp = server.address();
      String session = open(mcp);
      try (Reply json =
          post(mcp, CALL)
              .with("Mcp-Session-Id", session)
              .with("Accept", "application/json")
              .send()) {
        assertThat(cancelled.arrived.await(20, SECONDS)).isTrue();
        assertThat(status(post(mcp, CANCEL).with("Mcp-Session-Id", session))).isEqualTo(202);
        assertThat(cancelled.disconnected.await(10, SECONDS)).isTrue();
        assertThat(json.status()).isEqualTo(202);
        assertThat(json.body()).isEmpty();
      }
      try (Reply gone = post(mcp, CALL).with("Mcp-Session-Id", session).send()) {
        assertThat(broken.arrived.await(20, SECONDS)).isTrue();
        gone.reset();
      }
      assertThat(broken.disconnected.await(10, SECONDS)).isTrue();
      assertThat(jetty.received(SLOW)).hasSize(2);
    }
  }

  @Test
  void statelessBrokenStreamCancelsItsCall() throws Exception {
    SilentAnswer silent = new SilentAnswer();
    try (FaultServer jetty = FaultServer.withRoutes().on(SLOW, silent);
        ServerProcess server = program.against(jetty.url()).over(Transport.STATELESS).start()) {
      try (Reply stream = post(server.address(), CALL).send()) {
        assertThat(stream.header("Content-Type")).isEqualTo("text/event-stream");
        assertThat(silent.arrived.await(20, SECONDS)).isTrue();
        assertThat(silent.disconnected.getCount()).isOne();
        stream.reset();
      }
      assertThat(silent.disconnected.await(10, SECONDS)).isTrue();
    }
  }

  @Test
  void sseDisconnectCancelsItsCalls() throws Exception {
    SilentAnswer silent = new SilentAnswer();
    try (FaultServer jetty = FaultServer.withRoutes().on(SLOW, silent);
        ServerProcess server = program.against(jetty.url()).over(Transport.SSE).serve()) {
      URI sse = server.address().resolve("/sse");
      try (Reply stream = get(sse).send()) {
        URI messages = sse.resolve(stream.line("data: ").substring(6));
        assertThat(
                status(
                    post(
                        messages,
                        """
                        {"jsonrpc":"2.0","id":0,"method":"initialize","params":\
                        {"protocolVersion":"2024-11-05","capabilities":{},\
                        "clientInfo":{"name":"raw","version":"1"}}}""")))
            .isEqualTo(202);
        stream.line("data: {");
        assertThat(status(post(messages, CALL))).isEqualTo(202);
        assertThat(silent.arrived.await(20, SECONDS)).isTrue();
        stream.reset();
        assertThat(silent.disconnected.await(10, SECONDS)).isTrue();
        assertThat(status(post(messages, PING))).isEqualTo(404);
      }
    }
  }

  @Test
  void statelessServerAcceptsPostOnlyAndNeverAsks() throws Exception {
    try (Simulator jetty =
            Simulator.start(SimulatorOptions.defaults().withTimings(RunTimings.INSTANT));
        ServerProcess server =
            program
                .with("JETTY_API_URL", jetty.url())
                .with("JETTY_API_TOKEN", jetty.tokens().person())
                .over(Transport.STATELESS)
                .start()) {
      URI mcp = server.address();
      for (RawRequest other : List.of(get(mcp), new RawRequest("DELETE", mcp, ""))) {
        try (Reply refused = other.with("Mcp-Session-Id", "any").send()) {
          assertThat(refused.status()).isEqualTo(405);
          assertThat(refused.header("Allow")).contains("POST");
        }
      }
      assertThat(status(post(mcp, PING).with("Mcp-Session-Id", "any"))).isEqualTo(200);
      String ask = CALL.replaceFirst("get-task.*", "list-tasks\",\"arguments\":{}}}");
      try (Reply reply = post(mcp, ask).send()) {
        assertThat(reply.body()).contains("\"isError\":true", "acme", "acme-lab", "collection");
      }
    }
  }

  @Test
  void unknownSessionOrRevisionIsRejected() throws Exception {
    try (ServerProcess server = program.simulated().over(Transport.HTTP).start()) {
      URI mcp = server.address();
      String session = open(mcp);
      for (RawRequest unknown :
          List.of(post(mcp, PING), get(mcp), new RawRequest("DELETE", mcp, ""))) {
        assertThat(status(unknown.with("Mcp-Session-Id", "no-such"))).isEqualTo(404);
      }
      for (String revision : List.of("2020-01-01", "x")) {
        RawRequest wrong = post(mcp, PING).with("Mcp-Session-Id", session);
        assertThat(status(wrong.with("MCP-Protocol-Version", revision))).isEqualTo(400);
      }
      RawRequest twoLines =
          new RawRequest("POST", mcp, PING).with("Content-Type", "application/json");
      twoLines.with("Accept", "text/html").with("Accept", "application/json");
      assertThat(status(twoLines.with("Mcp-Session-Id", session))).isEqualTo(200);
    }
  }

  @Test
  void unreadEventsOfManySessionsAreBounded() throws Exception {
    try (ServerProcess server =
        program
            .simulated()
            .withSmallHeap()
            .over(Transport.HTTP)
            .start("--max-sessions-per-token", "300")) {
      URI mcp = server.address();
      String megabyte = "x".repeat(1_000_000);
      String large = "{\"jsonrpc\":\"2.0\",\"id\":\"%s\",\"method\":\"ping\"}".formatted(megabyte);
      List<String> sessions = Stream.generate(() -> openUnchecked(mcp)).limit(200).toList();
      for (String session : sessions) {
        RawRequest streamed =
            new RawRequest("POST", mcp, large).with("Accept", "text/event-stream");
        try (Reply stream =
            streamed
                .with("Content-Type", "application/json")
                .with("Mcp-Session-Id", session)
                .send()) {
          assertThat(stream.line("id: ")).endsWith("-0");
          stream.reset();
        }
      }
      for (String session : sessions) {
        assertThat(status(post(mcp, PING).with("Mcp-Session-Id", session))).isEqualTo(200);
      }
      assertThat(server.stderr()).doesNotContain("OutOfMemory", "WARN", "ERROR");
    }
  }

  /** Returns 503, too, if the server has refused the request and closed the connection. */
  private static int statusOfLarge(RawRequest request) throws IOException {
    try {
      return status(request);
    } catch (SocketException closedWhileSending) {
      return 503;
    }
  }

  @Test
  void manyConcurrentRequestsAreBounded() throws Exception {
    try (ServerProcess server =
        program.simulated().withSmallHeap().over(Transport.STATELESS).start()) {
      URI mcp = server.address();
      String large =
          "{\"jsonrpc\":\"2.0\",\"id\":\"%s\",\"method\":\"ping\"}"
              .formatted("x".repeat(3_900_000));
      ExecutorService senders = Executors.newFixedThreadPool(40);
      try {
        List<Future<Integer>> statuses =
            senders.invokeAll(Collections.nCopies(80, () -> statusOfLarge(post(mcp, large))));
        for (Future<Integer> status : statuses) {
          assertThat(status.get()).isIn(200, 503);
        }
      } finally {
        senders.shutdownNow();
      }
      assertThat(status(post(mcp, PING))).isEqualTo(200);
      assertThat(server.stderr()).doesNotContain("OutOfMemory", "WARN", "ERROR");
    }
  }

  private static String openUnchecked(URI mcp) {
    try {
      return open(mcp);
    } catch (IOException failed) {
      throw new AssertionError(failed);
    }
  }
}
