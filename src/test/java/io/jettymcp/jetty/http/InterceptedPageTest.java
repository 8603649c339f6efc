package io.jettymcp.jetty.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.jetty.Failure;
import io.jettymcp.jetty.Failure.Refused;
import io.jettymcp.jetty.Failure.Unavailable;
import io.jettymcp.jetty.Failure.Unavailable.Reason;
import io.jettymcp.jetty.FaultAnswer;
import io.jettymcp.jetty.FaultServer;
import io.jettymcp.jetty.client.OverLoopback;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Replies of something between this machine and Jetty, and errors of Jetty that look like them. */
class InterceptedPageTest extends OverLoopback {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "403 | <title>Just a moment...</title> | CF-RAY: 8f-FRA | Cloudflare",
        "503 | <title>Just a moment...</title> | CF-RAY: 8f-FRA | Cloudflare",
        "403 | <title>Attention Required! - Cloudflare</title> | CF-RAY: 8f-FRA | Cloudflare",
        "429 | <p>wait | cf-mitigated: challenge | Cloudflare",
        "403 | <h1>Zscaler: not allowed</h1> | X: y | Zscaler",
        "403 | <p>FortiGuard Intrusion Prevention | X: y | Fortinet",
        "403 | <p>Access Denied | Server: squid/6.6 | a Squid proxy",
        "503 | <p>Access Denied | Server: squid/6.6 | a Squid proxy",
        "403 | <p>blocked | X: y | HTML",
        "401 | <p>sign in | X: y | HTML",
        "200 | <p>Welcome to the hotel | X: y | HTML"
      })
  void pageIsNamedAndPointsAtTheNetwork(int status, String page, String header, String owner)
      throws Exception {
    FaultServer server = serving(FaultAnswer.status(status, "text/html", page, header));

    Unavailable failure = (Unavailable) failure(api(server), READ);

    assertThat(failure.reason()).isEqualTo(Reason.INTERCEPTED);
    assertThat(failure.detail())
        .startsWith("a page of " + owner + " (" + status + ") came instead of JSON")
        .contains("allow " + server.url().getAuthority());
    assertThat(server.received()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({"407, requires a login (407)", "511, requires a sign-in (511)"})
  void loginOfTheNetworkIsNamed(int status, String words) throws Exception {
    FaultServer server = serving(FaultAnswer.status(status, "application/json", "{}"));

    Unavailable failure = (Unavailable) failure(api(server), WRITE);

    assertThat(failure.reason()).isEqualTo(Reason.INTERCEPTED);
    assertThat(failure.detail()).contains(words);
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 403, 404, 429, 503})
  void errorOfJettyBehindCloudflareIsJettys(int status) throws Exception {
    FaultServer server =
        serving(
            FaultAnswer.status(
                status,
                "application/json",
                "{\"detail\":\"Just a moment: squid and zscaler\"}",
                "cf-ray: 8f-FRA"));

    Failure failure = failure(api(settings(server.url(), 0, 1 << 20), token(TOKEN)), READ);

    assertThat(failure.detail()).isEqualTo("Just a moment: squid and zscaler");
    assertThat(failure.getMessage()).doesNotContain("INTERCEPTED");
  }

  @ParameterizedTest
  @ValueSource(ints = {502, 520, 524})
  void errorPageOfTheEdgeIsAServerError(int status) throws Exception {
    String page = "<!DOCTYPE html><title>A timeout occurred</title><div id=\"cf-error-details\">";
    FaultServer server =
        serving(
            FaultAnswer.status(status, "text/html", page, "cf-ray: 8f-FRA", "Server: cloudflare"));

    Failure failure = failure(api(settings(server.url(), 0, 1 << 20), token(TOKEN)), READ);

    assertThat(reason(failure)).isEqualTo(Reason.SERVER_ERROR);
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 408, 413, 414, 431})
  void refusalOfTheEdgeIsNoPageOfTheNetwork(int status) throws Exception {
    String page =
        "<html><head><title>Refused</title></head><body><center>nginx</center></body></html>";
    for (String server : List.of("Server: nginx", "Server: cloudflare")) {
      FaultServer jetty = serving(FaultAnswer.status(status, "text/html", page, server));

      Failure failure = failure(api(jetty), WRITE);

      assertThat(failure)
          .isInstanceOfSatisfying(
              Refused.class, refused -> assertThat(refused.status()).isEqualTo(status));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 413})
  void refusalOfAKnownFirewallIsAPageOfTheNetwork(int status) throws Exception {
    FaultServer server =
        serving(FaultAnswer.status(status, "text/html", "<p>Zscaler: too large</p>"));

    assertThat(reason(failure(api(server), WRITE))).isEqualTo(Reason.INTERCEPTED);
  }

  @ParameterizedTest
  @CsvSource({"text/plain, Forbidden", "application/xml, <Error><Code>AccessDenied</Code></Error>"})
  void refusalThatIsNoPageIsJettys(String type, String body) throws Exception {
    FaultServer server = serving(FaultAnswer.status(403, type, body));

    assertThat(failure(api(server), READ)).isInstanceOf(Refused.class);
  }

  @Test
  void pageOfAnyTypeIsRecognized() throws Exception {
    FaultServer server =
        serving(FaultAnswer.status(403, "text/plain", "\n<!DOCTYPE html><title>no</title>"));

    assertThat(reason(failure(api(server), READ))).isEqualTo(Reason.INTERCEPTED);
  }
}
