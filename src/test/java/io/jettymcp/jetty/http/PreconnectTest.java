package io.jettymcp.jetty.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.jetty.ClosedPort;
import io.jettymcp.jetty.Failure.Unavailable.Reason;
import io.jettymcp.jetty.FaultAnswer;
import io.jettymcp.jetty.FaultServer;
import io.jettymcp.jetty.HeldAnswer;
import io.jettymcp.jetty.Reply;
import io.jettymcp.jetty.client.JettyApi;
import io.jettymcp.jetty.client.OverLoopback;
import io.jettymcp.secret.Secret;
import io.jettymcp.simulator.http.CertificateAuthority;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Mono;

/** A connection that is opened ahead of the first read. */
class PreconnectTest extends OverLoopback {
  private static final Secret SECRET = Secret.of(TOKEN);

  private JettyApi preconnected(FaultServer server) {
    JettyApi api = api(server);
    api.preconnect(SECRET);
    return api;
  }

  @Test
  void theFirstReadUsesItAndNothingElseIsSent() throws Exception {
    FaultServer server = serving(FaultAnswer.json("[]"));
    JettyApi api = preconnected(server);

    send(api, READ);

    assertThat(server.connections()).isEqualTo(1);
    assertThat(server.received()).hasSize(1);
  }

  @Test
  void theFirstReadOverTlsUsesIt(@TempDir Path folder) throws Exception {
    CertificateAuthority authority = new CertificateAuthority("CN=test");
    Path file = authority.writeTo(folder.resolve("ca.pem"));
    FaultServer server =
        open(FaultServer.overTls(authority.server("127.0.0.1"), FaultAnswer.json("[]")));
    JettyApi api =
        api(
            with(settings(server.url(), 0, 1 << 20), Optional.empty(), List.of(file)),
            token(TOKEN));
    api.load();
    api.preconnect(SECRET);

    send(api, READ);

    assertThat(server.connections()).isEqualTo(1);
  }

  @RepeatedTest(20)
  void aReadAtTheSameTimeOpensNoSecondConnection() throws Exception {
    FaultServer server = serving(FaultAnswer.json("[]"));
    JettyApi api = api(server);
    CyclicBarrier together = new CyclicBarrier(2);
    CompletableFuture<Void> preconnect =
        CompletableFuture.runAsync(
            () -> {
              await(together);
              api.preconnect(SECRET);
            });
    await(together);

    send(api, READ);

    preconnect.get(10, TimeUnit.SECONDS);
    assertThat(server.connections()).isEqualTo(1);
  }

  private static void await(CyclicBarrier barrier) {
    try {
      barrier.await(10, TimeUnit.SECONDS);
    } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aReadDoesNotWaitForASlowOne() throws Exception {
    HeldAnswer held = new HeldAnswer(FaultAnswer.json("[1]"));
    FaultServer server = serving(held, FaultAnswer.json("[2]"));
    JettyApi api = preconnected(server);
    Mono<Reply> slow = api.send(READ).cache();
    slow.subscribe();
    assertThat(held.arrived.await(10, TimeUnit.SECONDS)).isTrue();

    assertThat(send(api, READ).body()).hasToString("[2]");
    held.release();

    assertThat(slow.blockOptional(Duration.ofSeconds(10)).orElseThrow().body()).hasToString("[1]");
    assertThat(server.connections()).isEqualTo(2);
  }

  @Test
  void aWriteDoesNotUseIt() throws Exception {
    FaultServer server = serving(FaultAnswer.json("{}"));
    JettyApi api = preconnected(server);

    send(api, WRITE);
    send(api, READ);

    assertThat(server.connections()).isEqualTo(2);
  }

  @Test
  void aReadAfterItsFailureConnectsAndReportsWhy() throws Exception {
    URI closed = ClosedPort.url();
    JettyApi api = api(settings(closed, 0, 1 << 20), token(TOKEN));
    api.preconnect(SECRET);

    assertThat(reason(failure(api, READ))).isEqualTo(Reason.NOT_CONNECTED);
    assertThat(reason(failure(api, READ))).isEqualTo(Reason.NOT_CONNECTED);
  }

  @Test
  void nothingIsOpenedAfterTheFirstRead() throws Exception {
    FaultServer server = serving(FaultAnswer.json("[]"));
    JettyApi api = api(server);
    send(api, READ);

    api.preconnect(SECRET);
    send(api, READ);

    assertThat(server.connections()).isEqualTo(1);
  }
}
