package io.jettymcp.jetty.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.jettymcp.jetty.ApiObserver;
import io.jettymcp.jetty.ApiSettings;
import io.jettymcp.jetty.ClosedPort;
import io.jettymcp.jetty.DefaultSettings;
import io.jettymcp.jetty.Failure;
import io.jettymcp.jetty.Failure.Unavailable;
import io.jettymcp.jetty.Failure.Unavailable.Reason;
import io.jettymcp.jetty.FaultAnswer;
import io.jettymcp.jetty.FaultServer;
import io.jettymcp.jetty.Reply;
import io.jettymcp.jetty.Request;
import io.jettymcp.jetty.SilentAnswer;
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
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.test.scheduler.VirtualTimeScheduler;

/** Faults of the network and of Jetty, for reads and writes. */
class NetworkFaultTest extends OverLoopback {
  private static final int RETRIES = 3;

  @ParameterizedTest
  @MethodSource("faults")
  void sendsAWriteOnceAfterAnyFault(Fault fault) throws Exception {
    FaultServer server = serving(fault.answer());

    Failure failure = failure(api(server, fault, RETRIES), WRITE);

    assertThat(server.awaitReceived(1)).hasSize(1);
    assertThat(reason(failure)).isEqualTo(fault.reason());
  }

  @ParameterizedTest
  @MethodSource("faults")
  void retriesAReadUntilNoRetryIsLeft(Fault fault) throws Exception {
    FaultServer server = serving(fault.answer());

    Failure failure = failure(api(server, fault, RETRIES), READ);

    assertThat(server.awaitReceived(1 + RETRIES)).hasSize(1 + RETRIES);
    assertThat(reason(failure)).isEqualTo(fault.reason());
  }

  @ParameterizedTest
  @MethodSource("faults")
  void aReadRecoversFromATransientFault(Fault fault) throws Exception {
    FaultServer server = serving(fault.answer(), fault.answer(), FaultAnswer.json("[]"));

    // With retries to spare: a busy machine can miss the deadline of a good response too.
    assertThat(send(api(server, fault, 10), READ).status()).isEqualTo(200);
    assertThat(server.received()).hasSizeGreaterThanOrEqualTo(3);
  }

  @Test
  void sendsOneRequestWithoutRetries() throws Exception {
    FaultServer server = serving(FaultAnswer.status(503, "text/html", "<h1>Sorry</h1>"));
    JettyApi api = api(settings(server.url(), 0, 1 << 20), token(TOKEN));

    Unavailable failure = (Unavailable) failure(api, READ);

    assertThat(server.received()).hasSize(1);
    assertThat(failure.status()).isEqualTo(503);
    assertThat(failure.detail()).isEqualTo("<h1>Sorry</h1>");
  }

  @Test
  void namesTheFirstByteDeadline() throws Exception {
    FaultServer server = serving(FaultAnswer.silence());

    assertThat(failure(api(impatient(server.url(), 0), token(TOKEN)), READ).detail())
        .isEqualTo("first-byte deadline of 0.2 s");
  }

  @Test
  void namesTheBodyDeadline() throws Exception {
    FaultServer server = serving(FaultAnswer.stalls("[1,"));

    assertThat(failure(api(impatientToRead(server.url()), token(TOKEN)), READ).detail())
        .isEqualTo("body deadline of 0.2 s");
  }

  @Test
  void retriesAWriteWhoseConnectionWasNeverMade() throws Exception {
    // The kernel accepts the connection, but the TLS handshake is never answered.
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      URI url = URI.create("https://127.0.0.1:" + silent.getLocalPort());
      VirtualTimeScheduler time = VirtualTimeScheduler.create();
      Mono<Reply> call = api(settings(url, 1, 1 << 20), time).send(WRITE).cache();
      call.subscribe(reply -> {}, failure -> {});
      silent.setSoTimeout(10_000);
      open(silent.accept());
      time.advanceTimeBy(Duration.ofSeconds(5));
      time.advanceTimeBy(Duration.ofSeconds(1)); // the pause
      open(silent.accept());
      time.advanceTimeBy(Duration.ofSeconds(5));

      assertThat(catchThrowableOfType(Unavailable.class, () -> call.block(Duration.ofSeconds(10))))
          .satisfies(
              failure -> {
                assertThat(failure.reason()).isEqualTo(Reason.NOT_CONNECTED);
                assertThat(failure.detail()).isEqualTo("connect deadline of 5 s");
              });
    }
  }

  @Test
  void leavesNothingToAddToABrokenConnection() throws Exception {
    FaultServer server = serving(FaultAnswer.hangUp());
    JettyApi api = api(settings(server.url(), 0, 1 << 20), token(TOKEN));

    Unavailable failure = (Unavailable) failure(api, WRITE);

    assertThat(failure.reason()).isEqualTo(Reason.BROKEN_OFF);
    assertThat(failure.detail()).isEmpty();
  }

  @Test
  void reportsARefusedConnection() {
    URI url = ClosedPort.url();

    Unavailable failure =
        (Unavailable) failure(api(settings(url, 1, 1 << 20), token(TOKEN)), WRITE);

    assertThat(failure.reason()).isEqualTo(Reason.NOT_CONNECTED);
    assertThat(failure.detail()).isEqualTo("connection to 127.0.0.1:" + url.getPort() + " refused");
  }

  @Test
  void reportsAnUnknownHost() {
    URI url = URI.create("http://nowhere.invalid");

    Unavailable failure =
        (Unavailable) failure(api(settings(url, 0, 1 << 20), token(TOKEN)), WRITE);

    assertThat(failure.reason()).isEqualTo(Reason.NOT_CONNECTED);
    assertThat(failure.detail()).isEqualTo("host of nowhere.invalid not found");
  }

  @ParameterizedTest
  @MethodSource("waiting")
  void cancellingClosesTheConnection(Waiting where) throws Exception {
    CountDownLatch arrived = new CountDownLatch(1);
    FaultServer server =
        serving(
            (request, connection) -> {
              arrived.countDown();
              where.answer().to(request, connection);
            });
    JettyApi api = api(DefaultSettings.of(server.url()), token(TOKEN));

    Disposable call = api.send(where.request()).subscribe();
    assertThat(arrived.await(10, TimeUnit.SECONDS)).isTrue();
    call.dispose();

    assertThat(server.awaitDisconnection()).isTrue();
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
  void sendsNothingWhenCancelledWhileConnecting() throws Exception {
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
  void closingFailsRequestsInFlight() throws Exception {
    SilentAnswer silent = new SilentAnswer();
    FaultServer server = serving(silent);
    JettyApi api = api(settings(server.url(), 0, 1 << 20), token(TOKEN));
    Mono<Reply> call = api.send(WRITE).cache();
    call.subscribe(reply -> {}, failure -> {});
    assertThat(silent.arrived.await(10, TimeUnit.SECONDS)).isTrue();

    api.close();

    assertThat(catchThrowableOfType(Failure.class, () -> call.block(Duration.ofSeconds(10))))
        .isNotNull();
  }

  @Test
  void closingDoesNotFailWhileAThreadIsBusy() throws Exception {
    CountDownLatch busy = new CountDownLatch(1);
    Semaphore closed = new Semaphore(0);
    ApiObserver slow =
        new ApiObserver() {
          @Override
          public void attemptEnded(Request.Method method, Ending ending, Duration took) {
            busy.countDown();
            closed.acquireUninterruptibly();
          }

          @Override
          public void repeating(Request.Method method) {}
        };
    FaultServer server = serving(FaultAnswer.json("[]"));
    JettyApi api = api(settings(server.url(), 0, 1 << 20), token(TOKEN), slow);
    api.send(WRITE).subscribe(reply -> {}, failure -> {});
    assertThat(busy.await(10, TimeUnit.SECONDS)).isTrue();

    try {
      assertThatNoException().isThrownBy(api::close);
    } finally {
      closed.release();
    }
  }

  private JettyApi api(FaultServer server, Fault fault, int retries) {
    return api(fault.settings(server.url(), retries), token(TOKEN));
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

  /** A transient fault, after the complete request was received. */
  record Fault(String name, FaultAnswer answer, Reason reason) {
    ApiSettings settings(URI url, int retries) {
      return reason == Reason.TIMED_OUT
          ? impatient(url, retries)
          : NetworkFaultTest.settings(url, retries, 1 << 20);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  /** The stages at which a request can be cancelled. */
  record Waiting(String name, Request request, FaultAnswer answer) {
    @Override
    public String toString() {
      return name;
    }
  }
}
