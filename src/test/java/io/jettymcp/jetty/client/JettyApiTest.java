package io.jettymcp.jetty.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jettymcp.jetty.ApiObserver;
import io.jettymcp.jetty.ApiSettings;
import io.jettymcp.jetty.DefaultSettings;
import io.jettymcp.jetty.Exchange;
import io.jettymcp.jetty.Failure;
import io.jettymcp.jetty.Reply;
import io.jettymcp.jetty.Request;
import io.jettymcp.jetty.ResponseHandling;
import io.jettymcp.jetty.SecretSink;
import io.jettymcp.jetty.TokenSource;
import io.jettymcp.jetty.http.HttpSender;
import io.jettymcp.secret.Secret;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import tools.jackson.databind.json.JsonMapper;

class JettyApiTest {
  private static final ApiSettings SETTINGS =
      DefaultSettings.of(URI.create("https://jetty.example/"));

  @Test
  void turnsAnyExceptionIntoADefectWithoutItsMessage() {
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
  void limitsFilesInMemoryWithoutBlockingOthers() {
    List<String> sent = new ArrayList<>();
    Exchange jetty =
        stack(
            attempt -> {
              sent.add(attempt.path());
              return Mono.never();
            });
    for (int i = 0; i < 20; i++) {
      jetty.send(Request.get("/file").handling(new ResponseHandling.Bytes(8))).subscribe();
    }
    assertThat(sent).containsExactly("/file", "/file");
    jetty.send(Request.get("/x")).subscribe();
    jetty
        .send(Request.post("/events").handling(new ResponseHandling.Events(event -> {})))
        .subscribe();
    assertThat(sent).endsWith("/x", "/events");
  }

  @Test
  void turnsAnExceptionOfATokenSourceOrSinkIntoADefect() {
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
  void sendsOneRequestPerSubscription() {
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
  void replyDoesNotPrintItsBody() {
    assertThat(
            new Reply(
                200,
                JsonMapper.shared()
                    .readTree(
                        """
                        {"a":"planted"}""")))
        .hasToString("Reply 200");
  }

  private static Exchange stack(HttpSender wire) {
    return stack(() -> Optional.of(Secret.of("token")), (collection, values) -> {}, wire);
  }

  private static Exchange stack(TokenSource tokens, SecretSink secrets, HttpSender wire) {
    return JettyApi.stack(
        SETTINGS, tokens, secrets, ApiObserver.NONE, Schedulers.parallel(), () -> 0.0, wire);
  }
}
