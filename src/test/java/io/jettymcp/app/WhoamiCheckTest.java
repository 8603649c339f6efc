package io.jettymcp.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.cli.CliFixture;
import io.jettymcp.config.GeneralSettings;
import io.jettymcp.jetty.ClosedPort;
import io.jettymcp.jetty.FaultAnswer;
import io.jettymcp.jetty.FaultServer;
import io.jettymcp.secret.Secret;
import io.jettymcp.simulator.Simulator;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WhoamiCheckTest {
  @RegisterExtension final CliFixture cli = new CliFixture();

  private TokenCheck.Outcome check(String url, String token) {
    cli.against(url);
    return new WhoamiCheck(cli.secrets)
        .check(Secret.of(token), cli.settings(Map.of(GeneralSettings.RETRIES, "0")));
  }

  private TokenCheck.Outcome answered(FaultAnswer... answers) throws IOException {
    try (FaultServer jetty = FaultServer.answering(answers)) {
      return check(jetty.url().toString(), CliFixture.TOKEN);
    }
  }

  @Test
  void validTokenReportsItsCollection() {
    try (Simulator jetty = Simulator.start()) {
      assertThat(check(jetty.url(), jetty.token()))
          .isEqualTo(new TokenCheck.Accepted("collection acme"));
      assertThat(check(jetty.url(), jetty.tokens().person()))
          .isEqualTo(new TokenCheck.Accepted("all collections of a user or organization"));
    }
  }

  @Test
  void unknownTokenIsRejected() {
    try (Simulator jetty = Simulator.start()) {
      assertThat(check(jetty.url(), CliFixture.TOKEN)).isInstanceOf(TokenCheck.Rejected.class);
    }
  }

  @Test
  void olderJettyIsCheckedWithItsCollections() throws IOException {
    FaultAnswer unknown = FaultAnswer.status(404, "application/json", "{\"detail\":\"Not Found\"}");
    assertThat(answered(unknown, FaultAnswer.json("[{\"name\":\"acme\"}]")))
        .isEqualTo(new TokenCheck.Accepted("collection acme"));
    assertThat(answered(unknown, FaultAnswer.json("[{\"name\":\"acme\"},{\"name\":\"beta\"}]")))
        .isEqualTo(new TokenCheck.Accepted("2 collections"));
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 403})
  void authenticationErrorsRejectTheToken(int status) throws IOException {
    assertThat(answered(FaultAnswer.status(status, "application/json", "{}")))
        .isInstanceOf(TokenCheck.Rejected.class);
  }

  /** A wrong address says nothing about the token. */
  @ParameterizedTest
  @ValueSource(ints = {400, 404, 405, 429, 500})
  void otherErrorsLeaveTheTokenUnverified(int status) throws IOException {
    assertThat(answered(FaultAnswer.status(status, "text/html", "<h1>What?</h1>")))
        .isInstanceOfSatisfying(
            TokenCheck.Unverified.class,
            unverified ->
                assertThat(unverified.reason()).contains("" + (status == 429 ? "rate" : status)));
  }

  @Test
  void unreachableJettyIsNamed() {
    URI jetty = ClosedPort.url();
    assertThat(check(jetty.toString(), CliFixture.TOKEN))
        .isInstanceOfSatisfying(
            TokenCheck.Unverified.class,
            unverified ->
                assertThat(unverified.reason()).contains("refused", jetty.getAuthority()));
  }

  @Test
  void messagesOfJettyAreRedacted() throws IOException {
    assertThat(
            answered(
                FaultAnswer.status(
                    500, "application/json", "{\"detail\":\"Bearer " + CliFixture.TOKEN + "\"}")))
        .isInstanceOfSatisfying(
            TokenCheck.Unverified.class,
            unverified -> assertThat(unverified.reason()).doesNotContain(CliFixture.TOKEN));
  }
}
