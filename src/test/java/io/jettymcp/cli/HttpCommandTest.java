package io.jettymcp.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.app.HttpServerComponents;
import io.jettymcp.app.Invocation;
import io.jettymcp.config.GeneralSettings;
import io.jettymcp.config.HttpOptions;
import io.jettymcp.config.Setting;
import io.jettymcp.redact.KnownSecrets;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class HttpCommandTest {
  @RegisterExtension final CliFixture cli = new CliFixture().simulated();

  private CliFixture.Ended run(String... arguments) {
    return cli.run(new HttpCommand(cli.secrets), arguments);
  }

  @Test
  void invalidOptionsAreUsageErrors() throws Exception {
    assertThat(run("http", "--host", "0.0.0.0", "--auth", "none").exit()).isEqualTo(2);
    assertThat(run("http", "--auth", "key").err()).contains("--auth key needs a key");
    assertThat(run("http", "--port", "x").err()).contains("--port must be");
    assertThat(run("http", "--files-root", ".").err()).contains("--files-root");
    assertThat(run("stdio", "--port", "1").exit()).isEqualTo(2);
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      CliFixture.Ended ended = run("http", "--port", String.valueOf(taken.getLocalPort()));
      assertThat(ended.exit()).isEqualTo(2);
      assertThat(ended.err()).contains("port is in use").doesNotContain("Exception");
    }
  }

  @Test
  void helpNamesEveryFlag() {
    CliFixture.Ended ended = run("http", "--help");
    for (Setting<?> setting : HttpOptions.all()) {
      setting.flag().ifPresent(flag -> assertThat(ended.out()).contains(flag));
    }
    assertThat(ended.out()).doesNotContain("--files-root", "--secret-env");
  }

  @Test
  void callOverHttpReachesJetty() throws Exception {
    Map<Setting<?>, String> flags = Map.of(HttpOptions.PORT, "0", HttpOptions.STATELESS, "true");
    try (HttpServerComponents server = start(flags)) {
      String answer = post(server.address());
      assertThat(answer).contains("server_version").doesNotContain("mlc_");
    }
  }

  @Test
  void personIsShownPageTokenAndTools() {
    Map<Setting<?>, String> flags =
        Map.of(HttpOptions.PORT, "0", GeneralSettings.READ_ONLY, "true");
    try (HttpServerComponents server = start(flags)) {
      assertThat(HttpCommand.about(server, options(flags), cli.settings(flags)))
          .satisfiesExactly(
              page ->
                  assertThat(page)
                      .isEqualTo("How to connect hosts: " + server.address().resolve("/")),
              token ->
                  assertThat(token)
                      .matches(
                          "Token: that of each caller, else this server's own \\(mlc_\\.{3}\\w{4}\\)"),
              tools -> assertThat(tools).matches("Tools: \\d+, read-only"));
    }
  }

  private HttpServerComponents start(Map<Setting<?>, String> flags) {
    Invocation invocation =
        new Invocation(
            cli.settings(flags),
            flags,
            cli.processEnvironment(),
            cli.tokens(),
            new PrintWriter(new StringWriter()),
            new PrintWriter(new StringWriter()));
    return new HttpServerComponents(invocation, options(flags), new KnownSecrets());
  }

  private HttpOptions options(Map<Setting<?>, String> flags) {
    return HttpOptions.read(flags, cli.processEnvironment(), warning -> {});
  }

  private static String post(URI address) throws Exception {
    HttpRequest call =
        HttpRequest.newBuilder(address)
            .header("Content-Type", "application/json")
            .header("Accept", "application/json, text/event-stream")
            .header("MCP-Protocol-Version", "2025-11-25")
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    """
                    {"jsonrpc":"2.0","id":1,"method":"tools/call",\
                    "params":{"name":"whoami","arguments":{}}}"""))
            .build();
    return HttpClient.newHttpClient().send(call, HttpResponse.BodyHandlers.ofString()).body();
  }
}
