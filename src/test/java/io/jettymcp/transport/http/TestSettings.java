package io.jettymcp.transport.http;

import io.jettymcp.transport.http.HttpSettings.Limits;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Builds the settings of a server on a free port of the loopback, with default limits. */
public final class TestSettings {
  public static final Limits LIMITS =
      new Limits(
          4 * 1024 * 1024,
          16 * 1024,
          200,
          Duration.ofSeconds(30),
          10_000,
          1_000,
          100,
          Duration.ofMinutes(30),
          Duration.ofMinutes(5),
          32,
          Duration.ofSeconds(25));

  public int port;
  public boolean stateless;
  public Optional<URI> authorizationServer = Optional.empty();
  public List<String> hosts = List.of();
  public List<String> origins = List.of();
  public List<String> proxies = List.of();
  public Optional<HttpSettings.Tls> tls = Optional.empty();
  public int body = LIMITS.body();
  public Duration request = LIMITS.request();
  public int connections = LIMITS.connections();
  public int sessionsPerToken = LIMITS.sessionsPerToken();
  public int callsPerToken = LIMITS.callsPerToken();
  public Duration drain = LIMITS.drain();

  /** What the start page says of a server with these settings. */
  public static final ServerInfo INFO =
      new ServerInfo("1.2.3", Map.of("tasks", 2), false, ServerInfo.Credential.NONE, () -> true);

  private TestSettings() {}

  public static HttpSettings with(Consumer<TestSettings> change) {
    TestSettings settings = new TestSettings();
    change.accept(settings);
    return settings.build();
  }

  private HttpSettings build() {
    return new HttpSettings(
        "127.0.0.1",
        port,
        stateless,
        Optional.empty(),
        authorizationServer,
        hosts,
        origins,
        proxies,
        tls,
        new Limits(
            body,
            LIMITS.header(),
            LIMITS.depth(),
            request,
            connections,
            LIMITS.sessions(),
            sessionsPerToken,
            LIMITS.sessionIdle(),
            LIMITS.resumeWindow(),
            callsPerToken,
            drain));
  }
}
