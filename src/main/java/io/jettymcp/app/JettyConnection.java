package io.jettymcp.app;

import static io.jettymcp.config.GeneralSettings.API_URL;
import static io.jettymcp.config.GeneralSettings.CONNECT_TIMEOUT;
import static io.jettymcp.config.GeneralSettings.MAX_BODY;
import static io.jettymcp.config.GeneralSettings.MAX_CONCURRENCY;
import static io.jettymcp.config.GeneralSettings.PLAIN_ENV;
import static io.jettymcp.config.GeneralSettings.PRECONNECT;
import static io.jettymcp.config.GeneralSettings.READ_TIMEOUT;
import static io.jettymcp.config.GeneralSettings.RESPONSE_TIMEOUT;
import static io.jettymcp.config.GeneralSettings.RETRIES;
import static io.jettymcp.config.GeneralSettings.TIMEOUT;

import io.jettymcp.config.ApiAddress;
import io.jettymcp.config.GeneralSettings.PreconnectMode;
import io.jettymcp.config.ProxySelection;
import io.jettymcp.config.ProxyUrl;
import io.jettymcp.config.SettingValue;
import io.jettymcp.config.Settings;
import io.jettymcp.config.Source;
import io.jettymcp.config.TrustedCertificates;
import io.jettymcp.jetty.ApiObserver;
import io.jettymcp.jetty.ApiSettings;
import io.jettymcp.jetty.Exchange;
import io.jettymcp.jetty.Proxy;
import io.jettymcp.jetty.Reply;
import io.jettymcp.jetty.Request;
import io.jettymcp.jetty.SecretSink;
import io.jettymcp.jetty.TokenSource;
import io.jettymcp.jetty.client.JettyApi;
import io.jettymcp.redact.KnownSecrets;
import io.jettymcp.redact.OrdinarySettings;
import io.jettymcp.secret.Secret;
import io.jettymcp.simulator.Simulator;
import io.jettymcp.text.Origin;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Mono;

/**
 * Connects to Jetty at the address in the settings, or to the embedded simulator. Nothing is
 * started or connected before the first request or {@link #prepare}.
 */
public final class JettyConnection implements Exchange, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(JettyConnection.class);

  /** Limits the sockets of callers who share a token; each has limits of its own. */
  private static final int MAX_SHARED_CONNECTIONS = 2_000;

  /**
   * Covers the pauses between the calls of an agent, and ends before middleboxes forget a
   * connection without a word, the first after a minute.
   */
  private static final Duration MAX_IDLE = Duration.ofSeconds(50);

  /** Keeps few sockets of callers who have left. */
  private static final Duration MAX_SHARED_IDLE = Duration.ofSeconds(4);

  static {
    // Work still in flight when a call is cancelled has no subscriber for its errors.
    Hooks.onErrorDropped(dropped -> {});
  }

  private final Settings settings;
  private final Supplier<Optional<SettingValue<Secret>>> token;
  private final KnownSecrets secrets;
  private final ApiObserver observer;
  private final int connections;
  private final Duration maxIdle;
  private @Nullable Simulator simulator;
  private @Nullable JettyApi api;

  public JettyConnection(
      Settings settings, Supplier<Optional<SettingValue<Secret>>> token, KnownSecrets secrets) {
    // Twice what runs at once: a connection may still be closing when its successor starts.
    this(settings, token, secrets, ApiObserver.NONE, 2 * settings.get(MAX_CONCURRENCY), MAX_IDLE);
  }

  private JettyConnection(
      Settings settings,
      Supplier<Optional<SettingValue<Secret>>> token,
      KnownSecrets secrets,
      ApiObserver observer,
      int connections,
      Duration maxIdle) {
    this.settings = settings;
    this.token = token;
    this.secrets = secrets;
    this.observer = observer;
    this.connections = connections;
    this.maxIdle = maxIdle;
  }

  /**
   * Creates a connection that many callers share.
   *
   * @param token the server's own
   * @param observer sees every HTTP request
   */
  public static JettyConnection forMany(
      Settings settings,
      Supplier<Optional<SettingValue<Secret>>> token,
      KnownSecrets secrets,
      ApiObserver observer) {
    return new JettyConnection(
        settings, token, secrets, observer, MAX_SHARED_CONNECTIONS, MAX_SHARED_IDLE);
  }

  /**
   * Makes ready what the first request would wait for: classes, and a connection if there is a
   * token. A simulator is started by that request.
   */
  void prepare() {
    if (isSimulated()) {
      return;
    }
    JettyApi ready = api();
    if (settings.get(PRECONNECT) == PreconnectMode.AUTO) {
      ownToken().ifPresent(ready::preconnect);
    }
    ready.load();
  }

  @Override
  public Mono<Reply> send(Request request) {
    return Mono.defer(() -> api().send(request));
  }

  /**
   * Returns a route to the same Jetty with a caller's token. Secrets in its replies go to that
   * caller's sink alone.
   */
  public Exchange forCaller(TokenSource tokens, SecretSink sink) {
    return api().forCaller(tokens, withoutOrdinary(sink));
  }

  /** Returns the token that requests carry, if there is one; it is redacted from now on. */
  public Optional<SettingValue<Secret>> token() {
    Optional<SettingValue<Secret>> current =
        isSimulated()
            ? Optional.of(
                new SettingValue<>(Secret.of(simulator().token()), new Source.Simulator()))
            : token.get();
    current.ifPresent(found -> secrets.learnOfProcess(found.value()));
    return current;
  }

  Optional<Secret> ownToken() {
    return token().map(SettingValue::value);
  }

  private boolean isSimulated() {
    return settings.get(API_URL) instanceof ApiAddress.Simulator;
  }

  private synchronized JettyApi api() {
    if (api == null) {
      TokenSource source = this::ownToken;
      api = JettyApi.connect(apiSettings(), source, withoutOrdinary(secrets::learn), observer);
    }
    return api;
  }

  private SecretSink withoutOrdinary(SecretSink sink) {
    return new OrdinaryAwareSink(sink, new OrdinarySettings(settings.get(PLAIN_ENV)));
  }

  /** Learns the values of all variables but ordinary settings. */
  private record OrdinaryAwareSink(SecretSink next, OrdinarySettings ordinary)
      implements SecretSink {
    @Override
    public void learned(String collection, List<Secret> values) {
      next.learned(collection, values);
    }

    @Override
    public boolean isSecret(String variable, Secret value) {
      return !ordinary.isOrdinary(variable, value);
    }

    @Override
    public String inLog(String line) {
      return next.inLog(line);
    }
  }

  private ApiSettings apiSettings() {
    URI base =
        settings.get(API_URL) instanceof ApiAddress.Remote remote
            ? remote.base()
            : URI.create(simulator().url());
    Optional<Proxy> proxy = isSimulated() ? Optional.empty() : proxy(base);
    TrustedCertificates trusted = TrustedCertificates.of(settings);
    trusted.warnings().forEach(LOG::warn);
    return new ApiSettings(
        Origin.of(base),
        settings.get(CONNECT_TIMEOUT),
        settings.get(RESPONSE_TIMEOUT),
        settings.get(READ_TIMEOUT),
        settings.get(TIMEOUT),
        settings.get(RETRIES),
        settings.get(MAX_CONCURRENCY),
        connections,
        maxIdle,
        settings.get(MAX_BODY),
        "jetty-mcp/" + Version.current(),
        proxy,
        trusted.places().stream().map(SettingValue::value).toList());
  }

  /** Returns the proxy to Jetty; its password is redacted from now on. */
  private Optional<Proxy> proxy(URI jetty) {
    ProxySelection selection = ProxySelection.of(settings, jetty);
    selection.warnings().forEach(LOG::warn);
    selection
        .proxy()
        .filter(url -> url.user().isPresent())
        .ifPresent(url -> secrets.learnOfProcess(url.password()));
    return selection.proxy().map(JettyConnection::proxy);
  }

  private static Proxy proxy(ProxyUrl url) {
    Proxy.Kind kind =
        switch (url.scheme()) {
          case HTTP -> Proxy.Kind.HTTP;
          case HTTPS -> Proxy.Kind.HTTPS;
          case SOCKS5 -> Proxy.Kind.SOCKS5;
        };
    return new Proxy(
        kind,
        url.host(),
        url.port(),
        url.user().map(user -> new Proxy.Login(user, url.password())));
  }

  private synchronized Simulator simulator() {
    if (simulator == null) {
      simulator = Simulator.start();
    }
    return simulator;
  }

  @Override
  public synchronized void close() {
    if (api != null) {
      api.close();
    }
    if (simulator != null) {
      simulator.close();
    }
  }
}
