package io.jettymcp.jetty.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.jetty.ApiObserver;
import io.jettymcp.jetty.ApiObserver.Ending;
import io.jettymcp.jetty.FaultAnswer;
import io.jettymcp.jetty.FaultServer;
import io.jettymcp.jetty.Reply;
import io.jettymcp.jetty.Request;
import io.jettymcp.jetty.SilentAnswer;
import io.jettymcp.jetty.http.Attempt;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.test.publisher.TestPublisher;
import reactor.test.scheduler.VirtualTimeScheduler;
import tools.jackson.databind.node.JsonNodeFactory;

class ApiObserverTest extends OverLoopback {
  private final List<String> told = new CopyOnWriteArrayList<>();
  private final List<Duration> durations = new CopyOnWriteArrayList<>();
  private final ApiObserver observer =
      new ApiObserver() {
        @Override
        public void attemptEnded(Request.Method method, Ending ending, Duration took) {
          told.add(method + " " + ending);
          durations.add(took);
        }

        @Override
        public void repeating(Request.Method method) {
          told.add(method + " again");
        }
      };

  private JettyApi observed(FaultServer server) {
    return api(settings(server.url(), 1, 1 << 20), token(TOKEN), observer);
  }

  @Test
  void observesEveryAttemptAndRetry() throws Exception {
    FaultServer server =
        serving(
            FaultAnswer.status(503, "text/plain", ""),
            FaultAnswer.redirect(307, "/api/v1/tasks/acme"),
            FaultAnswer.json("[]"));
    send(observed(server), READ);
    assertThat(told)
        .containsExactly("GET SERVER_ERROR", "GET again", "GET REDIRECT", "GET SUCCESS");
  }

  @ParameterizedTest
  @CsvSource({
    "400, CLIENT_ERROR",
    "401, CLIENT_ERROR",
    "429, CLIENT_ERROR",
    "500, SERVER_ERROR",
    "599, SERVER_ERROR",
    "304, REDIRECT",
    "999, FAULT"
  })
  void observesAnErrorStatus(int status, Ending ending) throws Exception {
    FaultServer server = serving(FaultAnswer.status(status, "text/plain", ""));
    failure(observed(server), WRITE);
    assertThat(told).containsExactly("POST " + ending);
  }

  @Test
  void observesABrokenReplyAsAFault() throws Exception {
    for (FaultAnswer broken :
        List.of(FaultAnswer.cutShort("{}"), FaultAnswer.reset(), FaultAnswer.json("no json"))) {
      told.clear();
      failure(observed(serving(broken)), WRITE);
      assertThat(told).containsExactly("POST FAULT");
    }
  }

  @Test
  void observesACancellation() throws Exception {
    SilentAnswer silent = new SilentAnswer();
    Disposable call = observed(serving(silent)).send(READ).subscribe();
    assertThat(silent.arrived.await(10, TimeUnit.SECONDS)).isTrue();
    call.dispose();
    assertThat(told).containsExactly("GET CANCELLED");
  }

  @Test
  void doesNotObserveARequestThatWasNeverSent() throws Exception {
    FaultServer server = serving(FaultAnswer.json("[]"));
    failure(api(settings(server.url(), 1, 1 << 20), () -> Optional.empty(), observer), READ);
    assertThat(told).isEmpty();
  }

  @Test
  void observesACancellationAfterTheReplyOnce() {
    VirtualTimeScheduler time = VirtualTimeScheduler.create();
    TestPublisher<Reply> reply = TestPublisher.create();
    new ObservedSender(observer, time, attempt -> Mono.from(reply))
        .send(new Attempt(READ, Optional.empty(), "/x"))
        .flux()
        .take(1)
        .subscribe();
    time.advanceTimeBy(Duration.ofMillis(1500));
    reply.next(new Reply(200, JsonNodeFactory.instance.objectNode()));
    assertThat(durations).containsExactly(Duration.ofMillis(1500));
  }
}
