package io.jettymcp.jetty.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.jettymcp.jetty.DefaultSettings;
import io.jettymcp.jetty.Failure;
import io.jettymcp.jetty.Failure.Unavailable;
import io.jettymcp.jetty.Failure.Unavailable.Reason;
import io.jettymcp.jetty.FaultAnswer;
import io.jettymcp.jetty.FaultServer;
import io.jettymcp.jetty.Reply;
import io.jettymcp.jetty.Request;
import io.jettymcp.jetty.client.JettyApi;
import io.jettymcp.jetty.client.OverLoopback;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What happens to reads and writes when the network or Jetty fails. */
class NetworkFaultTest extends OverLoopback {
  @ParameterizedTest
  @MethodSource("faults")
  void sendsAWriteOnceWhateverHappensAfterwards(Fault fault) throws Exception {
    FaultServer server = serving(fault.answer());

    Failure failure = failure(api(server, fault), WRITE);

    assertThat(server.received()).hasSize(1);
    assertThat(reason(failure)).isEqualTo(fault.reason());
  }

  @ParameterizedTest
  @MethodSource("faults")
  void repeatsAReadUntilItsRepeatsAreUsedUp(Fault fault) throws Exception {
    FaultServer server = serving(fault.answer());

    Failure failure = failure(api(server, fault), READ);

    assertThat(server.received()).hasSize(4);
    assertThat(reason(failure)).isEqualTo(fault.reason());
  }

  @ParameterizedTest
  @MethodSource("faults")
  void aReadRecoversFromAPassingFault(Fault fault) throws Exception {
    FaultServer server = serving(fault.answer(), fault.answer(), FaultAnswer.json("[]"));

    assertThat(send(api(server, fault), READ).status()).isEqualTo(200);
    assertThat(server.received()).hasSize(3);
  }

  @Test
  void sendsOneRequestWithoutRepeats() throws Exception {
    FaultServer server = serving(FaultAnswer.status(503, "text/html", "<h1>Sorry</h1>"));
    JettyApi api = api(settings(server.url(), 0, 1 << 20), token(TOKEN));

    Unavailable failure = (Unavailable) failure(api, READ);

    assertThat(server.received()).hasSize(1);
    assertThat(failure.status()).isEqualTo(503);
    assertThat(failure.detail()).isEqualTo("<h1>Sorry</h1>");
  }

  @Test
  void saysWhichDeadlinePassed() throws Exception {
    FaultServer server = serving(FaultAnswer.silence(), FaultAnswer.stalls("[1,"));
    JettyApi api = api(impatient(server.url(), 0), token(TOKEN));

    assertThat(failure(api, READ).detail()).isEqualTo("first-byte deadline of 0.2 s");
    assertThat(failure(api, READ).detail()).isEqualTo("body deadline of 0.2 s");
  }

  @Test
  void aConnectionThatNeverStandsIsRepeatedForAWriteToo() throws Exception {
    // TLS that is never answered: the connection is accepted by the kernel but never made.
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      URI url = URI.create("https://127.0.0.1:" + silent.getLocalPort());
      Unavailable failure = (Unavailable) failure(api(impatient(url, 1), token(TOKEN)), WRITE);

      assertThat(failure.reason()).isEqualTo(Reason.NOT_CONNECTED);
      assertThat(failure.detail()).isEqualTo("connect deadline of 0.2 s");
      silent.setSoTimeout(2000);
      silent.accept().close();
      silent.accept().close();
    }
  }

  @Test
  void saysThatAConnectionWasRefused() throws Exception {
    ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    URI url = URI.create("http://127.0.0.1:" + free.getLocalPort());
    free.close();

    Unavailable failure =
        (Unavailable) failure(api(settings(url, 1, 1 << 20), token(TOKEN)), WRITE);

    assertThat(failure.reason()).isEqualTo(Reason.NOT_CONNECTED);
    assertThat(failure.detail()).isEqualTo("connection to 127.0.0.1:" + url.getPort() + " refused");
  }

  @Test
  void saysThatAHostIsUnknown() {
    URI url = URI.create("http://nowhere.invalid");

    Unavailable failure =
        (Unavailable) failure(api(settings(url, 0, 1 << 20), token(TOKEN)), WRITE);

    assertThat(failure.reason()).isEqualTo(Reason.NOT_CONNECTED);
    assertThat(failure.detail()).isEqualTo("host of nowhere.invalid not found");
  }

  @Test
  void usesAConnectionAgainForReadsAndAFreshOneForEachWrite() throws Exception {
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
  void readsBeyondTheConnectionsThereMayBeTakeTurns() throws Exception {
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
  void whoWaitsForAConnectionGetsTheOneThatAnotherGaveUp() throws Exception {
    CountDownLatch arrived = new CountDownLatch(1);
    FaultServer server = serving(silence(arrived), FaultAnswer.json("[]"));
    JettyApi api = api(withOneConnection(server), token(TOKEN));
    Disposable first = api.send(READ).subscribe();
    assertThat(arrived.await(5, TimeUnit.SECONDS)).isTrue();
    Mono<Reply> second = api.send(READ).cache();
    second.subscribe();
    Disposable third = api.send(READ).subscribe();

    third.dispose();
    first.dispose();

    assertThat(second.blockOptional(Duration.ofSeconds(5))).isPresent();
    assertThat(server.received()).hasSize(2);
  }

  @Test
  void aPooledConnectionThatWasClosedWhileIdleHarmsNobody() throws Exception {
    CountDownLatch closed = new CountDownLatch(1);
    FaultServer server =
        serving(
            (request, connection) -> {
              FaultAnswer.json("{}").to(request, connection);
              connection.close();
              closed.countDown();
            },
            FaultAnswer.json("{}"));
    JettyApi api = api(server);
    send(api, READ);
    assertThat(closed.await(1, TimeUnit.SECONDS)).isTrue();

    assertThat(send(api, READ).status()).isEqualTo(200);
    assertThat(send(api, WRITE).status()).isEqualTo(200);
    assertThat(server.received()).hasSize(3);
  }

  @ParameterizedTest
  @MethodSource("waiting")
  void cancellingClosesTheConnection(Waiting where) throws Exception {
    CountDownLatch arrived = new CountDownLatch(1);
    CountDownLatch closed = new CountDownLatch(1);
    FaultServer server =
        serving(
            (request, connection) -> {
              arrived.countDown();
              where.answer().to(request, connection);
              closed.countDown();
            });
    JettyApi api = api(DefaultSettings.of(server.url()), token(TOKEN));

    Disposable call = api.send(where.request()).subscribe();
    assertThat(arrived.await(5, TimeUnit.SECONDS)).isTrue();
    call.dispose();

    assertThat(closed.await(1, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void cancellingManyFailsNoneOfTheOthers() throws Exception {
    FaultServer server = serving(FaultAnswer.silence());
    JettyApi api = api(DefaultSettings.of(server.url()), token(TOKEN));
    List<Throwable> failures = new CopyOnWriteArrayList<>();

    List<Disposable> calls =
        IntStream.range(0, 2_000)
            .mapToObj(i -> api.send(READ).subscribe(reply -> {}, failures::add))
            .toList();
    calls.forEach(Disposable::dispose);

    assertThat(failures).isEmpty();
  }

  @Test
  void nothingIsSentAnyMoreIfItIsCancelledWhileConnecting() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      URI url = URI.create("https://127.0.0.1:" + silent.getLocalPort());
      try (HttpTransport transport =
          new HttpTransport(DefaultSettings.of(url), Clock.systemUTC())) {
        Attempt attempt = new Attempt(WRITE, Optional.empty(), "/");
        Disposable call = transport.send(attempt).subscribe();
        try (Socket connecting = silent.accept()) {
          assertThat(connecting.getInputStream().read()).as("a TLS handshake").isEqualTo(22);
          call.dispose();
        }

        assertThat(attempt.begin()).isFalse();
      }
    }
  }

  @Test
  void theConnectionOfAWriteIsClosedAfterIt() throws Exception {
    CountDownLatch closed = new CountDownLatch(1);
    FaultServer server =
        serving(
            (request, connection) -> {
              FaultAnswer.json("{}").to(request, connection);
              connection.untilPeerCloses();
              closed.countDown();
            });

    send(api(server), WRITE);

    assertThat(closed.await(1, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void closingEndsWhatIsUnderWay() throws Exception {
    CountDownLatch arrived = new CountDownLatch(1);
    FaultServer server = serving(silence(arrived));
    JettyApi api = api(settings(server.url(), 0, 1 << 20), token(TOKEN));
    Mono<Reply> call = api.send(WRITE).cache();
    call.subscribe(reply -> {}, failure -> {});
    assertThat(arrived.await(5, TimeUnit.SECONDS)).isTrue();

    api.close();

    assertThat(catchThrowableOfType(Failure.class, () -> call.block(Duration.ofSeconds(2))))
        .isNotNull();
  }

  /** Tells of the request, and then nothing more. */
  private static FaultAnswer silence(CountDownLatch arrived) {
    return (request, connection) -> {
      arrived.countDown();
      FaultAnswer.silence().to(request, connection);
    };
  }

  private JettyApi api(FaultServer server, Fault fault) {
    return fault.reason() == Reason.TIMED_OUT
        ? api(impatient(server.url(), 3), token(TOKEN))
        : api(server);
  }

  static List<Fault> faults() {
    return List.of(
        new Fault("reset", FaultAnswer.reset(), Reason.BROKEN_OFF),
        new Fault("hang up", FaultAnswer.hangUp(), Reason.BROKEN_OFF),
        new Fault("cut short", FaultAnswer.cutShort("{\"a\":1}"), Reason.BROKEN_OFF),
        new Fault("cut chunked", FaultAnswer.cutChunked("{\"a\":1}"), Reason.BROKEN_OFF),
        new Fault("cut json", FaultAnswer.json("{\"a\":[1,"), Reason.BROKEN_OFF),
        new Fault("silence", FaultAnswer.silence(), Reason.TIMED_OUT),
        new Fault("stalls", FaultAnswer.stalls("{\"a\":"), Reason.TIMED_OUT),
        new Fault(
            "internal", FaultAnswer.status(500, "text/plain", "Internal"), Reason.SERVER_ERROR),
        new Fault(
            "bad gateway", FaultAnswer.status(502, "text/html", "<p>bad"), Reason.SERVER_ERROR),
        new Fault(
            "unavailable", FaultAnswer.status(503, "text/html", "<p>busy"), Reason.SERVER_ERROR),
        new Fault(
            "gateway timeout",
            FaultAnswer.status(504, "text/html", "<p>slow"),
            Reason.SERVER_ERROR),
        new Fault(
            "edge timeout", FaultAnswer.status(524, "text/html", "<p>slow"), Reason.SERVER_ERROR));
  }

  static List<Waiting> waiting() {
    return List.of(
        new Waiting("read for head", READ, FaultAnswer.silence()),
        new Waiting("write for head", WRITE, FaultAnswer.silence()),
        new Waiting("read for body", READ, FaultAnswer.stalls("[1,")),
        new Waiting("write for body", WRITE, FaultAnswer.stalls("[1,")));
  }

  /** A fault that passes, after the whole request was received. */
  record Fault(String name, FaultAnswer answer, Reason reason) {
    @Override
    public String toString() {
      return name;
    }
  }

  /** Where a request can be when it is cancelled. */
  record Waiting(String name, Request request, FaultAnswer answer) {
    @Override
    public String toString() {
      return name;
    }
  }
}
