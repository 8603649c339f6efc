package io.jettymcp.transport.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.app.log.CapturedLog;
import io.jettymcp.config.LogLevel;
import io.jettymcp.transport.http.HttpObserver.Rejection;
import io.jettymcp.transport.http.TestSettings;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which requests pass the checks of the server. */
class RequestPipelineTest {
  @RegisterExtension
  final RunningServer server = RunningServer.start(RequestPipelineTest::configure);

  private static void configure(TestSettings settings) {
    settings.authorizationServer = Optional.of(URI.create("https://auth.example.com"));
    settings.hosts = List.of("mcp.example.com");
    settings.origins = List.of("https://app.example.com");
  }

  @Nested
  class Hosts {
    private String get(String path, String host) throws Exception {
      try (RawConnection connection = server.connect()) {
        String name = host.replace("PORT", Integer.toString(server.address().getPort()));
        return connection.send("GET " + path + " HTTP/1.1\r\nHost: " + name + "\r\n\r\n").head();
      }
    }

    @ParameterizedTest
    @ValueSource(
        strings = {"/mcp", "/sse", "/healthz", "/readyz", "/metrics", "/", "/status", "/nothing"})
    void areCheckedOnEveryRoute(String path) throws Exception {
      assertThat(get(path, "evil.example.com")).startsWith("HTTP/1.1 403");
      assertThat(server.observer.rejections).contains(Rejection.HOST);
    }

    @ParameterizedTest
    @CsvSource({
      "localhost:PORT, 200",
      "LOCALHOST:PORT, 200",
      "mcp.example.com, 200",
      "localhost, 403",
      "127.0.0.1, 403",
      "[::1]:PORT, 403",
      "localhost.:PORT, 403",
      "localhost:1, 403",
      "127.0.0.1.evil.example:PORT, 403",
      "evil@127.0.0.1:PORT, 403",
      "mcp.example.com:PORT, 403",
      "a.mcp.example.com, 403",
      "'', 403",
      "localhost:PORT:PORT, 400"
    })
    void mustBeTheServersOwnOrListed(String host, int status) throws Exception {
      assertThat(get("/healthz", host)).startsWith("HTTP/1.1 " + status);
    }

    @Test
    void mustBeSentOnce() throws Exception {
      assertThat(server.head("GET /healthz", "Host: localhost")).startsWith("HTTP/1.1 400");
      try (RawConnection connection = server.connect()) {
        assertThat(connection.send("GET /healthz HTTP/1.1\r\n\r\n").head())
            .startsWith("HTTP/1.1 400");
      }
    }

    @Test
    void mustNotBePartOfTheRequestTarget() throws Exception {
      assertThat(server.head("GET http://evil.example.com/healthz")).startsWith("HTTP/1.1 400");
    }
  }

  @Nested
  class Origins {
    private static final String LISTED = "Origin: https://app.example.com";

    @ParameterizedTest
    @ValueSource(
        strings = {
          "null",
          "http://evil.example.com",
          "https://app.example.com.evil.example",
          "http://app.example.com",
          "https://app.example.com:8443"
        })
    void areRejectedIfTheyAreForeign(String origin) throws Exception {
      assertThat(server.head("POST /mcp", "Origin: " + origin))
          .startsWith("HTTP/1.1 403")
          .doesNotContainIgnoringCase("access-control");
      assertThat(server.observer.rejections).contains(Rejection.ORIGIN);
    }

    @Test
    void thatAreListedMayAskBeforeTheyCall() throws Exception {
      assertThat(server.head("OPTIONS /mcp", LISTED, "Access-Control-Request-Method: POST"))
          .startsWith("HTTP/1.1 204")
          .containsIgnoringCase("access-control-allow-origin: https://app.example.com")
          .containsIgnoringCase("access-control-allow-methods: GET, POST, DELETE, OPTIONS")
          .contains("Authorization", "Mcp-Session-Id", "MCP-Protocol-Version", "Last-Event-ID");
    }

    @Test
    void thatAreListedMaySendHeadersThatRepeatArguments() throws Exception {
      String many =
          IntStream.range(0, 30).mapToObj(i -> "Mcp-Param-" + i).collect(Collectors.joining(","));
      String reply =
          server.head(
              "OPTIONS /mcp",
              LISTED,
              "Access-Control-Request-Headers: mcp-param-region, x-other, mcp-param-, mcp-param-a b",
              "Access-Control-Request-Headers: mcp-param-" + "x".repeat(65) + "," + many);
      assertThat(reply)
          .contains(", Mcp-Session-Id, mcp-param-region, Mcp-Param-0, Mcp-Param-1,")
          .contains("Mcp-Param-18\r\n")
          .doesNotContain("x-other", "a b", "xxx");
    }

    @Test
    void thatAreListedMayCallAndReadTheResponse() throws Exception {
      assertThat(server.head("POST /mcp", LISTED))
          .startsWith("HTTP/1.1 200")
          .containsIgnoringCase("access-control-allow-origin: https://app.example.com")
          .containsIgnoringCase("access-control-expose-headers: Mcp-Session-Id, WWW-Authenticate")
          .containsIgnoringCase("vary: origin");
    }

    @ParameterizedTest
    @CsvSource({
      "/sse, cross-site, 403",
      "/sse, same-site, 403",
      "/mcp, cross-site, 403",
      "/sse, same-origin, 200",
      "/sse, none, 200",
      "/, cross-site, 200"
    })
    void areKnownOfRequestsWithoutAnOrigin(String path, String site, int status) throws Exception {
      assertThat(server.head("GET " + path, "Sec-Fetch-Site: " + site))
          .startsWith("HTTP/1.1 " + status);
    }

    @Test
    void ofTheServerItselfMayCall() throws Exception {
      assertThat(server.head("POST /mcp", "Origin: " + server.address()))
          .startsWith("HTTP/1.1 200")
          .doesNotContainIgnoringCase("access-control");
    }
  }

  @Nested
  class Routes {
    @ParameterizedTest
    @ValueSource(strings = {"/mcp//", "//mcp", "/mcp/x", "/../etc/passwd"})
    void mustMatchExactly(String path) throws Exception {
      assertThat(server.head("GET " + path)).startsWith("HTTP/1.1 404");
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST /mcp/", "GET /sse/", "POST /messages/?a=b", "GET /healthz/"})
    void mayEndWithASlash(String request) throws Exception {
      assertThat(server.head(request)).startsWith("HTTP/1.1 200");
    }

    @Test
    void haveTheirMethods() throws Exception {
      assertThat(server.head("PUT /mcp", "Content-Length: 0"))
          .startsWith("HTTP/1.1 405")
          .containsIgnoringCase("allow: GET, POST, DELETE, OPTIONS");
      assertThat(server.head("BREW /healthz"))
          .startsWith("HTTP/1.1 405")
          .containsIgnoringCase("allow: GET, HEAD, OPTIONS");
    }

    @Test
    void ofAStatelessServerHaveNoMethodsOfSessions() throws Exception {
      try (RunningServer stateless = RunningServer.start(settings -> settings.stateless = true)) {
        for (String method : List.of("GET", "DELETE", "PUT")) {
          assertThat(stateless.head(method + " /mcp", "Content-Length: 0"))
              .startsWith("HTTP/1.1 405")
              .containsIgnoringCase("allow: POST, OPTIONS\r\n");
        }
        assertThat(stateless.head("OPTIONS /mcp"))
            .containsIgnoringCase("access-control-allow-methods: POST, OPTIONS\r\n");
      }
    }

    @Test
    void ofSessionsAreMissingInAStatelessServer() throws Exception {
      try (RunningServer stateless = RunningServer.start(settings -> settings.stateless = true)) {
        assertThat(stateless.response("GET /sse")).startsWith("HTTP/1.1 404").contains("/mcp");
        assertThat(stateless.response("POST /messages")).startsWith("HTTP/1.1 404");
        assertThat(stateless.response("GET /")).contains("/mcp").doesNotContain("/sse");
      }
    }
  }

  @Nested
  class Authorization {
    private String authorize(String... values) throws Exception {
      return server.response(
          "POST /mcp",
          Stream.of(values).map(value -> "Authorization: " + value).toArray(String[]::new));
    }

    @Test
    void isOneBearerToken() throws Exception {
      assertThat(authorize("bearer mlc_a.b")).contains("mlc_a.b||");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer \"mlc_a.b\"", "Bearer Bearer mlc_a.b", "Bearer 'mlc_a.b' "})
    void isReadWithoutWhatIsPastedAroundIt(String value) throws Exception {
      assertThat(authorize(value)).contains("mlc_a.b||");
    }

    @ParameterizedTest
    @ValueSource(
        strings = {"Bearer ${user_config.token}", "Bearer <your token>", "Bearer undefined"})
    void countsAsAbsentIfItIsAPlaceholder(String value) throws Exception {
      assertThat(authorize(value)).startsWith("HTTP/1.1 200").contains("anonymous||");
    }

    @Test
    void mayBeASharedKeyThatLooksLikeAPlaceholder() throws Exception {
      assertThat(authorize("Bearer your-team-passphrase")).contains("your-team-passphrase||");
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "Basic YTpi",
          "Bearer",
          "Bearer a b",
          "Bearer \"x",
          "Bearer LONG",
          "Bearer QUOTES"
        })
    void isRejectedIfItIsMalformed(String value) throws Exception {
      assertThat(
              authorize(
                  value.replace("LONG", "x".repeat(5000)).replace("QUOTES", "\"".repeat(12_000))))
          .startsWith("HTTP/1.1 401");
    }

    @Test
    void isRejectedIfItIsSentTwice() throws Exception {
      assertThat(authorize("Bearer a", "Bearer b")).startsWith("HTTP/1.1 400");
    }

    @Test
    void isChallengedWithTheAddressOfTheMetadata() throws Exception {
      String metadata = server.address() + "/.well-known/oauth-protected-resource/mcp";
      assertThat(authorize("Bearer rejected"))
          .startsWith("HTTP/1.1 401")
          .contains(
              "Bearer resource_metadata=\"" + metadata + "\", error=\"invalid_token\"",
              "\"jsonrpc\":\"2.0\"");
    }

    @Test
    void isDescribedByTheMetadata() throws Exception {
      assertThat(server.response("GET /.well-known/oauth-protected-resource/mcp"))
          .startsWith("HTTP/1.1 200")
          .contains(
              "{\"resource\":\"" + server.address() + "/mcp\"",
              "\"authorization_servers\":[\"https://auth.example.com\"]",
              "\"bearer_methods_supported\":[\"header\"]");
    }
  }

  @Nested
  class WithoutAnAuthorizationServer {
    @RegisterExtension final RunningServer plain = RunningServer.start();

    @Test
    void thereIsNoMetadata() throws Exception {
      assertThat(plain.head("GET /.well-known/oauth-protected-resource/mcp"))
          .startsWith("HTTP/1.1 404");
      assertThat(plain.head("GET /.well-known/oauth-protected-resource"))
          .startsWith("HTTP/1.1 404");
    }

    @Test
    void theChallengeNamesNoMetadata() throws Exception {
      assertThat(plain.head("POST /mcp", "Authorization: Bearer rejected"))
          .startsWith("HTTP/1.1 401")
          .containsIgnoringCase("www-authenticate: Bearer error=\"invalid_token\"\r\n");
    }
  }

  @Nested
  class Queries {
    @ParameterizedTest
    @ValueSource(strings = {"%zz", "%", "sessionId=%f", "do=%u0041"})
    void thatAreMalformedGet400(String query) throws Exception {
      try (CapturedLog log = new CapturedLog(LogLevel.WARN)) {
        assertThat(server.response("POST /messages?" + query)).startsWith("HTTP/1.1 400");
        assertThat(log.entries())
            .allMatch(entry -> entry.logger().equals("access"))
            .noneMatch(entry -> entry.message().contains(query));
      }
    }
  }

  @Nested
  class Encodings {
    @ParameterizedTest
    @ValueSource(strings = {"gzip", "br", "x-unknown", "gzip, identity"})
    void ofABodyGet415(String coding) throws Exception {
      assertThat(server.head("POST /mcp", "Content-Encoding: " + coding))
          .startsWith("HTTP/1.1 415");
    }

    @Test
    void mayBeIdentity() throws Exception {
      assertThat(server.head("POST /mcp", "Content-Encoding: Identity")).startsWith("HTTP/1.1 200");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip, chunked", "gzip", "chunked, chunked", "identity"})
    void ofATransferGet400AndTheEndOfTheConnection(String coding) throws Exception {
      try (RawConnection connection = server.connect()) {
        connection.send(server.request("POST /mcp", "Transfer-Encoding: " + coding));
        assertThat(connection.rest()).startsWith("HTTP/1.1 400").doesNotContain("HTTP/1.1 200");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"HTTP/9.9", "HTTP/2.0", "HTTP/1.2"})
  void unknownVersionsOfHttpAreNotEchoed(String version) throws Exception {
    try (RawConnection connection = server.connect()) {
      connection.send(server.request("GET /healthz").replace("HTTP/1.1", version));
      assertThat(connection.rest()).startsWith("HTTP/1.1 400");
    }
  }

  @Nested
  class ForwardedHeaders {
    private static final String PATH = "GET /.well-known/oauth-protected-resource/mcp";
    private static final String[] FORWARDED = {
      "X-Forwarded-Proto: https", "X-Forwarded-Host: mcp.example.com"
    };

    @RegisterExtension
    final RunningServer behindProxy =
        RunningServer.start(
            settings -> {
              configure(settings);
              settings.proxies = List.of("127.0.0.0/8");
            });

    @Test
    void areIgnoredFromOthers() throws Exception {
      assertThat(server.response(PATH, FORWARDED)).contains(server.address() + "/mcp");
    }

    @Test
    void areTrustedFromATrustedProxy() throws Exception {
      assertThat(behindProxy.response(PATH, FORWARDED)).contains("\"https://mcp.example.com/mcp\"");
    }

    @Test
    void mustNameAnAllowedHost() throws Exception {
      assertThat(behindProxy.response(PATH, "X-Forwarded-Host: evil.example.com"))
          .contains(behindProxy.address() + "/mcp");
    }
  }

  @Nested
  class Defects {
    private void assertNoInternals(String response) {
      assertThat(response).doesNotContain("planted-inside", "Exception", "io.jettymcp", "/etc");
    }

    @Test
    void ofAnEndpointRevealNoInternals() throws Exception {
      String response = server.response("POST /mcp?do=fail");
      assertThat(response).startsWith("HTTP/1.1 500").contains("Internal error");
      assertNoInternals(response);
    }

    @Test
    void ofAuthenticationRevealNoInternals() throws Exception {
      String response = server.response("POST /mcp", "Authorization: Bearer defect");
      assertThat(response).startsWith("HTTP/1.1 500").contains("Internal error");
      assertNoInternals(response);
    }

    @Test
    void withinAStreamRevealNoInternals() throws Exception {
      String response = server.response("POST /mcp?do=fail-late");
      assertThat(response).contains("data: 1");
      assertNoInternals(response);
    }
  }
}
