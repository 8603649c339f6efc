package io.jettymcp.transport.http;

import io.jettymcp.transport.http.HttpSettings.Limits;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Builds settings of a server on a free port of the loopback, with default limits. */
public final class SettingsBuilder {
  private int port;
  private boolean stateless;
  private Optional<URI> authorizationServer = Optional.empty();
  private List<String> hosts = List.of();
  private List<String> origins = List.of();
  private List<String> proxies = List.of();
  private Optional<HttpSettings.Tls> tls = Optional.empty();
  private int body = Limits.DEFAULT.body();
  private Duration request = Limits.DEFAULT.request();
  private int connections = Limits.DEFAULT.connections();
  private int callsPerToken = Limits.DEFAULT.callsPerToken();
  private Duration drain = Limits.DEFAULT.drain();

  public SettingsBuilder port(int value) {
    port = value;
    return this;
  }

  public SettingsBuilder stateless(boolean value) {
    stateless = value;
    return this;
  }

  public SettingsBuilder authorizationServer(String url) {
    authorizationServer = Optional.of(URI.create(url));
    return this;
  }

  public SettingsBuilder allowHost(String host) {
    hosts = List.of(host);
    return this;
  }

  public SettingsBuilder allowOrigin(String origin) {
    origins = List.of(origin);
    return this;
  }

  public SettingsBuilder trustProxy(String network) {
    proxies = List.of(network);
    return this;
  }

  public SettingsBuilder tls(HttpSettings.Tls files) {
    tls = Optional.of(files);
    return this;
  }

  public SettingsBuilder body(int bytes) {
    body = bytes;
    return this;
  }

  public SettingsBuilder request(Duration time) {
    request = time;
    return this;
  }

  public SettingsBuilder connections(int max) {
    connections = max;
    return this;
  }

  public SettingsBuilder callsPerToken(int max) {
    callsPerToken = max;
    return this;
  }

  public SettingsBuilder drain(Duration time) {
    drain = time;
    return this;
  }

  public HttpSettings build() {
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
            Limits.DEFAULT.sessionsPerToken(),
            Limits.DEFAULT.sessionIdle(),
            Limits.DEFAULT.resumeWindow(),
            callsPerToken,
            drain));
  }
}
