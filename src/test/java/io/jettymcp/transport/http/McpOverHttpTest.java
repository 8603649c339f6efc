package io.jettymcp.transport.http;

import static io.jettymcp.transport.http.StreamableFixture.NEWEST;
import static io.jettymcp.transport.http.StreamableFixture.initialize;
import static io.jettymcp.transport.http.StreamableFixture.toolCall;
import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.mcp.McpJson;
import io.jettymcp.mcp.McpService;
import io.jettymcp.transport.http.HttpSettings.Limits;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.HttpClientSseClientTransport;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.json.jackson3.JacksonMcpJsonMapper;
import io.modelcontextprotocol.spec.McpClientTransport;
import io.modelcontextprotocol.spec.McpSchema;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import tools.jackson.databind.json.JsonMapper;

/** The endpoints on a real server: with rude connections, and with the clients of the MCP SDK. */
@Timeout(60)
class McpOverHttpTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** As clients have it; ours can write questions and not read them. */
  private static final McpJsonMapper THEIRS =
      new JacksonMcpJsonMapper(JsonMapper.builder().build());

  private final FakeService service = new FakeService();
  private final RecordingObserver told = new RecordingObserver();
  private final HttpClient http = HttpClient.newHttpClient();
  private final List<McpHttpServer> running = new ArrayList<>();

  @AfterEach
  void stop() {
    running.forEach(McpHttpServer::close);
  }

  private URI serve(boolean stateless) throws Exception {
    HttpSettings settings =
        new HttpSettings(
            "127.0.0.1",
            0,
            stateless,
            Optional.empty(),
            Optional.empty(),
            List.of(),
            List.of(),
            List.of(),
            Optional.empty(),
            Limits.DEFAULT);
    McpHttpServer server =
        McpHttpServer.start(
            settings,
            (bearer, narrowing) -> caller(bearer.map(secret -> secret.reveal()).orElse("nobody")),
            new McpEndpoints(new JacksonMcpJsonMapper(McpJson.mapper())),
            told,
            () -> "");
    running.add(server);
    return server.address();
  }

  private Caller caller(String owner) {
    return new Caller() {
      @Override
      public String owner() {
        return owner;
      }

      @Override
      public McpService service() {
        return service;
      }

      @Override
      public Mono<Boolean> isAccepted() {
        return Mono.just(!owner.equals("revoked"));
      }
    };
  }

  private static HttpRequest.Builder post(URI server, String body) {
    return HttpRequest.newBuilder(server.resolve("/mcp"))
        .header("Content-Type", "application/json")
        .header("Accept", "application/json, text/event-stream")
        .POST(HttpRequest.BodyPublishers.ofString(body));
  }

  private String open(URI server) throws Exception {
    HttpResponse<String> answer =
        http.send(post(server, initialize(NEWEST)).build(), HttpResponse.BodyHandlers.ofString());
    return answer.headers().firstValue("Mcp-Session-Id").orElseThrow();
  }

  /** Reads up to and with the line that begins so. */
  private static String until(InputStream in, String start) throws Exception {
    StringBuilder line = new StringBuilder();
    while (true) {
      int next = in.read();
      assertThat(next).as("the stream has ended before " + start).isNotNegative();
      if (next != '\n') {
        line.append((char) next);
      } else if (line.toString().startsWith(start)) {
        return line.toString();
      } else {
        line.setLength(0);
      }
    }
  }

  @Test
  void aHundredCallsOnOneSessionAtOnceEachGetTheirOwnAnswer() throws Exception {
    URI server = serve(false);
    String session = open(server);
    List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      String tool = i % 2 == 0 ? "echo" : "tell";
      answers.add(
          http.sendAsync(
              post(server, toolCall(Integer.toString(i), tool))
                  .header("Mcp-Session-Id", session)
                  .build(),
              HttpResponse.BodyHandlers.ofString()));
    }
    int served = 0;
    for (int i = 0; i < 100; i++) {
      HttpResponse<String> answer = answers.get(i).get(30, TimeUnit.SECONDS);
      if (answer.statusCode() == 200) {
        served++;
        assertThat(answer.body()).contains("\"id\":" + i + ",\"result\"");
      } else {
        assertThat(answer.statusCode()).isEqualTo(429);
        assertThat(answer.headers().firstValue("Retry-After")).isPresent();
      }
    }
    assertThat(served).isGreaterThanOrEqualTo(Limits.DEFAULT.callsPerToken());
  }

  @Test
  void aStreamThatBrokeIsResumedOverAnotherConnection() throws Exception {
    URI server = serve(false);
    String session = open(server);
    HttpResponse<InputStream> stream =
        http.sendAsync(
                post(server, toolCall("1", "resumed")).header("Mcp-Session-Id", session).build(),
                HttpResponse.BodyHandlers.ofInputStream())
            .get(30, TimeUnit.SECONDS);
    assertThat(stream.headers().firstValue("Content-Type")).contains("text/event-stream");
    String id = until(stream.body(), "id: ").substring(4);
    stream.body().close();
    service.held("resumed").progress(1);
    HttpRequest back =
        HttpRequest.newBuilder(server.resolve("/mcp"))
            .header("Accept", "text/event-stream")
            .header("Mcp-Session-Id", session)
            .header("Last-Event-ID", id)
            .build();
    HttpResponse<InputStream> rest = http.send(back, HttpResponse.BodyHandlers.ofInputStream());
    assertThat(until(rest.body(), "data: ")).contains("notifications/progress");
    service.held("resumed").answer(Map.of("a", 1));
    assertThat(until(rest.body(), "data: ")).contains("\"a\":1");
    assertThat(new String(rest.body().readAllBytes(), StandardCharsets.UTF_8)).isBlank();
  }

  @Test
  void aConnectionThatBreaksCancelsTheCallOfAStatelessServer() throws Exception {
    URI server = serve(true);
    try (Line line = new Line(server)) {
      String body = toolCall("1", "broken");
      line.send(
          "POST /mcp HTTP/1.1\r\nHost: "
              + server.getAuthority()
              + "\r\nContent-Type: application/json\r\nContent-Length: "
              + body.length()
              + "\r\n\r\n"
              + body);
      service.held("broken");
    }
    assertThat(service.held("broken").cancelled).succeedsWithin(PATIENCE);
  }

  @Test
  void aStreamThatBreaksEndsTheSessionOfHttpSse() throws Exception {
    URI server = serve(false);
    try (Line line = new Line(server)) {
      line.send("GET /sse HTTP/1.1\r\nHost: " + server.getAuthority() + "\r\n\r\n");
      String path = until(line.socket().getInputStream(), "data: ").substring(6);
      for (String body : List.of(initialize("2024-11-05"), toolCall("1", "ended"))) {
        HttpRequest request =
            HttpRequest.newBuilder(server.resolve(path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        assertThat(http.send(request, HttpResponse.BodyHandlers.ofString()).statusCode())
            .isEqualTo(202);
        if (body.contains("initialize")) {
          until(line.socket().getInputStream(), "data: ");
        }
      }
      service.held("ended");
    }
    assertThat(service.held("ended").cancelled).succeedsWithin(PATIENCE);
  }

  @Test
  void aRevokedTokenIsChallengedBeforeAStreamBegins() throws Exception {
    HttpRequest request =
        post(serve(true), toolCall("1", "echo")).header("Authorization", "Bearer revoked").build();
    HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.headers().firstValue("WWW-Authenticate").orElse(""))
        .contains("resource_metadata");
  }

  @Test
  void theStreamableClientOfTheSdkIsServed() throws Exception {
    served(
        HttpClientStreamableHttpTransport.builder(serve(false).toString())
            .jsonMapper(THEIRS)
            .build(),
        true);
  }

  @Test
  void theStreamableClientOfTheSdkIsServedWithoutSessions() throws Exception {
    served(
        HttpClientStreamableHttpTransport.builder(serve(true).toString())
            .jsonMapper(THEIRS)
            .build(),
        false);
  }

  // As MCP deprecates HTTP+SSE, which older hosts still speak.
  @SuppressWarnings("deprecation")
  @Test
  void theSseClientOfTheSdkIsServed() throws Exception {
    served(
        HttpClientSseClientTransport.builder(serve(false).toString()).jsonMapper(THEIRS).build(),
        true);
  }

  private void served(McpClientTransport transport, boolean asks) throws Exception {
    BlockingQueue<Double> progress = new LinkedBlockingQueue<>();
    try (McpSyncClient client =
        McpClient.sync(transport)
            .requestTimeout(PATIENCE)
            .capabilities(McpSchema.ClientCapabilities.builder().elicitation().build())
            .elicitation(
                form ->
                    McpSchema.ElicitResult.builder(McpSchema.ElicitResult.Action.DECLINE).build())
            .progressConsumer(told -> progress.add(told.progress()))
            .build()) {
      client.initialize();
      assertThat(client.listTools().tools()).isEmpty();
      assertThat(text(client, "tell")).contains("told");
      List<@Nullable Double> heard = new ArrayList<>();
      for (int number = 1; number <= 3; number++) {
        heard.add(progress.poll(30, TimeUnit.SECONDS));
      }
      // The SDK's client for HTTP+SSE hands on side by side what came in order.
      assertThat(heard).containsExactlyInAnyOrder(1.0, 2.0, 3.0);
      // Not in the common pool: of two processors it has one thread, which the client needs.
      CompletableFuture<String> slow =
          Mono.fromCallable(() -> text(client, "slow"))
              .subscribeOn(Schedulers.boundedElastic())
              .toFuture();
      // Later than a reply would wait for its answer, so that it is a stream.
      Mono.delay(CallReply.SOON.plusMillis(300)).block();
      service
          .held("slow")
          .answer(Map.of("content", List.of(Map.of("type", "text", "text", "at last"))));
      assertThat(slow.get(30, TimeUnit.SECONDS)).contains("at last");
      if (asks) {
        assertThat(text(client, "ask")).contains("DECLINE");
      }
    }
  }

  private static String text(McpSyncClient client, String tool) {
    return client
        .callTool(McpSchema.CallToolRequest.builder(tool).arguments(Map.of()).build())
        .content()
        .toString();
  }
}
