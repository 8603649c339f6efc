package io.jettymcp.e2e;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.simulator.SimulatorExtension;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tests authentication over HTTP, and the access log. */
@Timeout(120)
class HttpDoorIT {
  private static final String WHOAMI = HttpCaller.call("whoami", "{}");
  private static final String LIST = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\"}";
  private static final String INITIALIZE =
      ServerProcess.initializeRequest(ServerProcess.NEWEST, "{}");
  private static final String METADATA = "/.well-known/oauth-protected-resource/mcp";
  private static final String KEY = "key-of-this-server";

  @RegisterExtension final SimulatorExtension jetty = SimulatorExtension.withDefaults();
  @RegisterExtension final Program program = new Program().over(Transport.HTTP);

  @BeforeEach
  void useSimulator() {
    program.with("JETTY_API_URL", jetty.url());
  }

  @Test
  void sessionBelongsToTheTokenThatOpenedIt() throws Exception {
    try (ServerProcess server = program.start("--auth", "passthrough")) {
      HttpCaller owner = new HttpCaller(server.address(), jetty.tokens().key()).initialize();
      HttpCaller other =
          new HttpCaller(server.address(), jetty.tokens().person()).withSessionOf(owner);
      HttpCaller anonymous = new HttpCaller(server.address(), "").withSessionOf(owner);
      for (String message : List.of(LIST, WHOAMI)) {
        assertThat(other.post(message).statusCode()).isEqualTo(404);
        assertThat(anonymous.post(message).statusCode()).isEqualTo(401);
      }
      assertThat(other.listen().statusCode()).isEqualTo(404);
      assertThat(other.delete().statusCode()).isEqualTo(404);
      assertThat(anonymous.delete().statusCode()).isEqualTo(401);

      assertThat(owner.post(WHOAMI).body()).contains("api_key").contains("Authorization header");
      assertThat(other.initialize().post(WHOAMI).body()).doesNotContain("api_key");
      assertThat(owner.delete().statusCode()).isEqualTo(204);
      assertThat(owner.post(LIST).statusCode()).isEqualTo(404);
    }
  }

  @Test
  void missingTokenGetsAWwwAuthenticateHeader() throws Exception {
    try (ServerProcess server = program.start("--auth", "passthrough")) {
      HttpCaller anonymous = new HttpCaller(server.address(), "");
      HttpResponse<String> refused = anonymous.post(LIST);
      assertThat(refused.statusCode()).isEqualTo(401);
      assertThat(challenge(refused)).isEqualTo("Bearer");
      assertThat(anonymous.get(METADATA).statusCode()).isEqualTo(404);
    }
  }

  @Test
  void metadataNamesTheAuthorizationServer() throws Exception {
    String issuer = "https://auth.example.com";
    try (ServerProcess server =
        program.start("--auth", "passthrough", "--authorization-server", issuer)) {
      HttpCaller anonymous = new HttpCaller(server.address(), "");
      Matcher challenge =
          Pattern.compile("Bearer resource_metadata=\"(\\S+)\"")
              .matcher(challenge(anonymous.post(LIST)));
      assertThat(challenge.matches()).isTrue();
      HttpResponse<String> metadata = anonymous.get(URI.create(challenge.group(1)).getPath());
      assertThat(metadata.statusCode()).isEqualTo(200);
      assertThat(ServerProcess.JSON.readTree(metadata.body()).path("resource").asString())
          .isEqualTo(server.address().toString());
      assertThat(metadata.body()).contains(issuer);
    }
  }

  @Test
  void rejectedTokenOpensNoSession() throws Exception {
    try (ServerProcess server = program.start("--auth", "passthrough")) {
      HttpCaller caller = new HttpCaller(server.address(), "mlc_" + "z".repeat(32));
      HttpResponse<String> refused = caller.post(INITIALIZE);
      assertThat(refused.statusCode()).isEqualTo(401);
      assertThat(refused.headers().firstValue("Mcp-Session-Id")).isEmpty();
      assertThat(challenge(refused)).isEqualTo("Bearer error=\"invalid_token\"");
      assertThat(refused.headers().firstValue("Content-Type")).hasValue("application/json");
    }
  }

  @Test
  void sharedKeyUsesTheServersToken() throws Exception {
    program.with("JETTY_MCP_KEY", KEY).with("JETTY_API_TOKEN", jetty.token());
    try (ServerProcess server = program.start("--auth", "key")) {
      for (String wrong : List.of("", "wrong", jetty.token())) {
        HttpResponse<String> refused = new HttpCaller(server.address(), wrong).post(LIST);
        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(challenge(refused)).startsWith("Bearer");
        assertThat(refused.body()).doesNotContain(KEY);
      }
      assertThat(new HttpCaller(server.address(), KEY).initialize().post(WHOAMI).body())
          .contains("this server")
          .doesNotContain(jetty.token(), KEY);
      assertThat(server.stderr()).doesNotContain(jetty.token(), KEY);
    }
  }

  @Test
  void onLoopbackTheRequestsTokenTakesPrecedence() throws Exception {
    program.with("JETTY_API_TOKEN", jetty.token());
    try (ServerProcess server = program.start()) {
      assertThat(new HttpCaller(server.address(), "").initialize().post(WHOAMI).body())
          .contains("this server", "api_key");
      assertThat(
              new HttpCaller(server.address(), jetty.tokens().person())
                  .initialize()
                  .post(WHOAMI)
                  .body())
          .contains("Authorization header")
          .doesNotContain("api_key");
    }
  }

  @Test
  void eachRequestIsOneLogLine() throws Exception {
    try (ServerProcess server = program.start("--auth", "passthrough")) {
      HttpCaller caller = new HttpCaller(server.address(), jetty.token()).initialize();
      String host = " HTTP/1.1\r\nHost: " + server.address().getAuthority() + "\r\n";
      sendRaw(server, "GET /x%0d%0aINFO\u001b[31m\u0085?token=" + jetty.token() + host + "\r\n");
      sendRaw(server, "GET /healthz" + host + "X: \u0000\r\n\r\n");
      sendRaw(server, "no http at all\r\n\r\n");
      assertThat(caller.get("/healthz").statusCode()).isEqualTo(200);
      // Requests of several connections are logged in any order.
      for (String route : List.of("/mcp", "other", "/healthz")) {
        server.awaitStderr("route=" + route);
      }

      List<String> lines = server.stderr().lines().skip(1).toList();
      assertThat(lines)
          .hasSize(3)
          .allMatch(
              line ->
                  line.matches(
                      "\\S+Z INFO access method=[A-Z]+ route=[a-z/]+ status=\\d{3} ms=\\d+"
                          + " in=\\d+ out=\\d+ owner=[0-9a-f-]+ session=[0-9a-f-]+"
                          + " request=[0-9a-f]+"));
      assertThat(lines)
          .anyMatch(line -> line.contains("method=POST route=/mcp status=200"))
          .anyMatch(line -> line.contains("route=other") && line.contains("status=404"));
      assertThat(server.stderr()).doesNotContain(jetty.token());
    }
  }

  @Test
  void accessLogCanBeDisabled() throws Exception {
    try (ServerProcess server = program.start("--log-level", "error")) {
      assertThat(new HttpCaller(server.address(), "").get("/healthz").statusCode()).isEqualTo(200);
      assertThat(server.handle().destroy()).isTrue();
      assertThat(server.awaitExit(Duration.ofSeconds(10))).isZero();
      assertThat(server.stderr().lines())
          .satisfiesExactly(line -> assertThat(line).startsWith("Listening on "));
    }
  }

  private static String challenge(HttpResponse<String> refused) {
    return refused.headers().firstValue("WWW-Authenticate").orElse("");
  }

  /** Sends a request after which the server closes the connection, and waits for that. */
  private static void sendRaw(ServerProcess server, String text) throws IOException {
    String closing = text.replaceFirst("\r\nHost", "\r\nConnection: close\r\nHost");
    try (Socket socket = new Socket(server.address().getHost(), server.address().getPort())) {
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write(closing.getBytes(ISO_8859_1));
      socket.getInputStream().readAllBytes();
    }
  }
}
