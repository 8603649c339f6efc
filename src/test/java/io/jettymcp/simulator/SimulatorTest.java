package io.jettymcp.simulator;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jettymcp.simulator.SimulatorClient.Reply;
import io.jettymcp.simulator.engine.RunTimings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SimulatorTest {
  @Test
  void picksAFreePort() {
    try (Simulator first = Simulator.start();
        Simulator second = Simulator.start()) {
      assertThat(first.url()).isEqualTo("http://127.0.0.1:" + first.port());
      assertThat(first.port()).isNotEqualTo(second.port()).isPositive();
    }
  }

  @Test
  void acceptsAChosenToken() {
    String token = "mlc_" + "c".repeat(32);
    try (Simulator simulator = Simulator.start(SimulatorOptions.defaults().withToken(token))) {
      assertThat(simulator.token()).isEqualTo(token);
      assertThat(SimulatorClient.of(simulator).get("/api/v1/collections/").status()).isEqualTo(200);
    }
  }

  @Test
  void refusesATokenThatIsNoKeyWithoutQuotingIt() {
    assertThatThrownBy(() -> SimulatorOptions.defaults().withToken("secret-thing"))
        .hasMessageNotContaining("secret-thing");
  }

  @Test
  void refusesATakenPort() {
    try (Simulator simulator = Simulator.start()) {
      SimulatorOptions same = SimulatorOptions.defaults().withPort(simulator.port());
      assertThatThrownBy(() -> Simulator.start(same)).isInstanceOf(RuntimeException.class);
    }
  }

  @Test
  void freesItsPortWhenItIsClosed() throws IOException {
    // Bound and not connected: the simulator can bind it too, but no program that asks for any
    // port.
    try (SocketChannel reserved =
        SocketChannel.open()
            .setOption(StandardSocketOptions.SO_REUSEADDR, true)
            .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
      SimulatorOptions options =
          SimulatorOptions.defaults().withPort(reserved.socket().getLocalPort());
      Simulator simulator = Simulator.start(options);
      SimulatorClient client = SimulatorClient.of(simulator);
      assertThat(client.get("/api/v1/health").status()).isEqualTo(200);
      simulator.close();
      assertThatThrownBy(() -> client.get("/api/v1/health")).isNotNull();
      try (Simulator next = Simulator.start(options)) {
        assertThat(next.port()).isEqualTo(simulator.port());
      }
    }
  }

  @Test
  void canBeClosedTwice() {
    Simulator simulator = Simulator.start();
    simulator.close();
    assertThatCode(simulator::close).doesNotThrowAnyException();
  }

  @Test
  void closesWhileAThreadIsBusy() throws Exception {
    CountDownLatch busy = new CountDownLatch(1);
    Semaphore closed = new Semaphore(0);
    Simulator simulator = Simulator.start();
    simulator.serve(
        (method, path, body) -> {
          busy.countDown();
          closed.acquireUninterruptibly();
          return Optional.empty();
        });
    try (Socket caller = new Socket(InetAddress.getLoopbackAddress(), simulator.port())) {
      caller.getOutputStream().write("GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(US_ASCII));
      assertThat(busy.await(10, SECONDS)).isTrue();
      assertThatCode(simulator::close).doesNotThrowAnyException();
    } finally {
      closed.release();
    }
  }

  @Test
  void servesManyCallersAtOnce() throws Exception {
    try (Simulator simulator = Simulator.start(SimulatorExtension.instantOptions())) {
      SimulatorClient client = SimulatorClient.of(simulator);
      int before = client.countRuns("test-echo");
      ExecutorService callers = Executors.newFixedThreadPool(8);
      List<Callable<Integer>> calls =
          Collections.nCopies(200, () -> client.run("test-echo", "{}").status());
      for (Future<Integer> call : callers.invokeAll(calls)) {
        assertThat(call.get()).isEqualTo(200);
      }
      callers.shutdown();
      assertThat(client.countRuns("test-echo")).isEqualTo(before + 200);
    }
  }

  @Nested
  class WaitingRunSync {
    @RegisterExtension
    final SimulatorExtension jetty =
        SimulatorExtension.with(
            SimulatorOptions.defaults()
                .withTimings(RunTimings.ofStep(Duration.ofHours(1)))
                .withGatewayTimeout(Duration.ofHours(2)));

    private final SimulatorClient client = jetty.client();

    @Test
    void delaysNoOtherCall() {
      assertThat(startEight()).noneMatch(CompletableFuture::isDone);
    }

    @Test
    void doesNotDelayTheShutdown() {
      List<CompletableFuture<Reply>> waiting = startEight();
      jetty.simulator().close();
      for (CompletableFuture<Reply> call : waiting) {
        assertThat(call).failsWithin(Duration.ofSeconds(20));
      }
    }

    private List<CompletableFuture<Reply>> startEight() {
      int before = client.countRuns("welcome-email");
      List<CompletableFuture<Reply>> waiting = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        waiting.add(client.async("POST", "/api/v1/run-sync/acme/welcome-email"));
      }
      while (client.countRuns("welcome-email") < before + 8) {
        Thread.onSpinWait();
      }
      return waiting;
    }
  }

  @Test
  void latencyDelaysEveryResponseInParallel() {
    Duration latency = Duration.ofMillis(300);
    try (Simulator simulator = Simulator.start(SimulatorOptions.defaults().withLatency(latency))) {
      SimulatorClient client = SimulatorClient.of(simulator);
      long begun = System.nanoTime();
      List<CompletableFuture<Reply>> calls = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        calls.add(client.async("GET", "/api/v1/collections/"));
      }
      calls.forEach(CompletableFuture::join);
      assertThat(Duration.ofNanos(System.nanoTime() - begun))
          .isBetween(latency, latency.multipliedBy(30));
    }
  }
}
