package io.jettymcp.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.app.Version;
import io.jettymcp.jetty.FaultAnswer;
import io.jettymcp.jetty.FaultServer;
import io.jettymcp.simulator.Simulator;
import java.io.IOException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class DoctorCommandTest {
  @RegisterExtension final CliFixture cli = new CliFixture();

  private CliFixture.Ended doctor(String... flags) {
    String[] arguments = new String[flags.length + 1];
    arguments[0] = "doctor";
    System.arraycopy(flags, 0, arguments, 1, flags.length);
    CliFixture.Ended ended = cli.run(new DoctorCommand(cli.secrets), arguments);
    assertThat(ended.out() + ended.err()).doesNotContain(CliFixture.TOKEN);
    return ended;
  }

  @Test
  void healthySetupPasses() {
    try (Simulator jetty = Simulator.start()) {
      cli.against(jetty.url());
      cli.environment.put("JETTY_API_TOKEN", jetty.token());
      CliFixture.Ended ended = doctor("--collection", "acme", "--retries", "1");
      assertThat(ended.exit()).isZero();
      assertThat(ended.out())
          .contains("jetty-mcp " + Version.current())
          .contains("ok   Java: " + Runtime.version())
          .contains("(flag --retries)")
          .contains("(environment variable JETTY_API_URL)")
          .contains("from environment variable JETTY_API_TOKEN")
          .contains("ok   Connection: Jetty responds")
          .contains("ok   Collections: acme")
          .doesNotContain("FAIL")
          .doesNotContain(jetty.token());
    }
  }

  @Test
  void simulatorNeedsNoToken() {
    cli.environment.put("JETTY_API_URL", "simulator");
    CliFixture.Ended ended = doctor();
    assertThat(ended.exit()).isZero();
    assertThat(ended.out()).contains("from the simulator", "ok   Collections: acme");
  }

  @Test
  void unfilledPlaceholdersAreReported() {
    cli.environment.put("JETTY_API_URL", "simulator");
    cli.environment.put("JETTY_API_TOKEN", "${user_config.token}");
    CliFixture.Ended ended = doctor("--collection", "${user_config.collection}");
    String token =
        "JETTY_API_TOKEN is a placeholder that was not filled in, so it counts as unset.";
    assertThat(ended.exit()).isZero();
    assertThat(ended.out()).contains("note Settings: " + token, "note Settings: --collection is");
    assertThat(ended.err()).contains("jetty-mcp: " + token, "jetty-mcp: --collection is");
  }

  @Test
  void missingTokenIsReportedWithItsFix() {
    try (Simulator jetty = Simulator.start()) {
      cli.environment.put("JETTY_API_URL", jetty.url());
      CliFixture.Ended ended = doctor();
      assertThat(ended.exit()).isEqualTo(1);
      assertThat(ended.out())
          .contains("FAIL Token: none")
          .contains("Fix: run jetty-mcp login, set JETTY_API_TOKEN, or write the token to ")
          .contains("jetty-mcp login")
          .contains("ok   Connection: Jetty responds");
    }
  }

  @Test
  void rejectedTokenIsReportedWithItsFix() {
    try (Simulator jetty = Simulator.start()) {
      cli.against(jetty.url());
      CliFixture.Ended ended = doctor();
      assertThat(ended.exit()).isEqualTo(1);
      assertThat(ended.out())
          .contains("ok   Token: mlc_...aaaa")
          .contains("FAIL Collections: token refused")
          .contains("Fix: the token is not valid; create a new one");
    }
  }

  @Test
  void refusedConnectionIsReportedWithItsFix() throws IOException {
    FaultServer jetty = FaultServer.answering(FaultAnswer.hangUp());
    jetty.close();
    cli.against(jetty.url().toString());
    CliFixture.Ended ended = doctor("--retries", "0");
    assertThat(ended.exit()).isEqualTo(1);
    assertThat(ended.out())
        .contains("FAIL Connection: connection to " + jetty.url().getAuthority() + " refused")
        .contains("Fix: check the network, the proxy and JETTY_API_URL")
        .doesNotContain("Collections:");
  }

  @Test
  void otherServerIsReported() throws IOException {
    try (FaultServer other =
        FaultServer.answering(
            FaultAnswer.status(502, "text/html", "<html><title>Bad Gateway</title></html>"))) {
      cli.against(other.url().toString());
      CliFixture.Ended ended = doctor("--retries", "0");
      assertThat(ended.exit()).isEqualTo(1);
      assertThat(ended.out())
          .contains("FAIL Connection: server error 502\n")
          .as("what the server says may hold secrets that are not known yet")
          .doesNotContain("Bad Gateway");
    }
  }

  @Test
  void inaccessibleCollectionIsReported() {
    try (Simulator jetty = Simulator.start()) {
      cli.against(jetty.url());
      cli.environment.put("JETTY_API_TOKEN", jetty.token());
      CliFixture.Ended ended = doctor("--collection", "nowhere");
      assertThat(ended.exit()).isEqualTo(1);
      assertThat(ended.out())
          .contains("FAIL Collections: the token can access acme, not nowhere")
          .contains("Fix: change --collection or JETTY_COLLECTION");
    }
  }

  @Test
  void collectionOnTheSecondPageIsFound() throws IOException {
    try (FaultServer jetty =
        FaultServer.answering(
            FaultAnswer.json("{\"status\":\"healthy\"}"),
            FaultAnswer.json(page(100)),
            FaultAnswer.json("{\"name\":\"c100\"}"))) {
      cli.against(jetty.url().toString());
      CliFixture.Ended ended = doctor("--collection", "c100");
      assertThat(ended.out()).contains("ok   Collections: c0, c1").doesNotContain("FAIL");
      assertThat(ended.exit()).isZero();
    }
  }

  private static String page(int size) {
    return IntStream.range(0, size)
        .mapToObj("{\"name\":\"c%d\"}"::formatted)
        .collect(Collectors.joining(",", "[", "]"));
  }
}
