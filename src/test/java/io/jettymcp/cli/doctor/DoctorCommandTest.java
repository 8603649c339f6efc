package io.jettymcp.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.app.Version;
import io.jettymcp.cli.CliFixture;
import io.jettymcp.jetty.ClosedPort;
import io.jettymcp.jetty.FaultAnswer;
import io.jettymcp.jetty.FaultServer;
import io.jettymcp.jetty.ProxyServer;
import io.jettymcp.secret.Secret;
import io.jettymcp.simulator.Simulator;
import io.jettymcp.simulator.http.CertificateAuthority;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

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
          .startsWith("Ready: Jetty accepts the token, and ")
          .contains("jetty-mcp " + Version.ofBuild())
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
  void defaultsAreShownOnRequest() {
    cli.simulated();

    assertThat(doctor().out()).doesNotContain("--max-body").contains("--all");
    assertThat(doctor("--all").out()).contains("--max-body         67108864");
  }

  @Test
  void jsonHoldsVerdictChecksAndSettings() {
    cli.simulated();

    JsonNode json = JsonMapper.shared().readTree(doctor("--json").out());

    assertThat(json.path("ready").booleanValue()).isTrue();
    assertThat(json.path("verdict").stringValue()).startsWith("Ready: ");
    assertThat(json.path("version").stringValue()).isEqualTo(Version.ofBuild());
    assertThat(json.path("checks").findValuesAsString("check"))
        .contains("Java", "Token", "Connection", "Collections");
    assertThat(json.path("settings").findValuesAsString("setting")).contains("--max-body");
  }

  @Test
  void jsonOfAFaultHasItsFix() {
    cli.against("http://127.0.0.1:9");

    CliFixture.Ended ended = doctor("--json", "--retries", "0");

    assertThat(ended.exit()).isEqualTo(1);
    JsonNode json = JsonMapper.shared().readTree(ended.out());
    assertThat(json.path("ready").booleanValue()).isFalse();
    assertThat(json.path("checks").findValuesAsString("fix")).hasSize(1);
  }

  @Test
  void programThatIsOlderThanItsSourcesIsReportedWithItsFix() {
    assertThat(DoctorCommand.program(true))
        .first()
        .satisfies(
            check -> {
              assertThat(check.outcome()).isEqualTo(Check.Outcome.WARNING);
              assertThat(check.result()).contains("older than its sources");
              assertThat(check.fix())
                  .hasValueSatisfying(fix -> assertThat(fix).contains("mvn package"));
            });
    assertThat(DoctorCommand.program(false)).allMatch(check -> check.outcome() == Check.Outcome.OK);
  }

  @Test
  void tokenIsNotCalledGoodWhereJettyIsOutOfReach() {
    cli.against("http://127.0.0.1:9");
    assertThat(doctor("--retries", "0").out())
        .contains(
            "note Token: mlc_...aaaa from environment variable JETTY_API_TOKEN, not verified");
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
          .startsWith("Not ready: Token: mlc_...aaaa from environment variable JETTY_API_TOKEN is")
          .contains("FAIL Token: mlc_...aaaa from environment variable JETTY_API_TOKEN is rejected")
          .contains("Fix: create a new one at https://jetty.io")
          .contains("set JETTY_API_TOKEN to it; or unset this variable and run jetty-mcp login")
          .doesNotContain("Collections");
    }
  }

  @Test
  void rejectedTokenOfTheFileIsReplacedByALogin() {
    try (Simulator jetty = Simulator.start()) {
      cli.environment.put("JETTY_API_URL", jetty.url());
      cli.tokens().store(Secret.of(CliFixture.TOKEN));
      assertThat(doctor().out())
          .contains("is rejected by Jetty")
          .contains("Settings, API Tokens, then run jetty-mcp login\n");
    }
  }

  @Test
  void rateLimitDoesNotVerifyTheToken() throws IOException {
    try (FaultServer jetty =
        FaultServer.answering(FaultAnswer.status(429, "text/plain", "", "Retry-After: 7"))) {
      cli.against(jetty.url().toString());
      assertThat(doctor("--retries", "0").out())
          .contains("note Token: mlc_...aaaa from environment variable JETTY_API_TOKEN, not verif")
          .contains("FAIL Collections: rate limited\n     Fix: retry in 7 s\n");
    }
  }

  @Test
  void refusedConnectionIsReportedWithItsFix() {
    URI jetty = ClosedPort.url();
    cli.against(jetty.toString());
    CliFixture.Ended ended = doctor("--retries", "0");
    assertThat(ended.exit()).isEqualTo(1);
    assertThat(ended.out())
        .contains("FAIL Connection: connection to " + jetty.getAuthority() + " refused")
        .contains("Fix: check the network, the proxy and JETTY_API_URL")
        .doesNotContain("Collections:");
  }

  @Nested
  class Network {
    private static final String JETTY = "https://jetty.invalid";
    private static final String PASSWORD = "dontshowme-1";

    @Test
    void proxyIsShownWithItsSourceAndTried() throws Exception {
      try (Simulator jetty = Simulator.start();
          ProxyServer proxy = ProxyServer.to(URI.create(jetty.url()).getPort())) {
        cli.against(jetty.url());
        cli.environment.put("JETTY_API_TOKEN", jetty.token());
        proxy.requiring("alice", PASSWORD);

        CliFixture.Ended ended =
            doctor("--proxy", "http://alice:" + PASSWORD + "@127.0.0.1:" + proxy.port());

        assertThat(ended.out())
            .contains("ok   Proxy: http://127.0.0.1:" + proxy.port() + " (flag --proxy)")
            .contains("ok   Connection: Jetty responds")
            .doesNotContain(PASSWORD, "alice");
        assertThat(ended.exit()).isZero();
        assertThat(proxy.tunnels()).isNotEmpty();
      }
    }

    @Test
    void refusalOfTheProxySaysItselfWhatToDo() throws Exception {
      try (ProxyServer proxy = ProxyServer.to(1)) {
        cli.against(JETTY);
        cli.environment.put(
            "https_proxy", "http://alice:" + PASSWORD + "@127.0.0.1:" + proxy.port());
        proxy.requiring("alice", "another");

        CliFixture.Ended ended = doctor();

        assertThat(ended.out())
            .contains(
                "ok   Proxy: http://127.0.0.1:"
                    + proxy.port()
                    + " (environment variable https_proxy)")
            .contains(
                "FAIL Connection: the proxy 127.0.0.1:"
                    + proxy.port()
                    + " rejected the user name and"
                    + " password (407)")
            .contains(
                "; set the proxy as http://USER:PASSWORD@HOST:PORT, percent-encoded\nnote Tok")
            .doesNotContain(PASSWORD, "alice");
        assertThat(ended.exit()).isEqualTo(1);
      }
    }

    @Test
    void proxyOutOfReachIsReportedWithItsFix() {
      cli.against(JETTY);
      cli.environment.put("https_proxy", "http://127.0.0.1:9");

      assertThat(doctor("--retries", "0").out())
          .contains("FAIL Connection: connection to the proxy 127.0.0.1:9")
          .contains("Fix: check the proxy of environment variable https_proxy; --proxy URL sets");
    }

    @Test
    void reasonForNoProxyIsShown() {
      cli.against(JETTY);
      cli.environment.put("HTTPS_PROXY", "http://127.0.0.1:1");
      cli.environment.put("NO_PROXY", ".invalid");

      assertThat(doctor("--retries", "0").out())
          .contains("ok   Proxy: none (environment variable NO_PROXY excludes Jetty)");
    }

    @Test
    void unusableVariablesAreReported() {
      cli.against(JETTY);
      cli.environment.put("HTTPS_PROXY", "gopher://alice:" + PASSWORD + "@127.0.0.1:1");
      cli.environment.put("SSL_CERT_FILE", "missing.pem");

      assertThat(doctor("--retries", "0").out())
          .contains("WARN Proxy: HTTPS_PROXY has the scheme of no proxy", "ok   Proxy: none")
          .contains("WARN Certificates: SSL_CERT_FILE must be an existing, readable file")
          .doesNotContain(PASSWORD);
    }

    @Test
    void untrustedCertificateHasNoFixButTheOneOfItsMessage() throws Exception {
      try (FaultServer jetty =
          FaultServer.overTls(
              new CertificateAuthority("CN=test").server("127.0.0.1"), FaultAnswer.json("[]"))) {
        cli.against(jetty.url().toString());
        assertThat(doctor("--retries", "0").out())
            .contains("name its CA certificate in --ca-file or SSL_CERT_FILE\nnote Token: ");
      }
    }

    @Test
    void namedCertificatesAreShownWithTheirSource() throws IOException {
      Path file = cli.home.resolve("ca.pem");
      Files.writeString(file, "-----BEGIN CERTIFICATE-----\nAA==\n-----END CERTIFICATE-----\n");
      cli.against(JETTY);

      assertThat(doctor("--retries", "0", "--ca-file", file.toString()).out())
          .contains("ok   Certificates: " + file + " (flag --ca-file)");
    }
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
          .contains(
              "FAIL Connection: server error 502\n     Fix: retry later; if the error remains")
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
