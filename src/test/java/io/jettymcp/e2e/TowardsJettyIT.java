package io.jettymcp.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.Slow;
import io.jettymcp.jetty.FaultAnswer;
import io.jettymcp.jetty.FaultServer;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Tests the program with faults of Jetty and of the network. */
@Slow
@Order(1) // It waits longest, while others use the processors.
@Timeout(120)
@ParameterizedClass
@EnumSource(names = {"STDIO", "HTTP"})
class TowardsJettyIT {
  private static final String TASK = "GET /api/v1/tasks/acme/hello";
  private static final String START = "POST /api/v1/run/acme/hello";
  private static final String GET_TASK = "{\"task\":\"hello\"}";
  private static final FaultAnswer HELLO = FaultAnswer.json("{\"name\":\"hello\"}");

  @Parameter private Transport transport;
  @RegisterExtension final FaultServer jetty = FaultServer.withRoutes().on(TASK, HELLO);
  @RegisterExtension final Program program = new Program().against(jetty.url());

  @BeforeEach
  void setTransport() {
    program.over(transport);
  }

  @Test
  void threeHundredLargeRunsAreListedInASmallHeap() throws Exception {
    String outputs = "lorem ipsum ".repeat(70_000 / 12);
    String runs =
        IntStream.range(0, 300)
            .mapToObj(
                i ->
                    """
                    {"trajectory_id":"%08x","status":"completed","created":"2026-11-20T10:00:00Z",\
                    "total_steps":["a"],"completed_steps":["a"],"steps":{"a":{"outputs":{"text":"%s"}}}}"""
                        .formatted(i, outputs))
            .collect(Collectors.joining(","));
    String body = "{\"trajectories\":[" + runs + "],\"total\":300,\"page\":1,\"has_more\":false}";
    assertThat(body.length()).isGreaterThan(20_000_000);
    jetty.on("GET /api/v1/db/trajectories/acme/hello", FaultAnswer.json(body));
    try (ServerProcess server = program.withSmallHeap().serve()) {
      JsonNode result = server.call("list-trajectories", "{\"task\":\"hello\",\"limit\":100}");
      assertThat(ServerProcess.text(result).getBytes(UTF_8).length).isLessThan(32_000);
      JsonNode data = result.path("structuredContent");
      assertThat(data.toString().getBytes(UTF_8).length).isLessThan(32_000);
      assertThat(data.path("returned").asInt()).isEqualTo(data.path("trajectories").size());
      assertThat(data.path("trajectories").size()).isGreaterThan(50);
      assertThat(data.path("trajectories").path(0).path("trajectory_id").asString())
          .isEqualTo("00000000");
      assertThat(data.path("next").path(0).path("tool").asString()).isEqualTo("list-trajectories");
      server.end();
    }
  }

  @Test
  void oversizedReplyIsNotRead() throws Exception {
    jetty.on(TASK, FaultAnswer.huge(3_000_000));
    try (ServerProcess server = program.serve("--max-body", "1MB")) {
      assertThat(server.refusal("get-task", GET_TASK)).contains("exceeds");
    }
  }

  @Test
  void status524OfARunMeansStillRunning() throws Exception {
    jetty.on(
        START,
        FaultAnswer.status(524, "text/html", "<html><body>A timeout occurred</body></html>"));
    try (ServerProcess server = program.serve()) {
      List<String> tools = List.of("run-task", "run-task-sync");
      for (String tool : tools) { // Together, as each searches for its run for seconds.
        server.begin("\"" + tool + "\"", tool, GET_TASK);
      }
      for (String tool : tools) {
        JsonNode run = server.answer("\"" + tool + "\"").at("/result/structuredContent");
        assertThat(run.path("status").asString()).isEqualTo("running");
        assertThat(run.path("note").asString()).contains("Do not start it again");
        assertThat(run.path("next").path(0).path("tool").asString()).isEqualTo("list-trajectories");
      }
      assertThat(jetty.received(START)).hasSize(2);
    }
  }

  @Test
  void runStartIsNeverSentTwice() throws Exception {
    List<FaultAnswer> faults =
        List.of(
            FaultAnswer.reset(),
            FaultAnswer.hangUp(),
            FaultAnswer.status(503, "text/plain", "later"),
            FaultAnswer.status(429, "text/plain", "later", "Retry-After: 0"),
            FaultAnswer.cutShort("{\"workflow_id\":\"acme-hello--0a1b2c3d\"}"));
    try (ServerProcess server = program.serve()) {
      // Together, as each searches for its run for seconds.
      for (int i = 0; i < faults.size(); i++) {
        jetty.on(TASK + i, HELLO).on(START + i, faults.get(i));
        server.begin("" + i, "run-task", "{\"task\":\"hello%d\"}".formatted(i));
      }
      for (int i = 0; i < faults.size(); i++) {
        assertThat(server.answer("" + i).at("/result/isError").asBoolean()).isTrue();
        assertThat(jetty.received(START + i)).hasSize(1);
      }
    }
  }

  @Test
  void writeThatNeverConnectedIsRetried() throws Exception {
    program.withUnreachableJetty();
    try (ServerProcess server = program.serve("--log-level", "debug")) {
      assertThat(server.refusal("create-collection", "{\"name\":\"new\"}"))
          .contains("could not be reached", "Nothing was sent");
      server.end();
      assertThat(
              server
                  .stderr()
                  .lines()
                  .filter(line -> line.contains(" io.jettymcp.jetty.client.AttemptLog POST ")))
          .hasSize(4);
    }
  }

  @Test
  void listCappedAt100IsPaged() throws Exception {
    jetty.on(
        "GET /api/v1/tasks/acme/",
        (request, connection) ->
            FaultAnswer.json(tasks(request.target().contains("skip=100") ? 100 : 0))
                .to(request, connection));
    try (ServerProcess server = program.serve()) {
      JsonNode first = server.data("list-tasks", "{\"limit\":100}");
      assertThat(first.path("returned").asInt()).isEqualTo(100);
      assertThat(first.path("has_more").asBoolean()).isTrue();
      JsonNode next = first.path("next").path(0);
      assertThat(next.path("tool").asString()).isEqualTo("list-tasks");
      JsonNode second = server.data("list-tasks", next.path("arguments").toString());
      assertThat(second.path("tasks").path(0).path("name").asString()).isEqualTo("task-100");
      assertThat(second.path("has_more").asBoolean()).isFalse();
      assertThat(server.data("search-tasks", "{\"query\":\"task-120\"}").path("tasks"))
          .extracting(task -> task.path("name").asString())
          .containsExactly("task-120");
    }
  }

  /** Returns up to a hundred of 130 tasks, from the first one requested. */
  private static String tasks(int first) {
    return IntStream.range(first, Math.min(130, first + 100))
        .mapToObj(
            i ->
                """
                {"name":"task-%d","workflow":{"steps":["a"],\
                "step_configs":{"a":{"activity":"text_echo"}}}}"""
                    .formatted(i))
        .collect(Collectors.joining(",", "[", "]"));
  }

  @ParameterizedTest
  @ValueSource(ints = {307, 308})
  void sameOriginRedirectKeepsMethodBodyAndToken(int status) throws Exception {
    jetty
        .on("PUT /api/v1/tasks/acme/hello", FaultAnswer.redirect(status, jetty.url() + "/moved"))
        .on("PUT /moved", HELLO);
    try (ServerProcess server = program.serve()) {
      server.data("update-task", "{\"task\":\"hello\",\"description\":\"new words\"}");
      assertThat(jetty.received("PUT /moved"))
          .singleElement()
          .satisfies(
              moved -> {
                assertThat(moved.text()).contains("new words");
                assertThat(moved.header("authorization")).isEqualTo("Bearer " + Program.TOKEN);
              });
    }
  }

  @Test
  void redirectThatMaySayThatAWriteWasCarriedOutIsNotFollowed() throws Exception {
    jetty
        .on("PUT /api/v1/tasks/acme/hello", FaultAnswer.redirect(303, jetty.url() + "/moved"))
        .on("PUT /moved", HELLO);
    try (ServerProcess server = program.serve()) {
      assertThat(
              server.refusal("update-task", "{\"task\":\"hello\",\"description\":\"new words\"}"))
          .contains("may or may not have carried it out");
      assertThat(jetty.received("PUT /moved")).isEmpty();
    }
  }

  @Test
  void crossOriginRedirectIsNotFollowed() throws Exception {
    try (FaultServer elsewhere = FaultServer.answering(HELLO);
        ServerProcess server = program.serve()) {
      jetty.on(TASK, FaultAnswer.redirect(307, elsewhere.url() + "/api/v1/tasks/acme/hello"));
      assertThat(server.refusal("get-task", GET_TASK)).contains("redirect (307) to another server");
      assertThat(elsewhere.received()).isEmpty();
    }
  }

  @Test
  void readIsRetriedAfterTransientErrors() throws Exception {
    try (ServerProcess server = program.serve()) {
      jetty.on(
          TASK,
          FaultAnswer.status(503, "text/plain", "later"),
          FaultAnswer.reset(),
          FaultAnswer.cutShort("{\"name\":\"hel"),
          HELLO);
      assertThat(server.data("get-task", GET_TASK).path("name").asString()).isEqualTo("hello");
      assertThat(jetty.received(TASK)).hasSize(4);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void retriesAreLimited(int retries) throws Exception {
    jetty.on(TASK, FaultAnswer.status(503, "text/plain", "later"));
    try (ServerProcess server = program.serve("--retries", "" + retries)) {
      assertThat(server.refusal("get-task", GET_TASK)).contains("503");
      assertThat(jetty.received(TASK)).hasSize(1 + retries);
    }
  }

  @Test
  void retryAfterIsHonouredUpTo30Seconds() throws Exception {
    try (ServerProcess server = program.serve()) {
      jetty.on(TASK, FaultAnswer.status(429, "text/plain", "slow", "Retry-After: 1"), HELLO);
      long begun = System.nanoTime();
      server.data("get-task", GET_TASK);
      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThan(Duration.ofSeconds(1));

      jetty.on(TASK, FaultAnswer.status(429, "text/plain", "slow", "Retry-After: 31"));
      int before = jetty.received(TASK).size();
      assertThat(server.refusal("get-task", GET_TASK)).contains("rate-limiting", "31 s");
      assertThat(jetty.received(TASK)).hasSize(before + 1);
    }
  }

  @Test
  void htmlErrorPageBecomesOneLine() throws Exception {
    String page =
        """
        <!DOCTYPE html><html><head><title>502 Bad
        gateway</title><style>body { color: red }</style><script>alert(1)</script></head>
        <body><h1>Bad gateway</h1>\n<p>The web server reported an error.</p></body></html>
        """;
    jetty.on(TASK, FaultAnswer.status(502, "text/html", page));
    try (ServerProcess server = program.serve("--retries", "0")) {
      assertThat(server.refusal("get-task", GET_TASK))
          .contains("502", "Bad gateway")
          .doesNotContain("<", "\n", "alert", "color");
    }
  }

  @Test
  void status404RightAfterAStartMeansQueued() throws Exception {
    jetty.on(START, FaultAnswer.json("{\"workflow_id\":\"acme-hello--0a1b2c3d\"}"));
    try (ServerProcess server = program.serve()) {
      JsonNode run = server.data("run-task-sync", "{\"task\":\"hello\",\"wait_seconds\":1}");
      assertThat(run.path("trajectory_id").asString()).isEqualTo("0a1b2c3d");
      assertThat(run.path("finished").asBoolean()).isFalse();
      assertThat(run.path("next").path(0).path("tool").asString()).isEqualTo("wait-for-run");
      JsonNode seen =
          server.data("get-trajectory", "{\"task\":\"hello\",\"trajectory_id\":\"0a1b2c3d\"}");
      assertThat(seen.path("status").asString()).isEqualTo("pending");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"--response-timeout", "--timeout"})
  void silentServerTimesOut(String deadline) throws Exception {
    jetty.on(TASK, FaultAnswer.silence());
    assertGivenUp(deadline);
  }

  @ParameterizedTest
  @ValueSource(strings = {"--read-timeout", "--timeout"})
  void stalledBodyTimesOut(String deadline) throws Exception {
    jetty.on(TASK, FaultAnswer.stalls("{\"name\":"));
    assertGivenUp(deadline);
  }

  private void assertGivenUp(String deadline) throws Exception {
    try (ServerProcess server = program.serve(deadline, "1.5", "--retries", "0")) {
      server.call("list-env-vars", "{}"); // Loads classes; where that takes long, it is refused.
      long begun = System.nanoTime();
      assertThat(server.refusal("get-task", GET_TASK)).contains("did not respond in time");
      assertThat(Duration.ofNanos(System.nanoTime() - begun))
          .isBetween(Duration.ofMillis(1_400), Duration.ofSeconds(20));
    }
  }

  @Test
  void connectTimesOut() throws Exception {
    // A name of loopback that listens, with a queue for connections that is full.
    try (FullQueue full = new FullQueue();
        ServerProcess server =
            program
                .with("JETTY_API_URL", full.url())
                .serve("--connect-timeout", "0.5", "--retries", "0")) {
      server.refusal("list-collections", "{}"); // Loads classes, which takes time.
      long begun = System.nanoTime();
      assertThat(server.refusal("list-collections", "{}")).contains("could not be reached");
      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(5));
    }
  }
}
