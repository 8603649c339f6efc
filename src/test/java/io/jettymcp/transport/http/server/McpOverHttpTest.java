package io.jettymcp.transport.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.mcp.modern.ModernRequest;
import io.jettymcp.secret.Secret;
import io.jettymcp.transport.Messages;
import io.jettymcp.transport.http.Caller;
import io.jettymcp.transport.http.HttpObserver;
import io.jettymcp.transport.http.TestSettings;
import io.jettymcp.transport.http.session.FakeCaller;
import io.jettymcp.transport.http.session.FakeService;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.HttpClientSseClientTransport;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.json.jackson3.JacksonMcpJsonMapper;
import io.modelcontextprotocol.spec.McpClientTransport;
import io.modelcontextprotocol.spec.McpSchema;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import tools.jackson.databind.json.JsonMapper;

/** MCP over real connections, with raw ones and with the clients of the MCP SDK. */
@Timeout(60)
class McpOverHttpTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** A reply that takes longer than this to begin is a stream. */
  private static final Duration STREAM_DELAY = Duration.ofSeconds(1);

  /** As clients have it; ours can write requests to clients, but not read them. */
  private static final McpJsonMapper CLIENT_JSON =
      new JacksonMcpJsonMapper(JsonMapper.builder().build());

  private final FakeService service = new FakeService();
  private final HttpClient http = HttpClient.newHttpClient();
  private final List<McpHttpServer> running = new ArrayList<>();

  @AfterEach
  void close() {
    running.forEach(McpHttpServer::close);
  }

  private URI serve(boolean stateless) throws Exception {
    return serve(settings -> settings.stateless = stateless);
  }

  private URI serve(Consumer<TestSettings> change) throws Exception {
    McpHttpServer server =
        McpHttpServer.start(
            TestSettings.with(change),
            TestSettings.INFO,
            (bearer, restrictions) -> caller(bearer.map(Secret::reveal).orElse("anonymous")),
            HttpObserver.NONE,
            () -> "");
    running.add(server);
    return server.address();
  }

  private Caller caller(String owner) {
    FakeCaller caller = new FakeCaller(owner, service);
    return owner.equals("revoked") ? caller.withInvalidToken() : caller;
  }

  private static HttpRequest.Builder post(URI uri, String body) {
    return HttpRequest.newBuilder(uri)
        .header("Content-Type", "application/json")
        .header("Accept", "application/json, text/event-stream")
        .POST(HttpRequest.BodyPublishers.ofString(body));
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private String open(URI mcp) throws Exception {
    return send(post(mcp, Messages.initialize("0", Messages.NEWEST)))
        .headers()
        .firstValue("Mcp-Session-Id")
        .orElseThrow();
  }

  @Test
  void aHundredCallsOfOneSessionAtOnceEachGetTheirResponse() throws Exception {
    URI mcp = serve(false).resolve("/mcp");
    String session = open(mcp);
    List<CompletableFuture<HttpResponse<String>>> responses = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      String tool = i % 2 == 0 ? "echo" : "progress";
      responses.add(
          http.sendAsync(
              post(mcp, Messages.toolCall(Integer.toString(i), tool))
                  .header("Mcp-Session-Id", session)
                  .build(),
              HttpResponse.BodyHandlers.ofString()));
    }
    int served = 0;
    for (int i = 0; i < 100; i++) {
      HttpResponse<String> response = responses.get(i).get(30, TimeUnit.SECONDS);
      if (response.statusCode() == 200) {
        served++;
        assertThat(response.body()).contains("\"id\":" + i + ",\"result\"");
      } else {
        assertThat(response.statusCode()).isEqualTo(429);
        assertThat(response.headers().firstValue("Retry-After")).isPresent();
      }
    }
    assertThat(served).isGreaterThanOrEqualTo(TestSettings.LIMITS.callsPerToken());
  }

  @Test
  void aBrokenStreamIsResumedOverAnotherConnection() throws Exception {
    URI server = serve(false);
    String session = "Mcp-Session-Id: " + open(server.resolve("/mcp"));
    String id;
    try (RawConnection broken = new RawConnection(server)) {
      broken.send(rawPost(server, Messages.toolCall("1", "resumed"), session));
      assertThat(broken.head()).containsIgnoringCase("content-type: text/event-stream");
      id = broken.until("id: ").substring(4);
    }
    service.held("resumed").progress(1);
    try (RawConnection resumed = new RawConnection(server)) {
      resumed.send(raw(server, "GET /mcp", session, "Last-Event-ID: " + id, "Connection: close"));
      assertThat(resumed.until("data: ")).contains("notifications/progress");
      service.held("resumed").respond(Map.of("a", 1));
      assertThat(resumed.until("data: ")).contains("\"a\":1");
      assertThat(resumed.rest()).doesNotContain("data: ");
    }
  }

  private static String raw(URI server, String requestLine, String... headers) {
    return requestLine
        + " HTTP/1.1\r\nHost: "
        + server.getAuthority()
        + "\r\n"
        + String.join("\r\n", headers)
        + "\r\n\r\n";
  }

  private static String rawPost(URI server, String body, String header) {
    return raw(
            server,
            "POST /mcp",
            "Content-Type: application/json",
            "Content-Length: " + body.length(),
            header)
        + body;
  }

  @Test
  void aBrokenConnectionCancelsTheCallOfAStatelessServer() throws Exception {
    URI server = serve(true);
    try (RawConnection connection = new RawConnection(server)) {
      connection.send(rawPost(server, Messages.toolCall("1", "broken"), "Accept: */*"));
      service.held("broken");
    }
    assertThat(service.held("broken").cancelled).succeedsWithin(PATIENCE);
  }

  @Test
  void aBrokenStreamEndsTheSessionOfHttpSse() throws Exception {
    URI server = serve(false);
    try (RawConnection stream = new RawConnection(server)) {
      stream.send(raw(server, "GET /sse", "Accept: text/event-stream"));
      URI messages = server.resolve(stream.until("data: ").substring(6));
      assertThat(send(post(messages, Messages.initialize("0", "2024-11-05"))).statusCode())
          .isEqualTo(202);
      stream.until("data: ");
      assertThat(send(post(messages, Messages.toolCall("1", "ended"))).statusCode()).isEqualTo(202);
      service.held("ended");
    }
    assertThat(service.held("ended").cancelled).succeedsWithin(PATIENCE);
  }

  @Test
  void aRevokedTokenIsChallengedBeforeAStreamBegins() throws Exception {
    HttpResponse<String> response =
        send(
            post(serve(true).resolve("/mcp"), Messages.toolCall("1", "echo"))
                .header("Authorization", "Bearer revoked"));
    assertThat(response.statusCode()).isEqualTo(401);
    assertThat(response.headers().firstValue("WWW-Authenticate").orElse(""))
        .isEqualTo("Bearer error=\"invalid_token\"");
  }

  private static String listen(URI server, String id) {
    return rawPost(
        server,
        Messages.request(
            id, "subscriptions/listen", "{\"notifications\":{}," + ModernRequest.META + "}"),
        """
        Accept: application/json, text/event-stream\r
        MCP-Protocol-Version: 2026-07-28\r
        Mcp-Method: subscriptions/listen\r
        Connection: close""");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aSubscriptionEndsWithItsResultBeforeTheServerStops(boolean stateless) throws Exception {
    URI server = serve(stateless);
    try (RawConnection stream = new RawConnection(server)) {
      stream.send(listen(server, "\"L\""));
      assertThat(stream.until("data: ")).contains("notifications/subscriptions/acknowledged");
      running.get(0).drain();
      assertThat(stream.until("data: "))
          .startsWith("data: {\"jsonrpc\":\"2.0\",\"id\":\"L\",\"result\":");
      assertThat(stream.rest()).doesNotContain("data: ").endsWith("0\r\n\r\n");
    }
  }

  @Test
  void aRefusedSubscriptionSaysWhichAndWhenToTryAgain() throws Exception {
    URI server = serve(settings -> settings.sessionsPerToken = 1);
    try (RawConnection stream = new RawConnection(server);
        RawConnection refused = new RawConnection(server)) {
      stream.send(listen(server, "1"));
      stream.until("data: ");
      refused.send(listen(server, "\"second\""));
      assertThat(refused.rest())
          .startsWith("HTTP/1.1 429")
          .containsIgnoringCase("retry-after: 1\r\n")
          .containsIgnoringCase("content-type: application/json\r\n")
          .contains("{\"jsonrpc\":\"2.0\",\"id\":\"second\",\"error\":{\"code\":-32603,");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void servesTheStreamableClientOfTheSdk(boolean stateless) throws Exception {
    assertServed(
        HttpClientStreamableHttpTransport.builder(serve(stateless).toString())
            .jsonMapper(CLIENT_JSON)
            .build(),
        !stateless);
  }

  @SuppressWarnings("deprecation") // MCP deprecates HTTP+SSE, which older hosts still speak
  @Test
  void servesTheSseClientOfTheSdk() throws Exception {
    assertServed(
        HttpClientSseClientTransport.builder(serve(false).toString())
            .jsonMapper(CLIENT_JSON)
            .build(),
        true);
  }

  private void assertServed(McpClientTransport transport, boolean canBeAsked) throws Exception {
    BlockingQueue<Double> progress = new LinkedBlockingQueue<>();
    try (McpSyncClient client =
        McpClient.sync(transport)
            .requestTimeout(PATIENCE)
            .capabilities(McpSchema.ClientCapabilities.builder().elicitation().build())
            .elicitation(
                form ->
                    McpSchema.ElicitResult.builder(McpSchema.ElicitResult.Action.DECLINE).build())
            .progressConsumer(notification -> progress.add(notification.progress()))
            .build()) {
      client.initialize();
      assertThat(client.listTools().tools()).isEmpty();
      assertThat(call(client, "progress")).contains("after progress");
      List<@Nullable Double> received = new ArrayList<>();
      for (int number = 1; number <= 3; number++) {
        received.add(progress.poll(30, TimeUnit.SECONDS));
      }
      // The SDK's client for HTTP+SSE passes on concurrently what came in order.
      assertThat(received).containsExactlyInAnyOrder(1.0, 2.0, 3.0);
      // Not in the common pool: of two processors it has one thread, which the client needs.
      CompletableFuture<String> slow =
          Mono.fromCallable(() -> call(client, "slow"))
              .subscribeOn(Schedulers.boundedElastic())
              .toFuture();
      Mono.delay(STREAM_DELAY.plusMillis(300)).block();
      service.held("slow").respond(FakeService.text("at last"));
      assertThat(slow.get(30, TimeUnit.SECONDS)).contains("at last");
      if (canBeAsked) {
        assertThat(call(client, "ask")).contains("DECLINE");
      }
    }
  }

  private static String call(McpSyncClient client, String tool) {
    return client
        .callTool(McpSchema.CallToolRequest.builder(tool).arguments(Map.of()).build())
        .content()
        .toString();
  }
}
