package io.jettymcp.jetty.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.jetty.Failure;
import io.jettymcp.jetty.Failure.NotSignedIn;
import io.jettymcp.jetty.Failure.RateLimited;
import io.jettymcp.jetty.Failure.Refused;
import io.jettymcp.jetty.Failure.Unavailable;
import io.jettymcp.jetty.Request;
import io.jettymcp.secret.Secret;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StatusFailureTest {
  private static final Request RUN = Request.post("/api/v1/run/acme/echo").startingRun();

  @ParameterizedTest
  @CsvSource({
    "400, 'Invalid version index', INVALID",
    "400, 'Task with name ''x'' already exists in collection ''c''', CONFLICT",
    "400, 'Collection Already Exists', CONFLICT",
    "403, 'Access denied', FORBIDDEN",
    "404, 'Not found', NOT_FOUND",
    "405, 'Method Not Allowed', INVALID",
    "409, 'taken', CONFLICT",
    "415, '', INVALID",
    "422, 'body: Field required', INVALID"
  })
  void mapsARefusal(int status, String detail, Refused.Kind kind) {
    assertThat(of(RUN, status, detail))
        .isInstanceOfSatisfying(
            Refused.class,
            failure -> {
              assertThat(failure.kind()).isEqualTo(kind);
              assertThat(failure.status()).isEqualTo(status);
              assertThat(failure.detail()).isEqualTo(detail);
            });
  }

  @Test
  void distinguishesARefusedTokenFromNone() {
    assertThat(of(RUN, 401, "Invalid or inactive API key"))
        .isInstanceOfSatisfying(
            NotSignedIn.class,
            failure -> {
              assertThat(failure.tokenSent()).isTrue();
              assertThat(failure.detail()).isEqualTo("Invalid or inactive API key");
            });
    Attempt open = new Attempt(RUN, Optional.empty(), "/");
    assertThat(StatusFailure.of(open, 401, new ErrorBody(new byte[0], true), Optional.empty()))
        .isInstanceOfSatisfying(
            NotSignedIn.class, failure -> assertThat(failure.tokenSent()).isFalse());
  }

  @Test
  void mapsARateLimit() {
    assertThat(of(RUN, 429, "quota"))
        .isInstanceOfSatisfying(
            RateLimited.class,
            failure -> {
              assertThat(failure.retryAfter()).contains(Duration.ofSeconds(9));
              assertThat(failure.detail()).isEqualTo("quota");
            });
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 501, 502, 503, 504, 520, 599})
  void mapsAServerError(int status) {
    assertThat(of(RUN, status, "words"))
        .isInstanceOfSatisfying(
            Unavailable.class,
            failure -> {
              assertThat(failure.reason()).isEqualTo(Unavailable.Reason.SERVER_ERROR);
              assertThat(failure.status()).isEqualTo(status);
              assertThat(failure.detail()).isEqualTo("words");
              assertThat(failure.retryAfter()).contains(Duration.ofSeconds(9));
            });
  }

  @Test
  void mapsAnEdgeTimeoutOfAStartToStillRunning() {
    assertThat(of(RUN, 524, "")).isInstanceOf(Failure.StillRunning.class);
    assertThat(of(Request.post("/x"), 524, "")).isInstanceOf(Unavailable.class);
    assertThat(of(Request.get("/x"), 524, "")).isInstanceOf(Unavailable.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 502, 503, 524})
  void mapsAnErrorThatNamesTheRunToStillRunning(int status) {
    String body =
        """
        {"id":"chatcmpl-1a2b3c4d","error":{"message":"late"},
         "jetty_metadata":{"trajectory_id":"1a2b3c4d"}}""";

    for (String said : List.of(body, body.substring(0, body.length() - 2))) {
      assertThat(of(RUN, status, said))
          .isInstanceOfSatisfying(
              Failure.StillRunning.class,
              failure ->
                  assertThat(failure.reply().at("/jetty_metadata/trajectory_id").asString())
                      .isEqualTo("1a2b3c4d"));
    }
    assertThat(of(Request.post("/x"), status, body))
        .isInstanceOfSatisfying(
            Unavailable.class, failure -> assertThat(failure.detail()).isEqualTo("late"));
    assertThat(of(RUN, 400, body)).isInstanceOf(Refused.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        """
        {"error":"x"}""",
        "{\"jetty_metadata\":null}",
        "[1]",
        "<p>no",
        "",
        "{\"jetty"
      })
  void mapsAnErrorThatNamesNoRunToUnavailable(String body) {
    assertThat(of(RUN, 500, body)).isInstanceOf(Unavailable.class);
    assertThat(of(RUN, 524, body))
        .isInstanceOfSatisfying(
            Failure.StillRunning.class,
            failure -> assertThat(failure.reply().isMissingNode()).isTrue());
  }

  private static Failure of(Request request, int status, String detail) {
    Attempt attempt = new Attempt(request, Optional.of(Secret.of("token")), request.target());
    return StatusFailure.of(
        attempt,
        status,
        new ErrorBody(detail.getBytes(StandardCharsets.UTF_8), true),
        Optional.of(Duration.ofSeconds(9)));
  }
}
