package io.jettymcp.jetty.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.jettymcp.jetty.ApiObserver;
import io.jettymcp.jetty.ApiSettings;
import io.jettymcp.jetty.Failure;
import io.jettymcp.jetty.Failure.Unavailable;
import io.jettymcp.jetty.Failure.Unavailable.Reason;
import io.jettymcp.jetty.FaultAnswer;
import io.jettymcp.jetty.FaultServer;
import io.jettymcp.jetty.Proxy;
import io.jettymcp.jetty.Reply;
import io.jettymcp.jetty.Request;
import io.jettymcp.jetty.TokenSource;
import io.jettymcp.secret.Secret;
import io.jettymcp.text.Origin;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import tools.jackson.databind.node.JsonNodeFactory;

/** Runs the client against a {@link FaultServer}, with hardly any pause before a retry. */
public abstract class OverLoopback {
  protected static final String TOKEN = "mlc_" + "a".repeat(32);
  protected static final Request READ = Request.get("/api/v1/tasks/{}/", "acme");
  protected static final Request WRITE =
      Request.post("/api/v1/tasks/{}", "acme")
          .json(JsonNodeFactory.instance.objectNode().put("name", "echo"));

  /** Enough for a busy machine. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private static final Duration IMPATIENCE = Duration.ofMillis(200);

  private final List<AutoCloseable> open = new ArrayList<>();

  @AfterEach
  void closeAll() throws Exception {
    for (AutoCloseable one : open) {
      one.close();
    }
  }

  protected FaultServer serving(FaultAnswer... answers) throws IOException {
    FaultServer server = FaultServer.answering(answers);
    open.add(server);
    return server;
  }

  /** Closes something after the test. */
  protected <T extends AutoCloseable> T open(T one) {
    open.add(one);
    return one;
  }

  protected JettyApi api(FaultServer server) {
    return api(settings(server.url(), 3, 1 << 20), token(TOKEN));
  }

  protected JettyApi api(ApiSettings settings, TokenSource tokens) {
    return api(settings, tokens, ApiObserver.NONE);
  }

  protected JettyApi api(ApiSettings settings, TokenSource tokens, ApiObserver observer) {
    return api(settings, tokens, observer, Schedulers.parallel());
  }

  /** For tests whose deadlines pass when they say so. */
  protected JettyApi api(ApiSettings settings, Scheduler time) {
    return api(settings, token(TOKEN), ApiObserver.NONE, time);
  }

  private JettyApi api(
      ApiSettings settings, TokenSource tokens, ApiObserver observer, Scheduler time) {
    JettyApi api =
        JettyApi.connect(
            settings,
            tokens,
            (collection, values) -> {},
            observer,
            Clock.systemUTC(),
            time,
            () -> 0.01);
    open.add(api);
    return api;
  }

  protected static TokenSource token(String token) {
    return () -> Optional.of(Secret.of(token));
  }

  protected static ApiSettings settings(URI url, int retries, long maxBodyBytes) {
    return settings(url, PATIENCE, PATIENCE, PATIENCE, retries, maxBodyBytes);
  }

  /** For tests that wait for the deadline of a connection. */
  protected static ApiSettings impatientToConnect(URI url) {
    return settings(url, IMPATIENCE, PATIENCE, PATIENCE, 0, 1 << 20);
  }

  /** For tests that wait for the deadline of a response's head, or of its body. */
  protected static ApiSettings impatient(URI url, int retries) {
    return settings(url, PATIENCE, IMPATIENCE, IMPATIENCE, retries, 1 << 20);
  }

  /** For tests that wait for the deadline of a body, and not for that of its head. */
  protected static ApiSettings impatientToRead(URI url) {
    return settings(url, PATIENCE, PATIENCE, IMPATIENCE, 0, 1 << 20);
  }

  protected static ApiSettings withOneConnection(FaultServer server) {
    ApiSettings usual = settings(server.url(), 0, 1 << 20);
    return new ApiSettings(
        usual.origin(),
        usual.connectTimeout(),
        usual.responseTimeout(),
        usual.readTimeout(),
        usual.timeout(),
        usual.retries(),
        usual.maxConcurrent(),
        1,
        usual.maxIdle(),
        usual.maxBodyBytes(),
        usual.userAgent(),
        usual.proxy(),
        usual.certificates());
  }

  /** Returns the settings with another way to Jetty. */
  protected static ApiSettings with(
      ApiSettings usual, Optional<Proxy> proxy, List<Path> certificates) {
    return new ApiSettings(
        usual.origin(),
        usual.connectTimeout(),
        usual.responseTimeout(),
        usual.readTimeout(),
        usual.timeout(),
        usual.retries(),
        usual.maxConcurrent(),
        usual.maxConnections(),
        usual.maxIdle(),
        usual.maxBodyBytes(),
        usual.userAgent(),
        proxy,
        certificates);
  }

  private static ApiSettings settings(
      URI url, Duration connect, Duration response, Duration read, int retries, long maxBodyBytes) {
    return new ApiSettings(
        Origin.of(url),
        connect,
        response,
        read,
        Duration.ofSeconds(20),
        retries,
        16,
        32,
        Duration.ofSeconds(50),
        maxBodyBytes,
        "jetty-mcp/test",
        Optional.empty(),
        List.of());
  }

  protected static Reply send(JettyApi api, Request request) {
    return api.send(request).blockOptional(Duration.ofSeconds(20)).orElseThrow();
  }

  protected static Failure failure(JettyApi api, Request request) {
    Failure failure = catchThrowableOfType(Failure.class, () -> send(api, request));
    assertThat(failure).as("failure of " + request).isNotNull();
    return failure;
  }

  protected static Reason reason(Failure failure) {
    assertThat(failure).isInstanceOf(Unavailable.class);
    return ((Unavailable) failure).reason();
  }
}
