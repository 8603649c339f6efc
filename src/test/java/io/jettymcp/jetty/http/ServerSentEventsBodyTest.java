package io.jettymcp.jetty.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.jettymcp.jetty.DefaultSettings;
import io.jettymcp.jetty.Failure;
import io.jettymcp.jetty.Failure.Unavailable.Reason;
import io.jettymcp.jetty.FaultAnswer;
import io.jettymcp.jetty.FaultServer;
import io.jettymcp.jetty.Reply;
import io.jettymcp.jetty.Request;
import io.jettymcp.jetty.ResponseHandling;
import io.jettymcp.jetty.client.OverLoopback;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;
import reactor.test.scheduler.VirtualTimeScheduler;
import tools.jackson.databind.JsonNode;

/** Server-sent events over a real connection. */
class ServerSentEventsBodyTest extends OverLoopback {
  private final List<String> received = new CopyOnWriteArrayList<>();
  private final Request streaming =
      WRITE.handling(new ResponseHandling.Events(event -> received.add(event.toString())));

  @Test
  void passesOnEachJsonEvent() throws Exception {
    FaultServer server =
        serving(
            FaultAnswer.events(
                ": hello\n\nevent: x\ndata: {\"a\":1}\n\ndata: [1,\ndata: 2]",
                "\n\ndata: keep-alive\n\ndata: {\"cut\":\n\ndata:\n\ndata: {\"b\":\"\u00fc\"}\r\n",
                "\r\ndata: {\"never\":\"closed\"}\n"));

    Reply reply = send(api(server), streaming);

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.body().isMissingNode()).isTrue();
    assertThat(received)
        .containsExactly(
            "{\"a\":1}",
            "[1,2]",
            """
            {"b":"ü"}""");
    FaultServer.Received received = server.received().get(0);
    assertThat(received.header("accept")).isEqualTo("text/event-stream, application/json");
    assertThat(received.header("accept-encoding")).isEqualTo("identity");
  }

  @Test
  void endsAtDoneOnAnOpenConnection() throws Exception {
    FaultServer server =
        serving(
            FaultAnswer.streamed(
                    "text/event-stream; charset=utf-8",
                    "data: 1\n\ndata: [DONE]\n\ndata: 2\n\n",
                    "data: 3\n\n")
                .then(FaultAnswer.silence()));

    assertThat(send(api(server), streaming).status()).isEqualTo(200);
    assertThat(received).containsExactly("1");
    assertThat(server.awaitDisconnection()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 202})
  void readsAPlainDocument(int status) throws Exception {
    FaultServer server =
        serving(
            FaultAnswer.status(
                status,
                "application/json",
                """
                {"id":"chatcmpl-1"}"""));

    Reply reply = send(api(server), streaming);

    assertThat(reply.status()).isEqualTo(status);
    assertThat(reply.body())
        .hasToString(
            """
            {"id":"chatcmpl-1"}""");
    assertThat(received).isEmpty();
  }

  @Test
  void rejectsAnHtmlPage() throws Exception {
    FaultServer server = serving(FaultAnswer.status(200, "text/html", "<p>data: 1\n\n"));

    assertThat(reason(failure(api(server), streaming))).isEqualTo(Reason.INTERCEPTED);
  }

  @ParameterizedTest
  @MethodSource("io.jettymcp.jetty.http.NetworkFaultTest#faults")
  void sendsAWriteOnceAfterAnyFault(NetworkFaultTest.Fault fault) throws Exception {
    FaultServer server = serving(fault.answer());

    Failure failure = failure(api(fault.settings(server.url(), 3), token(TOKEN)), streaming);

    assertThat(server.awaitReceived(1)).hasSize(1);
    assertThat(reason(failure)).isEqualTo(fault.reason());
  }

  @Test
  void aBrokenStreamIsNotRetried() throws Exception {
    FaultServer server =
        serving(
            FaultAnswer.streamed("text/event-stream", "data: 1\n\ndata: 2\n\ndata: 3\n")
                .then(FaultAnswer.hangUp()));

    Failure failure = failure(api(server), streaming);

    assertThat(reason(failure)).isEqualTo(Reason.BROKEN_OFF);
    assertThat(received).containsExactly("1", "2");
    assertThat(server.received()).hasSize(1);
  }

  @Test
  void aStreamMayTakeLongerThanTheSilenceDeadline() throws Exception {
    Semaphore heard = new Semaphore(0);
    FaultServer server =
        serving(
            (request, connection) -> {
              FaultAnswer.streamed("text/event-stream").to(request, connection);
              for (int event = 0; event < 6; event++) {
                connection.write("9\r\ndata: " + event + "\n\n\r\n");
                heard.acquireUninterruptibly();
              }
              connection.write("0\r\n\r\n");
            });
    BlockingQueue<JsonNode> events = new LinkedBlockingQueue<>();
    VirtualTimeScheduler time = VirtualTimeScheduler.create();

    Mono<Reply> call = sent(server, events, time);
    for (int event = 0; event < 6; event++) {
      assertThat(events.poll(10, TimeUnit.SECONDS)).hasToString(Integer.toString(event));
      time.advanceTimeBy(Duration.ofSeconds(4));
      heard.release();
    }

    assertThat(call.blockOptional(Duration.ofSeconds(10)).orElseThrow().status()).isEqualTo(200);
  }

  /** Sends a request whose deadlines pass in the time of a test. */
  private Mono<Reply> sent(
      FaultServer server, BlockingQueue<JsonNode> events, VirtualTimeScheduler time) {
    Request listening = WRITE.handling(new ResponseHandling.Events(events::add));
    Mono<Reply> call = api(settings(server.url(), 3, 1 << 20), time).send(listening).cache();
    call.subscribe(reply -> {}, failure -> {});
    return call;
  }

  @Test
  void aSilentStreamTimesOut() throws Exception {
    FaultServer server =
        serving(
            FaultAnswer.streamed("text/event-stream", ": wait\n\n", "data: 1\n\n")
                .then(FaultAnswer.silence()));
    BlockingQueue<JsonNode> events = new LinkedBlockingQueue<>();
    VirtualTimeScheduler time = VirtualTimeScheduler.create();

    Mono<Reply> call = sent(server, events, time);
    assertThat(events.poll(10, TimeUnit.SECONDS)).isNotNull();
    time.advanceTimeBy(Duration.ofSeconds(5));

    Failure failure = catchThrowableOfType(Failure.class, () -> call.block(Duration.ofSeconds(10)));
    assertThat(reason(failure)).isEqualTo(Reason.TIMED_OUT);
    assertThat(failure.detail()).isEqualTo("silence deadline of 5 s");
  }

  @Test
  void anEndlessEventIsTooLarge() throws Exception {
    String piece = "x".repeat(100_000);
    FaultServer server =
        serving(
            (request, connection) -> {
              FaultAnswer.streamed("text/event-stream", "data: 1\n\n", "data: ")
                  .to(request, connection);
              for (int i = 0; i < 1_000; i++) {
                connection.write("186a0\r\n" + piece + "\r\n");
              }
            });

    assertThat(failure(api(server), streaming)).isInstanceOf(Failure.TooLarge.class);
    assertThat(received).containsExactly("1");
  }

  @Test
  void aStreamMayBeLongerThanADocument() throws Exception {
    FaultServer server =
        serving(
            FaultAnswer.events("data: \"" + "x".repeat(1_000) + "\"\n\n", "data: 1\n\n", ":\n\n"));

    assertThat(send(api(settings(server.url(), 0, 100), token(TOKEN)), streaming).status())
        .isEqualTo(200);
    assertThat(received).hasSize(2);
  }

  @Test
  void cancellingClosesTheConnectionAndSilencesTheListener() throws Exception {
    CountDownLatch first = new CountDownLatch(1);
    CountDownLatch cancelled = new CountDownLatch(1);
    FaultServer server =
        serving(
            FaultAnswer.streamed("text/event-stream", "data: 1\n\ndata: 2\n\n")
                .then(FaultAnswer.silence()));
    Request request =
        WRITE.handling(
            new ResponseHandling.Events(
                event -> {
                  received.add(event.toString());
                  first.countDown();
                  await(cancelled);
                }));

    Disposable call = api(DefaultSettings.of(server.url()), token(TOKEN)).send(request).subscribe();
    assertThat(first.await(10, TimeUnit.SECONDS)).isTrue();
    Thread canceller = new Thread(call::dispose);
    canceller.start();
    // It waits for the listener, which hears no second event though that is here.
    while (canceller.isAlive() && canceller.getState() != Thread.State.BLOCKED) {
      Thread.onSpinWait();
    }
    cancelled.countDown();
    canceller.join(10_000);

    assertThat(server.awaitDisconnection()).isTrue();
    assertThat(received).containsExactly("1");
  }

  @Test
  void aFatalErrorEndsTheRequestAtOnce() throws Exception {
    FaultServer server =
        serving(
            FaultAnswer.streamed("text/event-stream", "data: 1\n\n").then(FaultAnswer.silence()));
    Request request =
        WRITE.handling(
            new ResponseHandling.Events(
                event -> {
                  throw new OutOfMemoryError("as if");
                }));
    Mono<Reply> reply = api(DefaultSettings.of(server.url()), token(TOKEN)).send(request);

    StepVerifier.create(reply).expectError(Failure.Defect.class).verify(Duration.ofSeconds(10));
  }

  @Test
  void anErrorThatNamesTheRunIsNotRetried() throws Exception {
    FaultServer server =
        serving(
            FaultAnswer.status(
                500,
                "application/json",
                """
                {"error":{"message":"late"},"jetty_metadata":{"trajectory_id":"1a"}}"""));

    Failure failure = failure(api(server), streaming.startingRun());

    assertThat(failure)
        .isInstanceOfSatisfying(
            Failure.StillRunning.class,
            running ->
                assertThat(running.reply().path("jetty_metadata"))
                    .hasToString(
                        """
                        {"trajectory_id":"1a"}"""));
    assertThat(server.received()).hasSize(1);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
