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
  private final List<String> asked = new ArrayList<>();
  private Mono<Reply> answer = Mono.just(OK);
  private boolean hasWhoami = true;
  private final TokenVerification verification = new TokenVerification(this::send, clock);

  private Mono<Reply> send(Request request) {
    asked.add(request.path());
    return !hasWhoami && request.path().endsWith("whoami")
        ? Mono.error(new Refused(Refused.Kind.NOT_FOUND, 404, ""))
        : answer;
  }

  private boolean isAccepted() {
    return verification.isAccepted().blockOptional(PATIENCE).orElseThrow();
  }

  @Test
  void aGoodTokenCountsForFiveMinutes() {
    assertThat(isAccepted()).isTrue();
    answer = Mono.error(bad);
    clock.advance(Duration.ofSeconds(299));
    assertThat(isAccepted()).isTrue();
    assertThat(asked).hasSize(1);
    clock.advance(Duration.ofSeconds(2));
    assertThat(isAccepted()).isFalse();
  }

  @Test
  void aBadTokenIsNotTriedAgainForHalfAMinute() {
    answer = Mono.error(bad);
    assertThat(isAccepted()).isFalse();
    answer = Mono.just(OK);
    clock.advance(Duration.ofSeconds(29));
    assertThat(isAccepted()).isFalse();
    assertThat(asked).hasSize(1);
    clock.advance(Duration.ofSeconds(2));
    assertThat(isAccepted()).isTrue();
  }

  @Test
  void whereJettyDoesNotSayATokenCountsAndIsAskedAfterAgain() {
    answer = Mono.error(down);
    assertThat(isAccepted()).isTrue();
    assertThat(isAccepted()).isTrue();
    assertThat(asked).hasSize(2);
  }

  @Test
  void aJettyWithoutWhoamiIsAskedForCollections() {
    hasWhoami = false;
    assertThat(isAccepted()).isTrue();
    assertThat(asked).containsExactly("/api/v1/auth/whoami", "/api/v1/collections/");
  }

  @Test
  void whoAsksAtTheSameTimeSharesARequestEvenIfTheFirstGoesAway() {
    Sinks.One<Reply> reply = Sinks.one();
    answer = reply.asMono();
    verification.isAccepted().subscribe().dispose();
    List<Mono<Boolean>> all =
        IntStream.range(0, 50).mapToObj(n -> verification.isAccepted()).toList();
    Mono<List<Boolean>> verdicts = Flux.merge(all).collectList().cache();
    verdicts.subscribe();
    reply.tryEmitValue(OK);
    assertThat(verdicts.block(PATIENCE)).hasSize(50).containsOnly(true);
    assertThat(asked).hasSize(1);
  }
}
