package io.jettymcp.tenant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.jettymcp.FakeClock;
import io.jettymcp.app.JettyConnection;
import io.jettymcp.app.ServerComponents;
import io.jettymcp.app.TenantServices;
import io.jettymcp.cli.CliFixture;
import io.jettymcp.config.Auth;
import io.jettymcp.config.GeneralSettings;
import io.jettymcp.config.Setting;
import io.jettymcp.config.Settings;
import io.jettymcp.jetty.ApiObserver;
import io.jettymcp.jetty.FaultAnswer;
import io.jettymcp.jetty.FaultServer;
import io.jettymcp.mcp.McpJson;
import io.jettymcp.mcp.call.CallObserver;
import io.jettymcp.mcp.legacy.ClientSession;
import io.jettymcp.mcp.modern.HostState;
import io.jettymcp.mcp.modern.RequestStates;
import io.jettymcp.mcp.modern.Sealer;
import io.jettymcp.secret.Secret;
import io.jettymcp.transport.http.Caller;
import io.jettymcp.transport.http.HttpError;
import io.jettymcp.transport.http.TokenStatus;
import io.modelcontextprotocol.json.jackson3.JacksonMcpJsonMapper;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** Tests authentication, and the isolation of callers. */
class TokenCallersTest {
  private static final JsonMapper JSON = McpJson.mapper();
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String KEY = "the-shared-key";
  private static final String OWN = CliFixture.TOKEN;

  @RegisterExtension final FaultServer jetty = FaultServer.answering(TokenCallersTest::answer);

  @RegisterExtension final CliFixture cli = new CliFixture().against(jetty.url().toString());

  private final FakeClock clock = new FakeClock("2026-11-02T09:00:00Z");
  private final Map<Setting<?>, String> flags = new HashMap<>();
  private final List<JettyConnection> connections = new ArrayList<>();

  @BeforeEach
  void disableRetries() {
    flags.put(GeneralSettings.RETRIES, "0");
  }

  @AfterEach
  void close() {
    connections.forEach(JettyConnection::close);
  }

  /** Returns for each token an environment and a task with values of its own. */
  private static FaultAnswer answerFor(String token, String path) {
    if (token.startsWith("bad")) {
      return FaultAnswer.status(401, "application/json", "{\"detail\":\"Invalid\"}");
    }
    if (token.startsWith("down")) {
      return FaultAnswer.status(500, "application/json", "{\"detail\":\"Broken\"}");
    }
    return switch (path) {
      case "/api/v1/auth/whoami" -> FaultAnswer.json("{\"auth_type\":\"key\"}");
      case "/api/v1/collections/" -> FaultAnswer.json("[{\"name\":\"acme\"}]");
      case "/api/v1/collections/acme/environment" ->
          FaultAnswer.json(
              "{\"environment_variables\":{\"KEY\":\"%s\"}}".formatted(planted(token)));
      case "/api/v1/tasks/acme/hello" ->
          FaultAnswer.json(
              "{\"name\":\"hello\",\"description\":\"data of %s, own %s, other %s\"}"
                  .formatted(seen(token), planted(token), planted(neighbour(token))));
      default -> FaultAnswer.status(404, "application/json", "{\"detail\":\"%s\"}".formatted(path));
    };
  }

  private static void answer(FaultServer.Received request, io.jettymcp.jetty.FaultConnection back)
      throws IOException {
    String token = request.header("authorization").replaceFirst("Bearer ", "");
    answerFor(token, request.target().replaceFirst("\\?.*", "")).to(request, back);
  }

  /** A token that has no shape by which it would be hidden. */
  private static String token(int number) {
    return "caller" + number + "end";
  }

  private static String neighbour(String token) {
    return token.startsWith("caller")
        ? token(Integer.parseInt(token.replaceAll("\\D", "")) + 1)
        : token;
  }

  /** A name of the token's that may be shown. */
  private static String seen(String token) {
    return "<" + token.replaceAll("\\D", "") + ">";
  }

  private static String planted(String token) {
    return "planted" + token.replaceAll("\\D", "") + "value";
  }

  private TokenCallers callers(Auth auth) {
    Settings settings = cli.settings(flags);
    JettyConnection connection =
        JettyConnection.forMany(settings, cli.tokens()::current, cli.secrets, ApiObserver.NONE);
    connections.add(connection);
    return new TokenCallers(
        auth,
        auth == Auth.KEY ? Optional.of(Secret.of(KEY)) : Optional.empty(),
        ServerComponents.enabledTools(settings).forRemoteCallers(),
        cli.secrets,
        new TenantServices(
            settings,
            auth,
            connection,
            CallObserver.NONE,
            new HostState(new RequestStates(Sealer.ofProcess(), clock), Optional.empty()),
            clock),
        clock);
  }

  private static Caller caller(TokenCallers callers, String token) throws HttpError {
    return callers.identify(Optional.of(Secret.of(token)), Map.of());
  }

  private static Mono<String> ask(Caller caller, String method, String params) {
    return ClientSession.agreed(
            caller.service().legacy(), new JacksonMcpJsonMapper(JSON), "2025-11-25")
        .handle(method, JSON.readTree(params), Map.of(), message -> {})
        .map(result -> JSON.valueToTree(result).toString());
  }

  private static Mono<String> task(Caller caller) {
    return ask(
        caller,
        "tools/call",
        "{\"name\":\"get-task\",\"arguments\":{\"collection\":\"acme\",\"task\":\"hello\"}}");
  }

  private static String whoami(Caller caller) {
    return ask(caller, "tools/call", "{\"name\":\"whoami\"}").blockOptional(PATIENCE).orElseThrow();
  }

  private static HttpError refusal(
      TokenCallers callers, Optional<String> token, Map<String, String> headers) {
    return catchThrowableOfType(
        HttpError.class, () -> callers.identify(token.map(Secret::of), headers));
  }

  private List<String> tokensAtJetty() {
    return jetty.received().stream()
        .map(request -> request.header("authorization"))
        .distinct()
        .toList();
  }

  @Test
  void passthroughUsesTheTokenOfTheRequest() throws Exception {
    TokenCallers callers = callers(Auth.PASSTHROUGH);
    HttpError refusal = refusal(callers, Optional.empty(), Map.of());
    assertThat(refusal.status()).isEqualTo(401);
    assertThat(refusal.words()).contains("Authorization: Bearer");
    task(caller(callers, token(1))).block(PATIENCE);
    assertThat(tokensAtJetty()).containsExactly("Bearer " + token(1));
  }

  @Test
  void keyAuthenticationUsesTheServersToken() throws Exception {
    TokenCallers callers = callers(Auth.KEY);
    assertThat(refusal(callers, Optional.empty(), Map.of()).status()).isEqualTo(401);
    for (String wrong : List.of("the-shared-kez", "the-shared-key2", "x", OWN)) {
      HttpError refusal = refusal(callers, Optional.of(wrong), Map.of());
      assertThat(refusal.status()).isEqualTo(401);
      assertThat(refusal.words()).doesNotContain(wrong, KEY);
    }
    String who = whoami(caller(callers, KEY));
    assertThat(tokensAtJetty()).containsExactly("Bearer " + OWN);
    assertThat(who).contains("this server").doesNotContain(KEY, "mlc_", "JETTY_API_TOKEN");
  }

  @Test
  void tokenOfTheRequestTakesPrecedenceWithoutAuthentication() throws Exception {
    TokenCallers callers = callers(Auth.NONE);
    assertThat(whoami(caller(callers, token(7))))
        .contains("Authorization header")
        .doesNotContain(token(7));
    whoami(callers.identify(Optional.empty(), Map.of()));
    assertThat(tokensAtJetty()).containsExactly("Bearer " + token(7), "Bearer " + OWN);
  }

  @Test
  void placeholderCountsAsNoToken() throws Exception {
    assertThat(caller(callers(Auth.NONE), "mlc_your_token").owner()).isEqualTo("own");
    assertThat(refusal(callers(Auth.PASSTHROUGH), Optional.of("your-jetty-token"), Map.of()))
        .extracting(HttpError::words)
        .asString()
        .startsWith("Send a Jetty API token");
  }

  @Test
  void onlyCallsNeedAToken() throws Exception {
    cli.environment.remove("JETTY_API_TOKEN");
    Caller caller = callers(Auth.NONE).identify(Optional.empty(), Map.of());
    assertThat(ask(caller, "tools/list", "{}").block(PATIENCE)).contains("get-task");
    assertThat(caller.tokenStatus().block(PATIENCE)).isEqualTo(TokenStatus.ACCEPTED);
    assertThat(task(caller).block(PATIENCE))
        .contains("There is no Jetty API token", "jetty-mcp login", "Authorization: Bearer")
        .doesNotContain(".config");
    assertThat(jetty.received()).isEmpty();
  }

  @Test
  void hundredTokensAreIsolated() throws Exception {
    TokenCallers callers = callers(Auth.PASSTHROUGH);
    record Seen(int number, String result) {}
    List<Seen> all =
        Flux.range(0, 400)
            .map(turn -> turn % 100)
            .flatMap(
                number ->
                    Mono.fromCallable(() -> caller(callers, token(number)))
                        .flatMap(TokenCallersTest::task)
                        .map(result -> new Seen(number, result)),
                100)
            .collectList()
            .blockOptional(PATIENCE)
            .orElseThrow();
    assertThat(all).hasSize(400);
    for (Seen seen : all) {
      String token = token(seen.number);
      assertThat(seen.result)
          .contains("data of " + seen(token))
          .doesNotContain(planted(token))
          // Redacting another caller's secret would require knowing it.
          .contains(planted(neighbour(token)));
    }
    assertThat(callers.size()).isEqualTo(100);
  }

  @Test
  void errorsRevealNothingOfOtherTokens() throws Exception {
    TokenCallers callers = callers(Auth.PASSTHROUGH);
    task(caller(callers, token(1))).block(PATIENCE);
    String refused = task(caller(callers, "bad-token")).block(PATIENCE);
    assertThat(refused)
        .contains("Jetty rejected the token")
        .doesNotContain(planted(token(1)), token(1), "bad-token", "jetty-mcp");
  }

  @Test
  void ownerIsStableAndDoesNotRevealTheToken() throws Exception {
    TokenCallers callers = callers(Auth.NONE);
    String owner = caller(callers, token(1)).owner();
    assertThat(caller(callers, token(1)).owner()).isEqualTo(owner).doesNotContain(token(1));
    assertThat(caller(callers, token(2)).owner()).isNotEqualTo(owner);
    assertThat(callers.identify(Optional.empty(), Map.of()).owner()).isNotEqualTo(owner);
    assertThat(caller(callers(Auth.NONE), token(1)).owner())
        .as("in another process")
        .isNotEqualTo(owner);
  }

  @Test
  void headersRestrictOnlyTheirCaller() throws Exception {
    TokenCallers callers = callers(Auth.NONE);
    Caller narrow =
        callers.identify(
            Optional.of(Secret.of(token(1))),
            Map.of("x-jetty-read-only", "true", "x-jetty-collection", "acme"));
    assertThat(ask(narrow, "tools/list", "{}").block(PATIENCE))
        .contains("get-task")
        .doesNotContain("create-task");
    assertThat(ask(caller(callers, token(1)), "tools/list", "{}").block(PATIENCE))
        .contains("create-task");
    assertThat(narrow.owner()).isEqualTo(caller(callers, token(1)).owner());
  }

  @Test
  void invalidRestrictionsAreRejected() {
    flags.put(GeneralSettings.COLLECTION, "acme");
    flags.put(GeneralSettings.LOCK_COLLECTION, "true");
    TokenCallers callers = callers(Auth.NONE);
    HttpError wrong = refusal(callers, Optional.empty(), Map.of("x-jetty-toolsets", "all"));
    assertThat(wrong.status()).isEqualTo(400);
    assertThat(wrong.words()).startsWith("X-Jetty-Toolsets");
    HttpError locked = refusal(callers, Optional.empty(), Map.of("x-jetty-collection", "other"));
    assertThat(locked.status()).isEqualTo(403);
    assertThat(locked.words()).doesNotContain("acme");
  }

  @Test
  void localFilesAndVariablesAreNotServed() throws Exception {
    Caller caller = caller(callers(Auth.NONE), token(1));
    assertThat(ask(caller, "tools/list", "{}").block(PATIENCE))
        .doesNotContain("save_to", "runbook_path", "from_env", "secret_env", "download-file");
    assertThat(ask(caller, "prompts/list", "{}").block(PATIENCE))
        .contains("setup", "write-task", "run-runbook", "write-runbook", "improve-runbook");
    assertThat(
            ask(
                    caller,
                    "prompts/get",
                    "{\"name\":\"run-runbook\",\"arguments\":{\"runbook_path\":\"/etc/passwd\"}}")
                .block(PATIENCE))
        .contains("validate-runbook(runbook)")
        .doesNotContain("jetty-data");
    assertThat(
            ask(
                    caller,
                    "tools/call",
                    "{\"name\":\"validate-runbook\",\"arguments\":{\"runbook_path\":\"x\"}}")
                .block(PATIENCE))
        .contains("There is no argument");
  }

  @Test
  void tokenRejectedByJettyIsNotAccepted() throws Exception {
    TokenCallers callers = callers(Auth.PASSTHROUGH);
    assertThat(status(callers, "bad-one")).isEqualTo(TokenStatus.REJECTED);
    assertThat(status(callers, token(1))).isEqualTo(TokenStatus.ACCEPTED);
    assertThat(status(callers, "down")).isEqualTo(TokenStatus.UNKNOWN);
  }

  private static TokenStatus status(TokenCallers callers, String token) throws HttpError {
    return caller(callers, token).tokenStatus().blockOptional(PATIENCE).orElseThrow();
  }

  @Test
  void rejectedServerTokenIsNotTheCallersFault() throws Exception {
    cli.environment.put("JETTY_API_TOKEN", "bad-token-of-the-server");
    Caller caller = caller(callers(Auth.KEY), KEY);
    assertThat(caller.tokenStatus().block(PATIENCE)).isEqualTo(TokenStatus.ACCEPTED);
    assertThat(task(caller).block(PATIENCE))
        .contains("Ask the operator of this server to configure a valid Jetty token");
  }

  @Test
  void fiveThousandTokensAreNotRetained() throws Exception {
    TokenCallers callers = callers(Auth.PASSTHROUGH);
    for (int number = 0; number < 5_000; number++) {
      assertThat(caller(callers, token(number)).service()).isNotNull();
    }
    assertThat(callers.size()).isEqualTo(TokenCallers.MAX_NEW_TENANTS);
    clock.advance(Duration.ofMinutes(31));
    caller(callers, token(1));
    assertThat(callers.size()).isEqualTo(1);
  }

  @Test
  void madeUpTokensEvictNoAcceptedOne() throws Exception {
    TokenCallers callers = callers(Auth.PASSTHROUGH);
    status(callers, token(1));
    for (int number = 0; number < 2_100; number++) {
      caller(callers, "made-up" + number);
    }
    assertThat(callers.size()).isEqualTo(TokenCallers.MAX_NEW_TENANTS + 1);
  }
}
