package io.jettymcp.jetty.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.jettymcp.jetty.Exchange;
import io.jettymcp.jetty.Failure.NotSignedIn;
import io.jettymcp.jetty.Reply;
import io.jettymcp.jetty.Request;
import io.jettymcp.jetty.TokenSource;
import io.jettymcp.jetty.http.HttpSender;
import io.jettymcp.secret.Secret;
import io.jettymcp.text.Origin;
import java.net.URI;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.JsonNodeFactory;

class AuthorizationTest {
  private final List<Optional<Secret>> sent = new ArrayList<>();

  @Test
  void asksForTheTokenAtEachRequest() {
    Iterator<Secret> tokens = List.of(Secret.of("first"), Secret.of("second")).iterator();
    Mono<Reply> call = signedIn(() -> Optional.of(tokens.next())).send(Request.get("/x"));

    call.block();
    call.block();

    assertThat(sent)
        .containsExactly(Optional.of(Secret.of("first")), Optional.of(Secret.of("second")));
  }

  @Test
  void sendsNothingWithoutAToken() {
    NotSignedIn failure = failure(Optional.empty(), "/api/v1/collections/");

    assertThat(failure.tokenSent()).isFalse();
    assertThat(failure.detail()).isEmpty();
    assertThat(sent).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"planted\r\nX-Other: 1", "planted\u0000", "plänted", "planted token", ""})
  void doesNotSendATokenThatFitsNoHeader(String token) {
    NotSignedIn failure = failure(Optional.of(Secret.of(token)), "/api/v1/collections/");

    assertThat(failure.tokenSent()).isFalse();
    assertThat(failure.detail()).isEqualTo("the token has characters no token can have");
    assertThat(sent).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/api/v1/health", "/api/v1/step-templates", "/api/v1/step-templates/text_echo"})
  void sendsPublicRequestsWithoutAToken(String path) {
    signedIn(Optional::empty).send(Request.get(path)).block();
    signedIn(() -> Optional.of(Secret.of("token"))).send(Request.get(path)).block();

    assertThat(sent).containsExactly(Optional.empty(), Optional.of(Secret.of("token")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/api/v1/health/x", "/api/v1/step-templates-of-mine", "/api/v1/"})
  void requiresATokenForSimilarPaths(String path) {
    assertThat(failure(Optional.empty(), path)).isNotNull();
  }

  private NotSignedIn failure(Optional<Secret> token, String path) {
    return catchThrowableOfType(
        NotSignedIn.class, () -> signedIn(() -> token).send(Request.get(path)).block());
  }

  private Exchange signedIn(TokenSource tokens) {
    HttpSender wire =
        attempt -> {
          sent.add(attempt.token());
          return Mono.just(new Reply(200, JsonNodeFactory.instance.missingNode()));
        };
    return new Authorization(
        tokens, new SameOriginRedirects(Origin.of(URI.create("https://jetty.example")), wire));
  }
}
