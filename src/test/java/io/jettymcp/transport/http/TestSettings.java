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
  public int port;
  public boolean stateless;
  public Optional<URI> authorizationServer = Optional.empty();
  public List<String> hosts = List.of();
  public List<String> origins = List.of();
  public List<String> proxies = List.of();
  public Optional<HttpSettings.Tls> tls = Optional.empty();
  public int body = Limits.DEFAULT.body();
  public Duration request = Limits.DEFAULT.request();
  public int connections = Limits.DEFAULT.connections();
  public int sessionsPerToken = Limits.DEFAULT.sessionsPerToken();
  public int callsPerToken = Limits.DEFAULT.callsPerToken();
  public Duration drain = Limits.DEFAULT.drain();

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
            Limits.DEFAULT.header(),
            Limits.DEFAULT.depth(),
            request,
            connections,
            Limits.DEFAULT.sessions(),
            sessionsPerToken,
            Limits.DEFAULT.sessionIdle(),
            Limits.DEFAULT.resumeWindow(),
            callsPerToken,
            drain));
  }
}
