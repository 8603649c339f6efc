package io.jettymcp.jetty.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.jetty.Failure;
import io.jettymcp.jetty.Failure.Unavailable;
import io.jettymcp.jetty.Failure.Unavailable.Reason;
import io.jettymcp.jetty.FaultAnswer;
import io.jettymcp.jetty.FaultServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SameOriginRedirectsTest extends OverLoopback {
  @ParameterizedTest
  @ValueSource(ints = {307, 308})
  void resendsMethodBodyAndToken(int status) throws Exception {
    FaultServer server =
        serving(
            (request, connection) ->
                FaultAnswer.redirect(status, "http://" + request.header("host") + "/moved/?a=%2F")
                    .to(request, connection),
            FaultAnswer.json("{}"));

    send(api(server), WRITE);

    FaultServer.Received second = server.received().get(1);
    assertThat(second.method()).isEqualTo("POST");
    assertThat(second.target()).isEqualTo("/moved/?a=%2F");
    assertThat(second.text())
        .isEqualTo(
            """
            {"name":"echo"}""");
    assertThat(second.header("authorization")).isEqualTo("Bearer " + TOKEN);
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303})
  void writeIsNotRepeatedWhereItMayHaveBeenCarriedOut(int status) throws Exception {
    FaultServer server = serving(FaultAnswer.redirect(status, "/moved/"), FaultAnswer.json("{}"));

    Unavailable failure = (Unavailable) failure(api(server), WRITE);

    assertThat(server.received()).hasSize(1);
    assertThat(failure.reason()).isEqualTo(Reason.UNREADABLE);
    assertThat(failure.status()).isEqualTo(status);
    assertThat(failure.nothingSent()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void readIsRepeated(int status) throws Exception {
    FaultServer server = serving(FaultAnswer.redirect(status, "/moved/"), FaultAnswer.json("[]"));

    send(api(server), READ);

    assertThat(server.received().get(1).target()).isEqualTo("/moved/");
  }

  @Test
  void queryAloneKeepsThePath() throws Exception {
    FaultServer server = serving(FaultAnswer.redirect(307, "?x=1"), FaultAnswer.json("[]"));

    send(api(server), READ);

    assertThat(server.received().get(1).target()).isEqualTo("/api/v1/tasks/acme/?x=1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\t"})
  void emptyLocationIsNoAddress(String location) throws Exception {
    FaultServer server = serving(FaultAnswer.redirect(307, location));

    assertThat(failure(api(server), READ).detail()).isEqualTo("redirect to no address");
    assertThat(server.received()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/other?x=1", "other?x=1", "?x=1", "../tasks/other?x=1", "/a/../b?x=1#y"})
  void followsRelativeLocations(String location) throws Exception {
    FaultServer server = serving(FaultAnswer.redirect(307, location), FaultAnswer.json("[]"));

    send(api(server), READ);

    assertThat(server.received().get(1).target()).startsWith("/").endsWith("?x=1");
  }

  @Test
  void neverSendsTheTokenToAnotherOrigin() throws Exception {
    FaultServer other = serving(FaultAnswer.json("[]"));
    int port = other.url().getPort();
    for (String location :
        new String[] {
          other.url() + "/api/v1/tasks/acme/",
          "//127.0.0.1:" + port + "/",
          "http://localhost:" + port + "/",
          "https://127.0.0.1:" + port + "/",
          "http://127.0.0.1:1@127.0.0.1:" + port + "/",
          "http://[::1]:" + port + "/",
          "ftp://127.0.0.1/",
          "mailto:someone@example.com"
        }) {
      FaultServer server = serving(FaultAnswer.redirect(307, location));

      Unavailable failure = (Unavailable) failure(api(server), READ);

      assertThat(failure.reason()).as(location).isEqualTo(Reason.INTERCEPTED);
      assertThat(failure.detail()).startsWith("a redirect (307) to another server.");
      assertThat(server.received()).hasSize(1);
    }
    assertThat(other.connections()).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void signInPageIsRecognizedOnAWrite(int status) throws Exception {
    FaultServer server = serving(FaultAnswer.redirect(status, "https://portal.example/login"));

    Unavailable failure = (Unavailable) failure(api(server), WRITE);

    assertThat(failure.reason()).isEqualTo(Reason.INTERCEPTED);
    assertThat(failure.detail()).startsWith("a redirect (" + status + ") to another server.");
    assertThat(failure.nothingSent()).isFalse();
    assertThat(server.received()).hasSize(1);
  }

  @Test
  void comparesSchemeAndPort() throws Exception {
    FaultServer server = serving(FaultAnswer.redirect(308, "https://127.0.0.1/"));

    assertThat(reason(failure(api(server), READ))).isEqualTo(Reason.INTERCEPTED);
  }

  @Test
  void rejectsALocationThatIsNoAddress() throws Exception {
    FaultServer server = serving(FaultAnswer.redirect(307, "/a b\\c"));

    assertThat(failure(api(server), READ).detail()).isEqualTo("redirect to no address");
  }

  @Test
  void stopsAfterFiveRedirects() throws Exception {
    FaultServer server = serving(FaultAnswer.redirect(307, "/again"));

    Failure failure = failure(api(server), READ);

    assertThat(reason(failure)).isEqualTo(Reason.UNREADABLE);
    assertThat(failure.detail()).isEqualTo("more than 5 redirects");
    assertThat(server.received()).hasSize(6);
  }
}
