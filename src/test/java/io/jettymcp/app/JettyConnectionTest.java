package io.jettymcp.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.jettymcp.cli.CliFixture;
import io.jettymcp.config.GeneralSettings;
import io.jettymcp.config.Setting;
import io.jettymcp.config.SettingValue;
import io.jettymcp.jetty.Failure.BadArguments;
import io.jettymcp.jetty.FaultAnswer;
import io.jettymcp.jetty.FaultServer;
import io.jettymcp.jetty.Request;
import io.jettymcp.redact.Redactor;
import io.jettymcp.secret.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tests the connection to Jetty, and the local access of tools. */
class JettyConnectionTest {
  private static final Request LIST = Request.get("/api/v1/collections/");

  @RegisterExtension final CliFixture cli = new CliFixture();

  private JettyConnection connection() {
    return new JettyConnection(
        cli.settings(Map.of(GeneralSettings.RETRIES, "0")), cli.tokens()::current, cli.secrets);
  }

  @Test
  void tokenOfTheSimulatorIsRedacted() {
    cli.environment.put("JETTY_API_URL", "simulator");
    try (JettyConnection jetty = connection()) {
      assertThat(
              jetty
                  .send(LIST)
                  .map(reply -> reply.body().path(0).path("name").asString())
                  .block(Duration.ofSeconds(20)))
          .isEqualTo("acme");
      String token = jetty.token().map(SettingValue::value).map(Secret::reveal).orElseThrow();
      assertThat(new Redactor(cli.secrets).redact("x " + token)).doesNotContain(token);
    }
  }

  @Test
  void sourceOfTheSimulatorsTokenIsReported() {
    cli.environment.put("JETTY_API_URL", "simulator");
    try (JettyConnection jetty = connection()) {
      assertThat(jetty.token().orElseThrow().source().words()).isEqualTo("the simulator");
    }
  }

  @Test
  void tokenIsReadForEachRequest() throws IOException {
    try (FaultServer server = FaultServer.answering(FaultAnswer.json("[]"))) {
      cli.against(server.url().toString());
      cli.environment.remove("JETTY_API_TOKEN");
      String first = "first-" + "b".repeat(20);
      String second = "second-" + "c".repeat(20);
      try (JettyConnection jetty = connection()) {
        cli.tokens().store(Secret.of(first));
        jetty.send(LIST).block(Duration.ofSeconds(20));
        cli.tokens().store(Secret.of(second));
        jetty.send(LIST).block(Duration.ofSeconds(20));
      }
      assertThat(server.received())
          .extracting(request -> request.header("authorization"))
          .containsExactly("Bearer " + first, "Bearer " + second);
      assertThat(new Redactor(cli.secrets).redact(first + " " + second))
          .doesNotContain(first, second);
    }
  }

  @Test
  void connectionIsOpenedAheadIfThereIsAToken() throws Exception {
    try (FaultServer server = FaultServer.answering(FaultAnswer.json("[]"))) {
      cli.against(server.url().toString());
      try (JettyConnection jetty = connection()) {
        jetty.prepare();

        assertThat(server.awaitConnection()).isTrue();
      }
      assertThat(server.received()).isEmpty();
    }
  }

  @Test
  void noConnectionIsOpenedAheadWithoutAToken() throws Exception {
    try (FaultServer server = FaultServer.answering(FaultAnswer.json("[]"))) {
      cli.against(server.url().toString());
      cli.environment.remove("JETTY_API_TOKEN");
      try (JettyConnection jetty = connection()) {
        jetty.prepare();
        cli.tokens().store(Secret.of("later-" + "b".repeat(20)));
        jetty.send(LIST).block(Duration.ofSeconds(20));
      }
      assertThat(server.connections()).isEqualTo(1);
    }
  }

  @Test
  void connectionAheadCanBeSwitchedOff() throws Exception {
    try (FaultServer server = FaultServer.answering(FaultAnswer.json("[]"))) {
      cli.against(server.url().toString());
      cli.environment.remove("JETTY_API_TOKEN");
      cli.tokens().store(Secret.of("first-" + "b".repeat(20)));
      Map<Setting<?>, String> off = Map.of(GeneralSettings.PRECONNECT, "off");
      try (JettyConnection jetty =
          new JettyConnection(cli.settings(off), cli.tokens()::current, cli.secrets)) {
        jetty.prepare();
        cli.tokens().store(Secret.of("second-" + "c".repeat(20)));
        jetty.send(LIST).block(Duration.ofSeconds(20));
      }
      assertThat(server.connections()).as("that of the second token").isEqualTo(1);
    }
  }

  private AllowedLocalAccess desk(Map<Setting<?>, String> flags) {
    return new AllowedLocalAccess(
        cli.settings(flags), cli.processEnvironment(), cli.tokens()::current);
  }

  @Test
  void onlyAllowedVariablesAreRead() {
    cli.environment.put("OPENAI_API_KEY", "the value");
    AllowedLocalAccess closed = desk(Map.of());
    assertThatExceptionOfType(BadArguments.class)
        .isThrownBy(() -> closed.environment("from_env", "OPENAI_API_KEY"))
        .satisfies(
            e -> {
              assertThat(e.argument()).isEqualTo("from_env");
              assertThat(e.problem()).contains("--secret-env OPENAI_API_KEY");
            });
    AllowedLocalAccess open = desk(Map.of(GeneralSettings.SECRET_ENV, "OPENAI_*"));
    assertThat(open.environment("from_env", "OPENAI_API_KEY").reveal()).isEqualTo("the value");
    assertThatExceptionOfType(BadArguments.class)
        .isThrownBy(() -> open.environment("from_env", "OPENAI_ORG"))
        .satisfies(e -> assertThat(e.problem()).contains("OPENAI_ORG is not set"));
  }

  @Test
  void tokenIsNotReadAsAVariable() {
    cli.environment.put("JETTY_API_TOKEN", CliFixture.TOKEN);
    AllowedLocalAccess desk = desk(Map.of(GeneralSettings.SECRET_ENV, "*"));
    assertThatExceptionOfType(BadArguments.class)
        .isThrownBy(() -> desk.environment("from_env", "JETTY_API_TOKEN"));
  }

  @Test
  void rejectedFileIsNamedWithTheReason() throws IOException {
    AllowedLocalAccess desk = desk(Map.of());
    assertThatExceptionOfType(BadArguments.class)
        .isThrownBy(() -> desk.readable("files", "/etc/passwd"))
        .satisfies(
            e -> {
              assertThat(e.argument()).isEqualTo("files");
              assertThat(e.problem())
                  .startsWith("The file /etc/passwd is outside --files-root (")
                  .endsWith(").");
            });
    Path file =
        Files.writeString(cli.processEnvironment().workingDirectory().resolve("in.txt"), "x");
    assertThat(desk.readable("files", "in.txt").read(100)).contains(Files.readAllBytes(file));
  }

  @Test
  void identityShowsOnlyTheEndOfTheToken() {
    cli.environment.put("JETTY_API_TOKEN", CliFixture.TOKEN);
    cli.environment.put("JETTY_COLLECTION", "acme");
    assertThat(desk(Map.of()).identity().toString())
        .isEqualTo(
            """
            {"token":"mlc_...aaaa","token_source":"environment variable JETTY_API_TOKEN",\
            "api_url":"https://flows-api.jetty.io","default_collection":"acme",\
            "server_version":"%s"}"""
                .formatted(Version.current()));
    cli.environment.remove("JETTY_API_TOKEN");
    assertThat(desk(Map.of()).identity().has("token")).isFalse();
    assertThat(desk(Map.of(GeneralSettings.AUTHOR, "ann")).author()).isEqualTo(Optional.of("ann"));
  }
}
