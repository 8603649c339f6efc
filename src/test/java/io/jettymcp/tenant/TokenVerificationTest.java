package io.jettymcp.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.FakeClock;
import io.jettymcp.jetty.Failure;
import io.jettymcp.jetty.Failure.NotSignedIn;
import io.jettymcp.jetty.Failure.Refused;
import io.jettymcp.jetty.Failure.Unavailable;
import io.jettymcp.jetty.Reply;
import io.jettymcp.jetty.Request;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import tools.jackson.databind.node.JsonNodeFactory;

class TokenVerificationTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Reply OK = new Reply(200, JsonNodeFactory.instance.objectNode());
  private final Failure bad = new NotSignedIn(true, "");
  private final Failure down = new Unavailable(Unavailable.Reason.NOT_CONNECTED, "");

  private final FakeClock clock = new FakeClock("2026-11-02T09:00:00Z");
  private final List<String> requests = new ArrayList<>();
  private Mono<Reply> answer = Mono.just(OK);
  private boolean hasWhoami = true;
  private final TokenVerification verification = new TokenVerification(this::send, clock);

  private Mono<Reply> send(Request request) {
    requests.add(request.path());
    return !hasWhoami && request.path().endsWith("whoami")
        ? Mono.error(new Refused(Refused.Kind.NOT_FOUND, 404, ""))
        : answer;
  }

  private boolean isAccepted() {
    return verification.isAccepted().blockOptional(PATIENCE).orElseThrow();
  }

  @Test
  void validTokenIsCachedForFiveMinutes() {
    assertThat(isAccepted()).isTrue();
    answer = Mono.error(bad);
    clock.advance(Duration.ofSeconds(299));
    assertThat(isAccepted()).isTrue();
    assertThat(requests).hasSize(1);
    clock.advance(Duration.ofSeconds(2));
    assertThat(isAccepted()).isFalse();
  }

  @Test
  void invalidTokenIsCachedForHalfAMinute() {
    answer = Mono.error(bad);
    assertThat(isAccepted()).isFalse();
    answer = Mono.just(OK);
    clock.advance(Duration.ofSeconds(29));
    assertThat(isAccepted()).isFalse();
    assertThat(requests).hasSize(1);
    clock.advance(Duration.ofSeconds(2));
    assertThat(isAccepted()).isTrue();
  }

  @Test
  void undecidedTokenIsAcceptedWithoutCaching() {
    answer = Mono.error(down);
    assertThat(isAccepted()).isTrue();
    assertThat(isAccepted()).isTrue();
    assertThat(requests).hasSize(2);
  }

  @Test
  void jettyWithoutWhoamiIsCheckedWithCollections() {
    hasWhoami = false;
    assertThat(isAccepted()).isTrue();
    assertThat(requests).containsExactly("/api/v1/auth/whoami", "/api/v1/collections/");
  }

  @Test
  void concurrentChecksShareARequestAfterACancellation() {
    Sinks.One<Reply> reply = Sinks.one();
    answer = reply.asMono();
    verification.isAccepted().subscribe().dispose();
    List<Mono<Boolean>> all =
        IntStream.range(0, 50).mapToObj(n -> verification.isAccepted()).toList();
    Mono<List<Boolean>> verdicts = Flux.merge(all).collectList().cache();
    verdicts.subscribe();
    reply.tryEmitValue(OK);
    assertThat(verdicts.block(PATIENCE)).hasSize(50).containsOnly(true);
    assertThat(requests).hasSize(1);
  }
}
