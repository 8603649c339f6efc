package io.jettymcp.e2e;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.Slow;
import io.jettymcp.jetty.HeldAnswer;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Two replicas behind a real nginx that is set up as {@code deploy/nginx.conf} says. */
@Slow
@Timeout(120)
class ReplicasIT {
  private static final int CLIENTS = 8;
  private static final int CALLS = 40;
  private static final int BAD_GATEWAY = 502;

  @TempDir Path directory;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  @RegisterExtension final Replicas both = new Replicas();
  private final List<Replica> replicas = both.all;

  @Test
  void killedReplicaLosesOrRepeatsNoAnsweredCall() throws Exception {
    both.begin(directory, false, "--stateless");
    List<HeldAnswer> stuck =
        replicas.stream().map(replica -> replica.addTaskWithHeldStart("stuck")).toList();
    everyJob().forEach(job -> replicas.forEach(replica -> replica.addTask(job)));
    CompletableFuture<HttpResponse<String>> lost = later("run-task", "stuck");
    Replica victim = whereItArrived(stuck);
    CountDownLatch quarter = new CountDownLatch(CLIENTS * CALLS / 4);
    Map<String, String> answered = new ConcurrentHashMap<>();
    ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
    List<Future<?>> clients = new ArrayList<>();
    for (int client = 0; client < CLIENTS; client++) {
      int own = client;
      clients.add(threads.submit(() -> callOneAfterTheOther(own, answered, quarter)));
    }
    assertThat(quarter.await(60, SECONDS)).isTrue();

    victim.server.kill();

    for (Future<?> client : clients) {
      client.get(60, SECONDS);
    }
    threads.shutdown();
    assertThat(answered).hasSizeBetween(CLIENTS * (CALLS - 1), CLIENTS * CALLS);
    for (String job : everyJob()) {
      int wanted = isRead(job) ? 0 : 1;
      if (answered.containsKey(job)) {
        assertThat(answered.get(job)).isEqualTo(isRead(job) ? job : "run-" + job);
        assertThat(starts(job)).as("starts of %s, which was answered", job).isEqualTo(wanted);
      } else {
        assertThat(starts(job)).as("starts of %s", job).isLessThanOrEqualTo(wanted);
      }
    }
    assertThat(lost.handle((got, broke) -> broke != null || got.statusCode() == BAD_GATEWAY))
        .as("the call that died has no answer")
        .succeedsWithin(Duration.ofSeconds(30))
        .isEqualTo(true);
    assertThat(starts("stuck")).isEqualTo(1);
  }

  @Test
  void stoppingReplicaFinishesItsCalls() throws Exception {
    both.begin(directory, false, "--stateless");
    List<HeldAnswer> late =
        replicas.stream().map(replica -> replica.addTaskWithHeldStart("late")).toList();
    replicas.forEach(replica -> replica.addTask("job"));
    CompletableFuture<HttpResponse<String>> begun = later("run-task", "late");
    Replica stopped = whereItArrived(late);

    stopped.server.handle().destroy();
    while (!stopped.directStatus("/readyz").equals("503")) {
      assertThat(stopped.directStatus("/healthz")).isEqualTo("200");
    }
    late.forEach(held -> held.release());

    assertThat(data(begun.get(20, SECONDS)).path("trajectory_id").asString()).isEqualTo("run-late");
    assertThat(stopped.server.awaitExit(Duration.ofSeconds(20))).isZero();
    for (int i = 0; i < 4; i++) {
      assertThat(data(later("get-task", "job").get(20, SECONDS)).path("name").asString())
          .isEqualTo("job");
    }
  }

  @Test
  void eventsPassTheBalancerWithoutBuffering() throws Exception {
    both.begin(directory, false, "--stateless");
    List<HeldAnswer> slow =
        replicas.stream().map(replica -> replica.addTaskWithHeldStart("slow")).toList();
    HttpResponse<Stream<String>> stream =
        http.send(request("token", "run-task", "slow"), BodyHandlers.ofLines());

    assertThat(stream.headers().firstValue("content-type"))
        .as(() -> "status %d: %s".formatted(stream.statusCode(), stream.body().toList()))
        .hasValue("text/event-stream");
    whereItArrived(slow);
    slow.forEach(held -> held.release());

    assertThat(stream.body()).anyMatch(line -> line.contains("run-slow"));
  }

  @Test
  void balancerRejectsInternalPathsAndLargeBodies() throws Exception {
    both.begin(directory, false, "--stateless");
    HttpRequest.Builder metrics = HttpRequest.newBuilder(both.url().resolve("/metrics"));
    assertThat(http.send(metrics.build(), BodyHandlers.ofString()).statusCode()).isEqualTo(404);
    assertThat(replicas.get(0).directStatus("/metrics")).isEqualTo("200");
    assertThat(later("get-task", "x".repeat(4 << 20)).get(20, SECONDS).statusCode()).isEqualTo(413);
  }

  @Test
  void tokenAlwaysReachesTheReplicaOfItsSession() throws Exception {
    both.begin(directory, true);
    replicas.forEach(replica -> replica.addTask("job"));
    for (int client = 0; client < CLIENTS; client++) {
      String token = "token-" + client;
      HttpResponse<String> hello =
          http.send(
              post(token, ServerProcess.initializeRequest(ServerProcess.NEWEST, "{}")).build(),
              BodyHandlers.ofString());
      String session = hello.headers().firstValue("mcp-session-id").orElseThrow();
      for (int i = 0; i < 4; i++) {
        HttpRequest call =
            post(token, call("get-task", "job")).header("Mcp-Session-Id", session).build();
        assertThat(data(http.send(call, BodyHandlers.ofString())).path("name").asString())
            .isEqualTo("job");
      }
    }
    assertThat(replicas).allSatisfy(replica -> assertThat(replica.jetty.received()).isNotEmpty());
  }

  private static List<String> everyJob() {
    return IntStream.range(0, CLIENTS * CALLS).mapToObj(i -> job(i / CALLS, i % CALLS)).toList();
  }

  /** The names of every other job say that it is only read. */
  private static String job(int client, int call) {
    return (call % 2 == 0 ? "start-" : "read-") + client + "-" + call;
  }

  private static boolean isRead(String job) {
    return job.startsWith("read-");
  }

  private int starts(String task) {
    return replicas.stream().mapToInt(replica -> replica.starts(task)).sum();
  }

  private Replica whereItArrived(List<HeldAnswer> held) throws InterruptedException {
    long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (System.nanoTime() < deadline) {
      for (int i = 0; i < held.size(); i++) {
        if (held.get(i).arrived.await(50, MILLISECONDS)) {
          return replicas.get(i);
        }
      }
    }
    throw new AssertionError("the call did not reach Jetty");
  }

  /** One call may fail, as its replica dies; all after it have to work. */
  private Void callOneAfterTheOther(int client, Map<String, String> answered, CountDownLatch done)
      throws Exception {
    boolean failed = false;
    for (int call = 0; call < CALLS; call++) {
      String job = job(client, call);
      HttpRequest request = request("token-" + client, isRead(job) ? "get-task" : "run-task", job);
      try {
        HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
        if (response.statusCode() != BAD_GATEWAY) {
          JsonNode data = data(response);
          answered.put(job, data.path(isRead(job) ? "name" : "trajectory_id").asString());
          continue;
        }
      } catch (IOException brokeOff) {
        // A failure like the other one.
      } finally {
        done.countDown();
      }
      assertThat(done.getCount()).as("calls until the replica dies").isZero();
      assertThat(failed).as("a call failed before").isFalse();
      failed = true;
    }
    return null;
  }

  private CompletableFuture<HttpResponse<String>> later(String tool, String task) {
    return http.sendAsync(request("token", tool, task), BodyHandlers.ofString());
  }

  private HttpRequest request(String token, String tool, String task) {
    return post(token, call(tool, task)).build();
  }

  private static String call(String tool, String task) {
    return """
    {"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"%s",\
    "arguments":{"task":"%s"}}}"""
        .formatted(tool, task);
  }

  private HttpRequest.Builder post(String token, String message) {
    return HttpRequest.newBuilder(both.url().resolve("/mcp"))
        .header("Authorization", "Bearer mlc_" + token)
        .header("Content-Type", "application/json")
        .header("Accept", "application/json, text/event-stream")
        .header("MCP-Protocol-Version", ServerProcess.NEWEST)
        .POST(HttpRequest.BodyPublishers.ofString(message));
  }

  /** The structured result, be it the body or the last event of a stream. */
  private static JsonNode data(HttpResponse<String> response) throws IOException {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    String message =
        response.headers().firstValue("content-type").orElse("").startsWith("text/event-stream")
            ? response
                .body()
                .lines()
                .filter(line -> line.startsWith("data: {"))
                .reduce((earlier, later) -> later)
                .orElseThrow()
                .substring("data: ".length())
            : response.body();
    JsonNode result = ServerProcess.JSON.readTree(message).path("result");
    assertThat(result.path("isError").asBoolean()).as(message).isFalse();
    return result.path("structuredContent");
  }
}
