package io.jettymcp.jetty.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.jetty.Exchange;
import io.jettymcp.jetty.Failure;
import io.jettymcp.jetty.Reply;
import io.jettymcp.jetty.Request;
import io.jettymcp.jetty.ResponseHandling;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscription;
import reactor.core.Disposable;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;
import tools.jackson.databind.node.JsonNodeFactory;

class ConcurrencyLimitTest {
  private static final Reply OK = new Reply(200, JsonNodeFactory.instance.objectNode());

  private final List<String> sent = new ArrayList<>();
  private final List<Sinks.One<Reply>> replies = new ArrayList<>();
  private final Exchange limit =
      new ConcurrencyLimit(16, r -> !(r.handling() instanceof ResponseHandling.Events), this::send);

  @Test
  void theSeventeenthRequestWaitsForAPlace() {
    start(17);
    assertThat(sent).hasSize(16);

    replies.get(3).tryEmitValue(OK);

    assertThat(sent).hasSize(17).last().isEqualTo("/16");
  }

  @Test
  void failuresAndCancellationsFreeTheirPlaces() {
    List<Disposable> calls = start(18);

    replies.get(0).tryEmitError(new Failure.StillRunning());
    assertThat(sent).hasSize(17);
    calls.get(1).dispose();
    assertThat(sent).hasSize(18);
  }

  @Test
  void servesWaitingRequestsInOrder() {
    start(30);

    for (int i = 0; i < 14; i++) {
      replies.get(i).tryEmitValue(OK);
    }

    assertThat(sent).hasSize(30);
    for (int i = 0; i < 30; i++) {
      assertThat(sent.get(i)).isEqualTo("/" + i);
    }
  }

  @Test
  void doesNotSendARequestCancelledWhileWaiting() {
    List<Disposable> calls = start(19);

    calls.get(16).dispose();
    replies.get(0).tryEmitValue(OK);
    replies.get(1).tryEmitValue(OK);

    assertThat(sent).hasSize(18).doesNotContain("/16").contains("/17", "/18");
  }

  @Test
  void replyThatIsRequestedLateIsNotLost() {
    List<Reply> received = new ArrayList<>();
    BaseSubscriber<Reply> caller =
        new BaseSubscriber<>() {
          @Override
          protected void hookOnSubscribe(Subscription subscription) {
            // Requests nothing yet.
          }

          @Override
          protected void hookOnNext(Reply reply) {
            received.add(reply);
          }
        };
    new ConcurrencyLimit(1, request -> true, request -> Mono.just(OK))
        .send(Request.get("/"))
        .subscribe(caller);
    caller.request(1);
    assertThat(received).containsExactly(OK);
  }

  @Test
  void thousandsOfImmediateRepliesDoNotOverflowTheStack() {
    Sinks.One<Reply> first = Sinks.one();
    AtomicInteger count = new AtomicInteger();
    Exchange one =
        new ConcurrencyLimit(
            1,
            all -> true,
            request -> count.getAndIncrement() == 0 ? first.asMono() : Mono.just(OK));
    for (int i = 0; i < 20_000; i++) {
      one.send(Request.get("/x")).subscribe();
    }

    first.tryEmitValue(OK);

    assertThat(count).hasValue(20_000);
  }

  @Test
  void holdsTheLimitUnderContention() {
    AtomicInteger running = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    Exchange crowded =
        new ConcurrencyLimit(
            4,
            all -> true,
            request ->
                Mono.defer(
                    () -> {
                      most.accumulateAndGet(running.incrementAndGet(), Math::max);
                      AtomicBoolean ended = new AtomicBoolean();
                      Runnable end =
                          () -> {
                            // A cancellation that meets the reply must not be ahead of it.
                            synchronized (ended) {
                              if (ended.compareAndSet(false, true)) {
                                running.decrementAndGet();
                              }
                            }
                          };
                      return Mono.just(OK)
                          .publishOn(Schedulers.parallel())
                          .doOnTerminate(end)
                          .doOnCancel(end);
                    }));

    Long done =
        Flux.range(0, 2_000)
            .flatMap(
                i ->
                    i % 3 == 0
                        ? crowded.send(Request.get("/x")).timeout(Duration.ZERO, Mono.just(OK))
                        : crowded.send(Request.get("/x")),
                500)
            .count()
            .block(Duration.ofSeconds(20));

    assertThat(done).isEqualTo(2_000);
    assertThat(most.get()).isLessThanOrEqualTo(4);
  }

  @Test
  void aFatalErrorFailsOneRequestOnly() {
    AtomicInteger count = new AtomicInteger();
    Exchange broken =
        new ConcurrencyLimit(
            1,
            all -> true,
            request -> {
              if (count.getAndIncrement() == 0) {
                throw new NoClassDefFoundError("of a broken jar");
              }
              return Mono.just(OK);
            });

    StepVerifier.create(broken.send(Request.get("/x"))).verifyError(NoClassDefFoundError.class);
    StepVerifier.create(broken.send(Request.get("/x")))
        .expectNext(OK)
        .expectComplete()
        .verify(Duration.ofSeconds(5));
  }

  @Test
  void doesNotLimitOtherRequests() {
    start(16);
    for (int i = 0; i < 20; i++) {
      limit.send(Request.post("/s").handling(new ResponseHandling.Events(event -> {}))).subscribe();
    }
    assertThat(sent).hasSize(36);

    start(1);
    assertThat(sent).hasSize(36);
    replies.get(0).tryEmitValue(OK);
    assertThat(sent).hasSize(37);
  }

  private List<Disposable> start(int count) {
    List<Disposable> calls = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      calls.add(limit.send(Request.get("/" + i)).subscribe(reply -> {}, failure -> {}));
    }
    return calls;
  }

  private Mono<Reply> send(Request request) {
    sent.add(request.path());
    Sinks.One<Reply> reply = Sinks.one();
    replies.add(reply);
    return reply.asMono();
  }
}
