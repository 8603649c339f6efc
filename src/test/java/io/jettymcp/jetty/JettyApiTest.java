package io.jettymcp.jetty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jettymcp.secret.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import tools.jackson.databind.json.JsonMapper;

class JettyApiTest {
  private static final ApiSettings SETTINGS =
      ApiSettings.defaults(URI.create("https://jetty.example/"));

  @Test
  void whateverIsThrownArrivesAsADefectWithoutItsWords() {
    for (HttpSender broken :
        List.<HttpSender>of(
            attempt -> {
              throw new IllegalStateException("planted");
            },
            attempt -> Mono.error(new IllegalStateException("planted")),
            attempt -> Mono.fromSupplier(() -> List.<Reply>of().get(0)))) {
      assertThatThrownBy(() -> stack(broken).send(Request.get("/x")).block())
          .isInstanceOf(Failure.Defect.class)
          .hasMessageNotContaining("planted")
          .hasNoCause()
          .satisfies(defect -> assertThat(defect.getStackTrace()).isNotEmpty());
    }
  }

  @Test
  void onlyTwoFilesAreReadIntoMemoryAtOnceAndTheyHoldNobodyElseUp() {
    List<String> sent = new ArrayList<>();
    Exchange jetty =
        stack(
            attempt -> {
              sent.add(attempt.path());
              return Mono.never();
            });
    for (int i = 0; i < 20; i++) {
      jetty.send(Request.get("/file").reading(new ResponseHandling.Bytes(8))).subscribe();
    }
    assertThat(sent).containsExactly("/file", "/file");
    jetty.send(Request.get("/x")).subscribe();
    jetty
        .send(Request.post("/events").reading(new ResponseHandling.Events(event -> {})))
        .subscribe();
    assertThat(sent).endsWith("/x", "/events");
  }

  @Test
  void aTokenSourceOrSinkThatThrowsIsADefectToo() {
    HttpSender fine =
        attempt ->
            Mono.just(
                new Reply(200, JsonMapper.shared().readTree("{\"environment_variables\":{}}")));
    TokenSource noTokens =
        () -> {
          throw new IllegalStateException("planted");
        };
    SecretSink noSink =
        (collection, values) -> {
          throw new IllegalStateException("planted");
        };

    for (Exchange exchange :
        List.of(
            stack(noTokens, (collection, values) -> {}, fine),
            stack(() -> Optional.of(Secret.of("token")), noSink, fine))) {
      assertThatThrownBy(() -> exchange.send(Request.get("/x")).block())
          .isInstanceOf(Failure.Defect.class)
          .hasMessageNotContaining("planted");
    }
  }

  @Test
  void aRequestIsSentOncePerSubscription() {
    List<String> sent = new ArrayList<>();
    HttpSender wire =
        attempt -> {
          sent.add(attempt.target());
          return Mono.just(new Reply(200, JsonMapper.shared().readTree("{}")));
        };

    Mono<Reply> call = stack(wire).send(Request.get("/x").query("limit", 1));
    assertThat(sent).isEmpty();
    call.block();
    call.block();

    assertThat(sent).containsExactly("/x?limit=1", "/x?limit=1");
  }

  @Test
  void aReplyDoesNotShowItsBody() {
    assertThat(new Reply(200, JsonMapper.shared().readTree("{\"a\":\"planted\"}")))
        .hasToString("Reply 200");
  }

  @Test
  void knowsItsDefaults() {
    assertThat(SETTINGS.baseUrl()).isEqualTo(URI.create("https://jetty.example"));
    assertThat(SETTINGS.connectTimeout()).isEqualTo(Duration.ofSeconds(5));
    assertThat(SETTINGS.responseTimeout()).isEqualTo(Duration.ofSeconds(30));
    assertThat(SETTINGS.readTimeout()).isEqualTo(Duration.ofMinutes(1));
    assertThat(SETTINGS.timeout()).isEqualTo(Duration.ofMinutes(2));
    assertThat(SETTINGS.retries()).isEqualTo(3);
    assertThat(SETTINGS.maxConcurrent()).isEqualTo(16);
    assertThat(SETTINGS.maxBodyBytes()).isEqualTo(67_108_864);
    assertThat(SETTINGS.userAgent()).startsWith("jetty-mcp/");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jetty.example",
        "ftp://jetty.example",
        "https:///x",
        "https://jetty.example/prefix",
        "https://jetty.example?x=1",
        "https://jetty.example/#x",
        "https://user:word@jetty.example"
      })
  void anAddressIsAnOriginAlone(String url) {
    assertThatThrownBy(() -> ApiSettings.defaults(URI.create(url)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("baseUrl must");
  }

  private static Exchange stack(HttpSender wire) {
    return stack(() -> Optional.of(Secret.of("token")), (collection, values) -> {}, wire);
  }

  private static Exchange stack(TokenSource tokens, SecretSink secrets, HttpSender wire) {
    return JettyApi.stack(
        SETTINGS, tokens, secrets, ApiObserver.NONE, Schedulers.parallel(), () -> 0.0, wire);
  }
}
