package io.jettymcp.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.Slow;
import io.jettymcp.jetty.FaultAnswer;
import io.jettymcp.jetty.FaultServer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** Batches of runs through the real program, against a Jetty that counts. */
@Slow
@Timeout(120)
@ParameterizedClass
@EnumSource(names = {"STDIO", "HTTP"})
class BatchIT {
  private static final String START = "POST /api/v1/run/acme/count";
  private static final String SECRET = "lighthouse-keeper-of-1887";
  private static final Pattern NUMBER = Pattern.compile("\\{\"n\":(\\d+)");

  @Parameter private Transport transport;
  private final CountingJetty jetty = new CountingJetty();
  @RegisterExtension final FaultServer faultServer = jetty.server;
  @RegisterExtension final Program program = new Program().against(faultServer.url());

  @BeforeEach
  void setTransport() {
    program.over(transport);
  }

  @Test
  void hundredRunsKeepOrderAndConcurrencyLimit() throws Exception {
    jetty.starts.put(7, FaultAnswer.status(500, "application/json", "{\"detail\":\"no room\"}"));
    jetty.starts.put(20, FaultAnswer.status(422, "application/json", "{\"detail\":\"not so\"}"));
    jetty.starts.put(55, FaultAnswer.reset());
    jetty.starts.put(56, FaultAnswer.hangUp());
    jetty.runningOnce.addAll(IntStream.range(8, 20).boxed().toList());
    jetty.errors.put(80, "it broke on " + SECRET);
    jetty.endingOnce = 7;
    try (ServerProcess server = program.serve()) {
      JsonNode data = server.data("run-batch", batch(0, 100, 7, 300));

      assertThat(jetty.maxInFlight).isEqualTo(7);
      assertThat(jetty.started()).hasSize(100).doesNotHaveDuplicates();
      JsonNode runs = data.path("runs");
      assertThat(runs).hasSize(100);
      for (int i = 0; i < 100; i++) {
        JsonNode run = runs.path(i);
        assertThat(run.path("index").asInt()).isEqualTo(i);
        if (!jetty.starts.containsKey(i)) {
          assertThat(run.path("trajectory_id").asString()).isEqualTo(CountingJetty.id(i));
          assertThat(run.path("status").asString()).isEqualTo(i == 80 ? "failed" : "completed");
        }
      }
      assertThat(runs.path(7).path("error").asString()).contains("500", "no room");
      assertThat(runs.path(20).path("status").asString()).isEqualTo("refused");
      assertThat(runs.path(20).path("error").asString()).contains("422", "not so");
      assertThat(runs.path(55).path("error").asString()).contains("connection closed");
      assertThat(runs.path(56).path("status").asString()).isEqualTo("unknown");
      assertThat(data.path("totals"))
          .isEqualTo(json("{'completed':95,'failed':1,'refused':1,'unknown':3}"));
      assertThat(data.path("finished").asBoolean()).isFalse();
      assertThat(data.path("note").asString()).contains("7, 55-56", "Do not start them again");
      server.end();
      assertThat(server.stdout()).noneMatch(line -> line.contains(SECRET));
      assertThat(runs.path(80).path("error").asString()).startsWith("it broke on ");
    }
  }

  @Test
  void everyRunIsReportedDespiteLongErrors() throws Exception {
    IntStream.range(0, 90).forEach(i -> jetty.errors.put(i, "\u5b57\"".repeat(2_000)));
    jetty.neverEnding.addAll(List.of(90, 91, 92, 93, 94));
    try (ServerProcess server = program.serve()) {
      JsonNode result = server.call("run-batch", batch(0, 100, 5, 8));
      JsonNode data = result.path("structuredContent");
      assertThat(data.toString().getBytes(UTF_8).length).isLessThan(32_000);
      assertThat(ServerProcess.text(result).getBytes(UTF_8).length).isLessThan(32_000);
      assertThat(data.path("runs"))
          .extracting(run -> run.path("index").asInt() + " " + run.path("status").asString())
          .containsExactlyElementsOf(
              IntStream.range(0, 100)
                  .mapToObj(i -> i + (i < 90 ? " failed" : i < 95 ? " running" : " not_started"))
                  .toList());
      assertThat(data.path("runs"))
          .filteredOn(run -> run.path("index").asInt() < 90)
          .allMatch(run -> run.path("error").asString().startsWith("\u5b57"))
          .extracting(run -> run.path("trajectory_id").asString())
          .startsWith(CountingJetty.id(0), CountingJetty.id(1));

      jetty.neverEnding.clear();
      JsonNode rest = next(data, "run-batch");
      JsonNode second = server.data("run-batch", rest.path("arguments").toString());
      assertThat(second.path("totals")).isEqualTo(json("{'completed':10,'failed':90}"));
      assertThat(second.path("finished").asBoolean()).isTrue();
      assertThat(jetty.started()).hasSize(100).doesNotHaveDuplicates();
      String waiting = next(data, "wait-for-run").path("arguments").toString();
      assertThat(server.data("wait-for-run", waiting).path("status").asString())
          .isEqualTo("completed");
    }
  }

  @Test
  void batchReportsCountsUntilItIsCancelled() throws Exception {
    IntStream.range(1, 100).forEach(jetty.neverEnding::add);
    try (ServerProcess server = program.serve()) {
      server.begin("1", "run-batch", batch(0, 100, 4, 3_600), "\"token\"");
      assertThat(jetty.running.await(20, SECONDS)).isTrue();
      server.await(
          message ->
              message
                  .path("params")
                  .path("message")
                  .asString("")
                  .matches("1 of 100 finished, 0 failed, 4 under way, \\d+ s"));
      server.cancel("1");
      server.ping();
      CountDownLatch never = new CountDownLatch(1);
      assertThat(never.await(1, SECONDS)).isFalse();
      int before = jetty.requests();
      // Longer than the longest pause between two questions about one run.
      assertThat(never.await(5, SECONDS)).isFalse();
      assertThat(jetty.requests()).isEqualTo(before);
      assertThat(jetty.started()).hasSize(5);
      assertThat(server.messages()).noneMatch(message -> ServerProcess.isAnswer(message, "1"));
    }
  }

  private static JsonNode next(JsonNode data, String tool) {
    return data.path("next").values().stream()
        .filter(call -> call.path("tool").asString().equals(tool))
        .findFirst()
        .orElseThrow();
  }

  /** Returns arguments for runs with the inputs n from one number to another. */
  private static String batch(int from, int to, int atOnce, int wait) {
    String runs =
        IntStream.range(from, to)
            .mapToObj(i -> "{\"n\":" + i + "}")
            .collect(Collectors.joining(",", "[", "]"));
    return "{\"task\":\"count\",\"runs\":%s,\"max_concurrency\":%d,\"wait_seconds\":%d}"
        .formatted(runs, atOnce, wait);
  }

  private static JsonNode json(String text) {
    return ServerProcess.JSON.readTree(text.replace('\'', '"'));
  }

  /** Completes each run at its first poll unless a test changes that. */
  private static final class CountingJetty {
    final Map<Integer, FaultAnswer> starts = new HashMap<>();
    final Map<Integer, String> errors = new HashMap<>();
    final Set<Integer> neverEnding = ConcurrentHashMap.newKeySet();
    final Set<Integer> runningOnce = ConcurrentHashMap.newKeySet();
    final CountDownLatch running = new CountDownLatch(5);
    final FaultServer server;

    /** How many runs have to be under way at once before any of them ends. */
    volatile int endingOnce;

    volatile int maxInFlight;
    private final Set<Integer> inFlight = new HashSet<>();

    CountingJetty() {
      server =
          FaultServer.withRoutes()
              .environment("A_KEY", SECRET)
              .on(
                  "GET /api/v1/tasks/acme/count",
                  FaultAnswer.json("{\"name\":\"count\",\"workflow\":{\"init_params\":{\"n\":0}}}"))
              .on(START, (request, connection) -> start(number(request)).to(request, connection));
      for (int i = 0; i < 100; i++) {
        int number = i;
        server.on(
            "GET /api/v1/db/trajectory/acme/count/" + id(i),
            (request, connection) -> poll(number).to(request, connection));
      }
    }

    static String id(int number) {
      return "%08x".formatted(0xabc000 + number);
    }

    private static int number(FaultServer.Received request) {
      Matcher matcher = NUMBER.matcher(request.text());
      assertThat(matcher.find()).as(request.text()).isTrue();
      return Integer.parseInt(matcher.group(1));
    }

    List<Integer> started() {
      return server.received(START).stream().map(CountingJetty::number).toList();
    }

    int requests() {
      return started().size()
          + IntStream.range(0, 100)
              .map(i -> server.received("GET /api/v1/db/trajectory/acme/count/" + id(i)).size())
              .sum();
    }

    private synchronized FaultAnswer start(int number) {
      if (starts.containsKey(number)) {
        return starts.getOrDefault(number, FaultAnswer.reset());
      }
      inFlight.add(number);
      maxInFlight = Math.max(maxInFlight, inFlight.size());
      running.countDown();
      return FaultAnswer.json("{\"workflow_id\":\"acme-count--" + id(number) + "\"}");
    }

    private synchronized FaultAnswer poll(int number) {
      if (maxInFlight < endingOnce || neverEnding.contains(number) || runningOnce.remove(number)) {
        return FaultAnswer.json("{\"status\":\"running\"}");
      }
      inFlight.remove(number);
      return FaultAnswer.json(
          errors.containsKey(number)
              ? "{\"status\":\"failed\",\"error\":%s}"
                  .formatted(ServerProcess.JSON.writeValueAsString(errors.get(number)))
              : "{\"status\":\"completed\"}");
    }
  }
}
