package io.jettymcp.e2e;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.Slow;
import io.jettymcp.jetty.FaultAnswer;
import io.jettymcp.jetty.FaultServer;
import io.jettymcp.jetty.HeldAnswer;
import io.jettymcp.jetty.SilentAnswer;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** Tests concurrent and cancelled calls, and their progress. */
@Timeout(120)
@ParameterizedClass
@EnumSource(Transport.class)
class CallsIT {
  @Parameter private Transport transport;

  private static final String GATED = "GET /api/v1/tasks/acme/gated";
  private static final String RUN = "/api/v1/db/trajectory/acme/slow/0a1b2c3d";

  @RegisterExtension final Program program = new Program();

  @BeforeEach
  void setTransport() {
    program.over(transport);
  }

  @Test
  void slowCallDoesNotDelayOthers() throws Exception {
    SilentAnswer silent = new SilentAnswer();
    try (FaultServer jetty = FaultServer.withRoutes().on("GET /api/v1/tasks/acme/slow", silent);
        ServerProcess server = program.against(jetty.url()).serve()) {
      jetty.on("GET /api/v1/tasks/acme/quick", FaultAnswer.json("{\"name\":\"quick\"}"));
      server.begin("1", "get-task", "{\"task\":\"slow\"}");
      assertThat(silent.arrived.await(20, SECONDS)).isTrue();
      for (int i = 0; i < 50; i++) {
        assertThat(server.data("get-task", "{\"task\":\"quick\"}").path("name").asString())
            .isEqualTo("quick");
      }
      assertThat(server.messages()).noneMatch(m -> ServerProcess.isAnswer(m, "1"));
    }
  }

  @Slow
  @Test
  void atMostSixteenConcurrentRequestsByDefault() throws Exception {
    assertMaxConcurrentRequests(16);
    assertMaxConcurrentRequests(3, "--max-concurrency", "3");
  }

  /** Counts the requests of 40 calls that reach Jetty at once. */
  private void assertMaxConcurrentRequests(int expected, String... flags) throws Exception {
    HeldAnswer held = new HeldAnswer(FaultAnswer.json("{\"name\":\"gated\"}"));
    try (FaultServer jetty = FaultServer.withRoutes();
        ServerProcess server = program.against(jetty.url()).serve(flags)) {
      server.data("list-env-vars", "{}");
      jetty.on(GATED, held);
      for (int i = 0; i < 40; i++) {
        server.begin("" + i, "get-task", "{\"task\":\"gated\"}");
      }
      server.ping();
      assertThat(settled(expected, () -> jetty.received(GATED).size())).isEqualTo(expected);
      held.release();
      for (int i = 0; i < 40; i++) {
        assertThat(server.answer("" + i).path("result").path("isError").asBoolean()).isFalse();
      }
    }
  }

  /** Returns a value once it is large enough and has not changed for some time. */
  private static int settled(int least, IntSupplier value) throws InterruptedException {
    CountDownLatch never = new CountDownLatch(1);
    int last = -1;
    while (last < least || last != value.getAsInt()) {
      last = value.getAsInt();
      assertThat(never.await(700, MILLISECONDS)).isFalse();
    }
    return last;
  }

  @Test
  void cancelledCallIsAborted() throws Exception {
    SilentAnswer silent = new SilentAnswer();
    try (FaultServer jetty = FaultServer.withRoutes().on("GET /api/v1/tasks/acme/slow", silent);
        ServerProcess server = program.against(jetty.url()).serve()) {
      server.begin("\"slow\"", "get-task", "{\"task\":\"slow\"}");
      assertThat(silent.arrived.await(20, SECONDS)).isTrue();

      server.cancel("\"slow\"");

      assertThat(silent.disconnected.await(10, SECONDS)).as("the request is aborted").isTrue();
      server.data("list-env-vars", "{}");
      server.end();
      assertThat(server.messages()).noneMatch(m -> ServerProcess.isAnswer(m, "\"slow\""));
      assertThat(jetty.received("GET /api/v1/tasks/acme/slow")).hasSize(1);
    }
  }

  @Test
  void cancelledWriteIsNotSentAgain() throws Exception {
    SilentAnswer silent = new SilentAnswer();
    try (FaultServer jetty =
            FaultServer.withRoutes()
                .on("GET /api/v1/tasks/acme/slow", FaultAnswer.json("{\"name\":\"slow\"}"))
                .on("POST /api/v1/run/acme/slow", silent);
        ServerProcess server = program.against(jetty.url()).serve()) {
      server.begin("7", "run-task", "{\"task\":\"slow\"}");
      assertThat(silent.arrived.await(20, SECONDS)).isTrue();
      server.cancel("7");
      assertThat(silent.disconnected.await(10, SECONDS)).as("the request is aborted").isTrue();
      server.end();
      assertThat(jetty.received("POST /api/v1/run/acme/slow")).hasSize(1);
      assertThat(server.messages()).noneMatch(m -> ServerProcess.isAnswer(m, "7"));
    }
  }

  @Test
  void cancellingAnUnknownOrAnsweredCallIsIgnored() throws Exception {
    try (ServerProcess server = program.simulated().serve()) {
      server.begin("1", "list-tasks", "{}");
      server.answer("1");
      server.cancel("1");
      server.cancel("\"never heard of\"");
      server.send("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\"}");
      assertThat(server.data("list-tasks", "{}").path("tasks")).isNotEmpty();
      server.end();
    }
  }

  @Slow
  @Test
  void requestedProgressIncreasesAndEndsBeforeTheResponse() throws Exception {
    try (FaultServer jetty =
            FaultServer.withRoutes()
                .on(
                    "GET " + RUN,
                    run("pending", "[]"),
                    run("running", "[]"),
                    run("running", "[\"a\"]"),
                    run("completed", "[\"a\",\"b\"]"));
        ServerProcess server = program.against(jetty.url()).serve()) {
      String arguments = "{\"task\":\"slow\",\"trajectory_id\":\"0a1b2c3d\"}";
      server.begin("1", "wait-for-run", arguments, "\"token-1\"");
      assertThat(
              server.answer("1").path("result").path("structuredContent").path("status").asString())
          .isEqualTo("completed");
      server.begin("2", "wait-for-run", arguments);
      server.answer("2");
      server.end();

      List<JsonNode> progress = server.messages("notifications/progress");
      assertThat(progress.size()).isGreaterThanOrEqualTo(3);
      double before = 0;
      for (JsonNode one : progress) {
        JsonNode params = one.path("params");
        assertThat(params.path("progressToken").asString()).isEqualTo("token-1");
        assertThat(params.path("progress").asDouble()).isGreaterThan(before);
        assertThat(params.path("message").asString()).isNotBlank();
        before = params.path("progress").asDouble();
      }
      List<JsonNode> all = server.messages();
      assertThat(all.lastIndexOf(progress.get(progress.size() - 1)))
          .isLessThan(all.indexOf(server.answer("1")));
    }
  }

  private static FaultAnswer run(String status, String completed) {
    return FaultAnswer.json(
        """
        {"trajectory_id":"0a1b2c3d","status":"%s","total_steps":["a","b"],"completed_steps":%s,\
        "steps":{"a":{"outputs":{"text":"done"}}}}"""
            .formatted(status, completed));
  }

  @Slow
  @Test
  void partialCompletionSurvivesTheTimeout() throws Exception {
    FaultAnswer word =
        FaultAnswer.streamed(
            "text/event-stream",
            "data: {\"choices\":[{\"delta\":{\"content\":\"Half an ans\"}}]}\n\n");
    FaultAnswer alive =
        (request, connection) -> {
          while (true) {
            connection.pause(300);
            connection.write("3\r\n:\n\n\r\n");
          }
        };
    try (FaultServer jetty =
            FaultServer.withRoutes().on("POST /v1/chat/completions", word.then(alive));
        ServerProcess server = program.against(jetty.url()).serve("--timeout", "3")) {
      server.call("list-env-vars", "{}"); // Loads classes, which takes time.
      JsonNode completion =
          server.data(
              "chat-completion",
              """
              {"model":"m","prompt":"hello"}""");
      assertThat(completion.path("text").asString()).isEqualTo("Half an ans");
      assertThat(completion.path("note").asString()).contains("exceeded", "--timeout");
      assertThat(completion.has("finish_reason")).isFalse();
    }
  }
}
