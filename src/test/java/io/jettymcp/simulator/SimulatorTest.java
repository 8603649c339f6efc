package io.jettymcp.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class SimulatorTest {
  @Test
  void itListensOnLoopbackOnAnyFreePort() {
    try (Simulator first = Simulator.start();
        Simulator second = Simulator.start()) {
      assertThat(first.url()).isEqualTo("http://127.0.0.1:" + first.port());
      assertThat(first.port()).isNotEqualTo(second.port()).isPositive();
    }
  }

  @Test
  void theTokenCanBeChosen() {
    String token = "mlc_" + "c".repeat(32);
    try (Simulator simulator = Simulator.start(SimulatorOptions.defaults().withToken(token))) {
      assertThat(simulator.token()).isEqualTo(token);
      assertThat(SimulatorClient.of(simulator).get("/api/v1/collections/").status()).isEqualTo(200);
    }
    assertThatThrownBy(() -> SimulatorOptions.defaults().withToken("secret-thing"))
        .hasMessageNotContaining("secret-thing");
  }

  @Test
  void aTakenPortIsRefused() {
    try (Simulator simulator = Simulator.start()) {
      SimulatorOptions same = SimulatorOptions.defaults().withPort(simulator.port());
      assertThatThrownBy(() -> Simulator.start(same)).isInstanceOf(RuntimeException.class);
    }
  }

  @Test
  void onceClosedItAnswersNoMoreAndItsPortIsFree() {
    Simulator simulator = Simulator.start();
    SimulatorClient visit = SimulatorClient.of(simulator);
    assertThat(visit.get("/api/v1/health").status()).isEqualTo(200);
    simulator.close();
    simulator.close();
    assertThatThrownBy(() -> visit.get("/api/v1/health")).isNotNull();
    SimulatorOptions same = SimulatorOptions.defaults().withPort(simulator.port());
    try (Simulator next = Simulator.start(same)) {
      assertThat(next.port()).isEqualTo(simulator.port());
    }
  }

  @Test
  void itStartsWithCollectionsThatShowEverything() {
    try (Simulator simulator = Simulator.start()) {
      SimulatorClient visit = SimulatorClient.of(simulator);
      List<JsonNode> runs = new ArrayList<>();
      for (JsonNode task : visit.get("/api/v1/tasks/acme/").json()) {
        String path = "/api/v1/db/trajectories/acme/" + task.path("name").asString();
        visit.get(path).json().path("trajectories").forEach(runs::add);
      }
      Set<String> statuses =
          runs.stream().map(run -> run.path("status").asString()).collect(Collectors.toSet());
      assertThat(statuses).containsExactlyInAnyOrder("completed", "failed", "cancelled");
      assertThat(runs).anyMatch(run -> run.path("labels").size() == 2);
      assertThat(visit.get("/api/v1/routines/acme").json().path("routines").size()).isEqualTo(2);
      assertThat(visit.get("/api/v1/trial/acme").json().path("runs_used").asInt()).isEqualTo(3);
      JsonNode failed =
          visit.get("/api/v1/db/trajectories/acme/broken-judge").json().path("trajectories");
      assertThat(failed.path(0).path("steps").path("explain").path("error").asString())
          .startsWith("TypeError");
    }
  }

  @Test
  void manyCallersAtOnceLoseNothing() throws Exception {
    SimulatorOptions options = SimulatorOptions.defaults().withPace(RunTimings.INSTANT);
    try (Simulator simulator = Simulator.start(options)) {
      SimulatorClient visit = SimulatorClient.of(simulator);
      ExecutorService callers = Executors.newFixedThreadPool(8);
      List<Callable<Integer>> calls = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        calls.add(() -> visit.run("test-echo", "{}").status());
      }
      for (Future<Integer> call : callers.invokeAll(calls)) {
        assertThat(call.get()).isEqualTo(200);
      }
      callers.shutdown();
      assertThat(visit.get("/api/v1/db/trajectories/acme/test-echo").json().path("total").asInt())
          .isEqualTo(202);
    }
  }

  @Test
  void aWaitingRunSyncDelaysNeitherOthersNorTheEnd() {
    RunTimings slow = new RunTimings(Duration.ZERO, Duration.ZERO, Duration.ofHours(1));
    SimulatorOptions options =
        SimulatorOptions.defaults().withPace(slow).withEdgePatience(Duration.ofHours(2));
    Simulator simulator = Simulator.start(options);
    SimulatorClient visit = SimulatorClient.of(simulator);
    List<CompletableFuture<SimulatorClient.Got>> waiting = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      waiting.add(visit.later("POST", "/api/v1/run-sync/acme/welcome-email"));
    }
    int seen = 0;
    while (seen < 9) {
      seen = visit.get("/api/v1/db/trajectories/acme/welcome-email").json().path("total").asInt();
    }
    assertThat(waiting).noneMatch(CompletableFuture::isDone);
    simulator.close();
    for (CompletableFuture<SimulatorClient.Got> call : waiting) {
      assertThat(call).failsWithin(Duration.ofSeconds(5));
    }
  }

  @Test
  void theLatencyHoldsEveryAnswerBackAndNoOther() {
    Duration latency = Duration.ofMillis(300);
    try (Simulator simulator = Simulator.start(SimulatorOptions.defaults().withLatency(latency))) {
      SimulatorClient visit = SimulatorClient.of(simulator);
      long begun = System.nanoTime();
      List<CompletableFuture<SimulatorClient.Got>> calls = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        calls.add(visit.later("GET", "/api/v1/collections/"));
      }
      calls.forEach(CompletableFuture::join);
      assertThat(Duration.ofNanos(System.nanoTime() - begun))
          .isBetween(latency, latency.multipliedBy(10));
    }
  }
}
