package io.jettymcp.jetty.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.jetty.Exchange;
import io.jettymcp.jetty.Failure.Unavailable.Reason;
import io.jettymcp.jetty.FaultAnswer;
import io.jettymcp.jetty.FaultConnection;
import io.jettymcp.jetty.FaultServer;
import io.jettymcp.jetty.Reply;
import io.jettymcp.jetty.SilentAnswer;
import io.jettymcp.jetty.client.JettyApi;
import io.jettymcp.jetty.client.OverLoopback;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Which connection carries which request, and when it is closed. */
class ConnectionReuseTest extends OverLoopback {
  @Test
  void aReadUsesTheYoungestIdleConnection() throws Exception {
    List<FaultConnection> used = new CopyOnWriteArrayList<>();
    CountDownLatch both = new CountDownLatch(2);
    FaultServer server =
        serving(waitingForBoth(used, both), waitingForBoth(used, both), notingConnections(used));
    JettyApi api = api(server);
    Flux.range(0, 2).flatMap(i -> api.send(READ)).blockLast();

    for (int i = 0; i < 5; i++) {
      send(api, READ);
    }

    assertThat(server.connections()).isEqualTo(2);
    assertThat(used.subList(2, 7)).hasSize(5).containsOnly(used.get(6));
  }

  @Test
  void aReadThatFollowsAtOnceUsesTheSameConnection() throws Exception {
    FaultServer server = serving(FaultAnswer.json("[]"));
    JettyApi api = api(server);

    api.send(READ).then(api.send(READ)).flatMap(reply -> api.send(READ)).block();

    assertThat(server.received()).hasSize(3);
    assertThat(server.connections()).isEqualTo(1);
  }

  private static FaultAnswer notingConnections(List<FaultConnection> used) {
    return (request, connection) -> {
      used.add(connection);
      FaultAnswer.json("[]").to(request, connection);
    };
  }

  private static FaultAnswer waitingForBoth(List<FaultConnection> used, CountDownLatch both) {
    return (request, connection) -> {
      both.countDown();
      await(both);
      notingConnections(used).to(request, connection);
    };
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void aConnectionWithUnsolicitedDataIsClosed() throws Exception {
    FaultServer server =
        serving(
            (request, connection) -> {
              FaultAnswer.json("[1]").to(request, connection);
              connection.write("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n[2]");
              connection.untilPeerCloses();
            },
            FaultAnswer.json("[3]"));
    JettyApi api = api(server);

    assertThat(send(api, READ).body()).hasToString("[1]");
    assertThat(server.awaitDisconnection()).isTrue();
    assertThat(send(api, READ).body()).hasToString("[3]");
  }

  @Test
  void anIdleConnectionWithASingleByteIsClosed() throws Exception {
    CountDownLatch answered = new CountDownLatch(1);
    FaultServer server =
        serving(
            (request, connection) -> {
              FaultAnswer.json("[1]").to(request, connection);
              await(answered);
              connection.write("H");
              connection.untilPeerCloses();
            },
            FaultAnswer.json("[3]"));
    JettyApi api = api(server);

    send(api, READ);
    answered.countDown();

    assertThat(server.awaitDisconnection()).isTrue();
    assertThat(send(api, READ).body()).hasToString("[3]");
  }

  @Test
  void aSecondResponseInOnePieceAnswersNoLaterRequest() throws Exception {
    FaultServer server =
        serving(
            (request, connection) ->
                connection.write(
                    "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n[1]"
                        + "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n[2]"),
            FaultAnswer.json("[3]"));
    JettyApi api = api(withOneConnection(server), token(TOKEN));

    List<String> bodies =
        Flux.range(0, 2)
            .flatMap(i -> api.send(READ))
            .map(reply -> reply.body().toString())
            .collectList()
            .block();

    assertThat(bodies).containsExactly("[1]", "[3]");
  }

  @Test
  void aConnectionWithAnUnreadableResponseIsNotReused() throws Exception {
    FaultServer server =
        serving(
            (request, connection) -> connection.write("SSH-2.0-OpenSSH_9.6\r\n\r\n"),
            FaultAnswer.json("[3]"));
    JettyApi api = api(settings(server.url(), 0, 1 << 20), token(TOKEN));

    assertThat(reason(failure(api, READ))).isEqualTo(Reason.UNREADABLE);
    assertThat(send(api, READ).body()).hasToString("[3]");
    assertThat(server.connections()).isEqualTo(2);
  }

  @Test
  void aConnectionThatSwitchedProtocolsIsClosed() throws Exception {
    FaultServer server =
        serving(
            (request, connection) -> {
              connection.write(
                  "HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n");
              connection.untilPeerCloses();
            },
            FaultAnswer.json("[3]"));
    JettyApi api = api(settings(server.url(), 0, 1 << 20), token(TOKEN));

    assertThat(reason(failure(api, READ))).isEqualTo(Reason.UNREADABLE);
    assertThat(server.awaitDisconnection()).isTrue();
    assertThat(send(api, READ).body()).hasToString("[3]");
    assertThat(send(api, READ).body()).hasToString("[3]");
  }

  @Test
  void aConnectionIsNotReusedForAnotherToken() throws Exception {
    List<FaultConnection> used = new CopyOnWriteArrayList<>();
    FaultServer server = serving(notingConnections(used));
    JettyApi api = api(server);
    Exchange other = api.forCaller(token("mlc_" + "b".repeat(32)), (collection, values) -> {});

    send(api, READ);
    other.send(READ).block();
    send(api, READ);
    other.send(READ).block();

    assertThat(server.connections()).isEqualTo(2);
    assertThat(used.get(0)).isSameAs(used.get(2)).isNotSameAs(used.get(1));
    assertThat(used.get(1)).isSameAs(used.get(3));
  }

  @Test
  void aReadWhoseReusedConnectionEndsIsNotRepeatedBehindOurRetry() throws Exception {
    FaultServer server =
        serving(FaultAnswer.json("[1]"), FaultAnswer.reset(), FaultAnswer.json("[3]"));
    JettyApi withoutRetries = api(settings(server.url(), 0, 1 << 20), token(TOKEN));

    send(withoutRetries, READ);
    assertThat(reason(failure(withoutRetries, READ))).isEqualTo(Reason.BROKEN_OFF);

    assertThat(server.received()).hasSize(2);
  }

  @Test
  void reusesAConnectionForReadsOnly() throws Exception {
    FaultServer server = serving(FaultAnswer.json("{}"));
    JettyApi api = api(server);

    for (int i = 0; i < 10; i++) {
      send(api, READ);
    }
    assertThat(server.connections()).isEqualTo(1);

    send(api, WRITE);
    send(api, WRITE);
    assertThat(server.connections()).isEqualTo(3);
  }

  @Test
  void readsBeyondTheConnectionLimitWait() throws Exception {
    FaultServer server = serving(FaultAnswer.json("[]"));
    JettyApi api = api(withOneConnection(server), token(TOKEN));

    List<Reply> replies =
        Flux.range(0, 16)
            .flatMap(i -> api.send(READ))
            .collectList()
            .blockOptional(Duration.ofSeconds(20))
            .orElseThrow();

    assertThat(replies).hasSize(16);
    assertThat(server.connections()).isEqualTo(1);
  }

  @Test
  void aWaitingReadGetsTheConnectionOfACancelledOne() throws Exception {
    SilentAnswer silent = new SilentAnswer();
    FaultServer server = serving(silent, FaultAnswer.json("[]"));
    JettyApi api = api(withOneConnection(server), token(TOKEN));
    Disposable first = api.send(READ).subscribe();
    assertThat(silent.arrived.await(10, TimeUnit.SECONDS)).isTrue();
    Mono<Reply> second = api.send(READ).cache();
    second.subscribe();
    Disposable third = api.send(READ).subscribe();

    third.dispose();
    first.dispose();

    assertThat(second.blockOptional(Duration.ofSeconds(10))).isPresent();
    assertThat(server.received()).hasSize(2);
  }

  @Test
  void aConnectionClosedWhileIdleIsNotUsed() throws Exception {
    FaultServer server =
        serving(
            (request, connection) -> {
              FaultAnswer.json("{}").to(request, connection);
              connection.close();
            },
            FaultAnswer.json("{}"));
    JettyApi api = api(server);
    send(api, READ);
    assertThat(server.awaitDisconnection()).isTrue();

    assertThat(send(api, READ).status()).isEqualTo(200);
    assertThat(send(api, WRITE).status()).isEqualTo(200);
    assertThat(server.received()).hasSize(3);
  }

  @Test
  void closesTheConnectionOfAWrite() throws Exception {
    FaultServer server =
        serving(
            (request, connection) -> {
              FaultAnswer.json("{}").to(request, connection);
              connection.untilPeerCloses();
            });

    send(api(server), WRITE);

    assertThat(server.awaitDisconnection()).isTrue();
  }
}
