package io.jettymcp.transport.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.transport.http.HttpObserver.Refusal;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who gets through the door, and who does not. */
class RequestPipelineTest {
  private Running running;

  @BeforeEach
  void start() throws ServerStartException {
    running = new Running(settings(List.of()));
  }

  @AfterEach
  void close() {
    running.close();
  }

  private static HttpSettings settings(List<String> proxies) {
    return new HttpSettings(
        "127.0.0.1",
        0,
        false,
        Optional.empty(),
        Optional.of(URI.create("https://auth.example.com")),
        List.of("mcp.example.com"),
        List.of("https://app.example.com"),
        proxies,
        Optional.empty(),
        HttpSettings.Limits.DEFAULT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/mcp", "/sse", "/healthz", "/readyz", "/metrics", "/", "/nothing"})
  void aForeignHostIsTurnedAwayOnEveryRoute(String path) throws Exception {
    try (Line line = running.line()) {
      String answer =
          line.send("GET " + path + " HTTP/1.1\r\nHost: evil.example.com\r\n\r\n").head();
      assertThat(answer).startsWith("HTTP/1.1 403");
    }
    assertThat(running.told.refused).contains(Refusal.HOST);
  }

  @Test
  void onlyExactHostsAreTaken() throws Exception {
    int port = running.address().getPort();
    assertThat(withHost("localhost:" + port)).startsWith("HTTP/1.1 200");
    assertThat(withHost("LOCALHOST:" + port)).startsWith("HTTP/1.1 200");
    assertThat(withHost("mcp.example.com")).startsWith("HTTP/1.1 200");
    for (String host :
        List.of(
            "localhost",
            "127.0.0.1",
            "[::1]:" + port,
            "localhost.:" + port,
            "localhost:1",
            "127.0.0.1.evil.example:" + port,
            "evil@127.0.0.1:" + port,
            "mcp.example.com:" + port,
            "a.mcp.example.com",
            "")) {
      assertThat(withHost(host)).as(host).startsWith("HTTP/1.1 403");
    }
    assertThat(withHost("localhost:" + port + ":" + port)).startsWith("HTTP/1.1 400");
  }

  private String withHost(String host) throws Exception {
    try (Line line = running.line()) {
      return line.send("GET /healthz HTTP/1.1\r\nHost: " + host + "\r\n\r\n").head();
    }
  }

  @Test
  void aRequestHasOneHostAndAsksForAPath() throws Exception {
    assertThat(running.ask("GET /healthz", "Host: localhost")).startsWith("HTTP/1.1 400");
    assertThat(running.ask("GET http://evil.example.com/healthz")).startsWith("HTTP/1.1 400");
    try (Line line = running.line()) {
      assertThat(line.send("GET /healthz HTTP/1.1\r\n\r\n").head()).startsWith("HTTP/1.1 400");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "http://evil.example.com",
        "https://app.example.com.evil.example",
        "http://app.example.com",
        "https://app.example.com:8443"
      })
  void pagesOfForeignOriginsMayNotCall(String origin) throws Exception {
    assertThat(running.ask("POST /mcp", "Content-Length: 0", "Origin: " + origin))
        .startsWith("HTTP/1.1 403")
        .doesNotContainIgnoringCase("access-control");
    assertThat(running.told.refused).contains(Refusal.ORIGIN);
  }

  @Test
  void pagesOfListedOriginsMayCallAndReadTheAnswer() throws Exception {
    String origin = "Origin: https://app.example.com";
    assertThat(running.ask("OPTIONS /mcp", origin, "Access-Control-Request-Method: POST"))
        .startsWith("HTTP/1.1 204")
        .containsIgnoringCase("access-control-allow-origin: https://app.example.com")
        .containsIgnoringCase("access-control-allow-methods: GET, POST, DELETE, OPTIONS")
        .contains("Authorization", "Mcp-Session-Id", "MCP-Protocol-Version", "Last-Event-ID");
    assertThat(running.ask("POST /mcp", "Content-Length: 0", origin))
        .startsWith("HTTP/1.1 200")
        .containsIgnoringCase("access-control-allow-origin: https://app.example.com")
        .containsIgnoringCase("access-control-expose-headers: Mcp-Session-Id, WWW-Authenticate")
        .containsIgnoringCase("vary: origin");
  }

  @Test
  void theServersOwnPagesMayCall() throws Exception {
    assertThat(running.ask("POST /mcp", "Content-Length: 0", "Origin: " + running.address()))
        .startsWith("HTTP/1.1 200")
        .doesNotContainIgnoringCase("access-control");
  }

  @Test
  void otherRoutesAndMethodsAreNotThere() throws Exception {
    assertThat(running.ask("GET /mcp/")).startsWith("HTTP/1.1 404");
    assertThat(running.ask("GET /../etc/passwd")).startsWith("HTTP/1.1 404");
    assertThat(running.ask("PUT /mcp", "Content-Length: 0"))
        .startsWith("HTTP/1.1 405")
        .containsIgnoringCase("allow: GET, POST, DELETE, OPTIONS");
    assertThat(running.ask("BREW /healthz"))
        .startsWith("HTTP/1.1 405")
        .containsIgnoringCase("allow: GET, HEAD, OPTIONS");
  }

  @Test
  void aServerWithoutSessionsSaysWhatToUse() throws Exception {
    HttpSettings given = Running.DEFAULT;
    try (Running stateless =
        new Running(
            new HttpSettings(
                given.host(),
                0,
                true,
                given.publicUrl(),
                given.authorizationServer(),
                List.of(),
                List.of(),
                List.of(),
                given.tls(),
                given.limits()))) {
      assertThat(stateless.askAll("GET /sse")).startsWith("HTTP/1.1 404").contains("/mcp");
      assertThat(stateless.askAll("GET /")).contains("/mcp").doesNotContain("/sse");
      assertThat(stateless.askAll("POST /messages", "Content-Length: 0"))
          .startsWith("HTTP/1.1 404");
    }
  }

  @Test
  void whoIsRefusedLearnsWhereTokensComeFrom() throws Exception {
    String metadata = running.address() + "/.well-known/oauth-protected-resource/mcp";
    assertThat(running.askAll("POST /mcp", "Content-Length: 0", "Authorization: Bearer refused"))
        .startsWith("HTTP/1.1 401")
        .contains(
            "Bearer resource_metadata=\"" + metadata + "\", error=\"invalid_token\"",
            "\"jsonrpc\":\"2.0\"");
    assertThat(running.askAll("GET /.well-known/oauth-protected-resource/mcp"))
        .startsWith("HTTP/1.1 200")
        .contains(
            "{\"resource\":\"" + running.address() + "/mcp\"",
            "\"authorization_servers\":[\"https://auth.example.com\"]",
            "\"bearer_methods_supported\":[\"header\"]");
  }

  @Test
  void anAuthorizationIsOneBearerOrNothing() throws Exception {
    for (String wrong :
        List.of(
            "Basic YTpi", "Bearer", "Bearer a b", "Bearer \"x\"", "Bearer " + "x".repeat(5000))) {
      assertThat(running.ask("POST /mcp", "Content-Length: 0", "Authorization: " + wrong))
          .as(wrong)
          .startsWith("HTTP/1.1 401");
    }
    assertThat(
            running.ask(
                "POST /mcp",
                "Content-Length: 0",
                "Authorization: Bearer a",
                "Authorization: Bearer b"))
        .startsWith("HTTP/1.1 400");
    assertThat(running.askAll("POST /mcp", "Content-Length: 0", "Authorization: bearer mlc_a.b"))
        .contains("mlc_a.b||");
  }

  @Test
  void forwardedAddressesAreBelievedOnlyOfTrustedProxies() throws Exception {
    String[] forwarded = {"X-Forwarded-Proto: https", "X-Forwarded-Host: mcp.example.com"};
    String path = "GET /.well-known/oauth-protected-resource/mcp";
    assertThat(running.askAll(path, forwarded)).contains(running.address() + "/mcp");
    try (Running behind = new Running(settings(List.of("127.0.0.0/8")))) {
      assertThat(behind.askAll(path, forwarded)).contains("\"https://mcp.example.com/mcp\"");
      assertThat(behind.askAll(path, "X-Forwarded-Host: evil.example.com"))
          .contains(behind.address() + "/mcp");
    }
  }

  @Test
  void nothingOfTheInsideIsSaid() throws Exception {
    for (String answer :
        List.of(
            running.askAll("POST /mcp?do=fail", "Content-Length: 0"),
            running.askAll("POST /mcp", "Content-Length: 0", "Authorization: Bearer defect"))) {
      assertThat(answer)
          .startsWith("HTTP/1.1 500")
          .contains("Internal error")
          .doesNotContain("planted-inside", "Exception", "io.jettymcp", "/etc");
    }
    assertThat(running.askAll("POST /mcp?do=late", "Content-Length: 0"))
        .contains("data: 1")
        .doesNotContain("planted-inside", "Exception");
  }
}
