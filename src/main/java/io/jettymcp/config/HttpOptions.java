package io.jettymcp.config;

import static io.jettymcp.config.SettingDefinition.ALLOW_HOST;
import static io.jettymcp.config.SettingDefinition.ALLOW_ORIGIN;
import static io.jettymcp.config.SettingDefinition.AUTH;
import static io.jettymcp.config.SettingDefinition.AUTHORIZATION_SERVER;
import static io.jettymcp.config.SettingDefinition.DRAIN;
import static io.jettymcp.config.SettingDefinition.HOST;
import static io.jettymcp.config.SettingDefinition.MAX_CALLS_PER_TOKEN;
import static io.jettymcp.config.SettingDefinition.MAX_CONNECTIONS;
import static io.jettymcp.config.SettingDefinition.MAX_DEPTH;
import static io.jettymcp.config.SettingDefinition.MAX_HEADER;
import static io.jettymcp.config.SettingDefinition.MAX_REQUEST_BODY;
import static io.jettymcp.config.SettingDefinition.MAX_SESSIONS;
import static io.jettymcp.config.SettingDefinition.MAX_SESSIONS_PER_TOKEN;
import static io.jettymcp.config.SettingDefinition.PORT;
import static io.jettymcp.config.SettingDefinition.PUBLIC_URL;
import static io.jettymcp.config.SettingDefinition.REQUEST_TIMEOUT;
import static io.jettymcp.config.SettingDefinition.RESUME_WINDOW;
import static io.jettymcp.config.SettingDefinition.SESSION_IDLE;
import static io.jettymcp.config.SettingDefinition.STATELESS;
import static io.jettymcp.config.SettingDefinition.TLS_CERT;
import static io.jettymcp.config.SettingDefinition.TLS_KEY;
import static io.jettymcp.config.SettingDefinition.TRUST_PROXY;

import io.jettymcp.secret.Secret;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What can be set for {@code jetty-mcp http} alone; {@link SettingDefinition} says what each is
 * for. Sizes are in bytes. Hosts, origins and networks are in lower case.
 *
 * @param key the shared key; there exactly if {@code auth} is {@link Auth#KEY}
 * @param tlsKey there exactly if {@code tlsCert} is
 */
public record HttpOptions(
    String host,
    int port,
    boolean stateless,
    Auth auth,
    Optional<Secret> key,
    Optional<URI> publicUrl,
    Optional<URI> authorizationServer,
    List<String> allowHosts,
    List<String> allowOrigins,
    List<String> trustProxies,
    Optional<Path> tlsCert,
    Optional<Path> tlsKey,
    int maxRequestBody,
    int maxHeader,
    int maxDepth,
    Duration requestTimeout,
    int maxConnections,
    int maxSessions,
    int maxSessionsPerToken,
    Duration sessionIdle,
    Duration resumeWindow,
    int maxCallsPerToken,
    Duration drain) {
  private static final int MAX = 1_000_000;

  public HttpOptions {
    if (auth == Auth.NONE && !UrlSyntax.isLoopback(host)) {
      throw new UsageException(
          "--auth none lets everybody in who reaches the server, so it works on loopback only: take"
              + " --auth passthrough or --auth key with --host "
              + host
              + ".");
    }
    if (tlsCert.isPresent() != tlsKey.isPresent()) {
      throw new UsageException("--tls-cert and --tls-key are for each other: give both.");
    }
  }

  /**
   * Reads them: a flag wins over the environment, that over the default.
   *
   * @param flags the text of each flag that was given
   * @param warnings takes sentences for people
   * @throws UsageException at the first value that is not accepted
   */
  public static HttpOptions read(
      Map<SettingDefinition, String> flags,
      ProcessEnvironment surroundings,
      Consumer<String> warnings) {
    SettingReader reader = new SettingReader(flags, surroundings);
    String host = reader.read(HOST, UrlSyntax::host).value();
    Auth auth =
        reader
            .readOptional(AUTH, text -> SettingSyntax.choice(Auth.class, text))
            .value()
            .orElse(UrlSyntax.isLoopback(host) ? Auth.NONE : Auth.PASSTHROUGH);
    HttpOptions options =
        new HttpOptions(
            host,
            reader.read(PORT, text -> SettingSyntax.whole(0, 65_535, text)).value(),
            reader.read(STATELESS, SettingSyntax::onOff).value(),
            auth,
            new SharedKey(reader, surroundings, warnings).read(auth),
            reader.readOptional(PUBLIC_URL, UrlSyntax::url).value(),
            reader.readOptional(AUTHORIZATION_SERVER, UrlSyntax::url).value(),
            reader.readList(ALLOW_HOST, UrlSyntax::hosts).value(),
            reader.readList(ALLOW_ORIGIN, UrlSyntax::origins).value(),
            reader.readList(TRUST_PROXY, UrlSyntax::networks).value(),
            reader.readOptional(TLS_CERT, text -> SettingSyntax.file(surroundings, text)).value(),
            reader.readOptional(TLS_KEY, text -> SettingSyntax.file(surroundings, text)).value(),
            reader.read(MAX_REQUEST_BODY, text -> SettingSyntax.bytes("64MB", text)).value(),
            reader.read(MAX_HEADER, text -> SettingSyntax.bytes("1MB", text)).value(),
            reader.read(MAX_DEPTH, text -> SettingSyntax.whole(10, 1_000, text)).value(),
            reader.read(REQUEST_TIMEOUT, SettingSyntax::seconds).value(),
            reader.read(MAX_CONNECTIONS, text -> SettingSyntax.whole(1, MAX, text)).value(),
            reader.read(MAX_SESSIONS, text -> SettingSyntax.whole(1, MAX, text)).value(),
            reader.read(MAX_SESSIONS_PER_TOKEN, text -> SettingSyntax.whole(1, MAX, text)).value(),
            reader.read(SESSION_IDLE, SettingSyntax::seconds).value(),
            reader.read(RESUME_WINDOW, SettingSyntax::seconds).value(),
            reader.read(MAX_CALLS_PER_TOKEN, text -> SettingSyntax.whole(1, MAX, text)).value(),
            reader.read(DRAIN, SettingSyntax::seconds).value());
    if (options.isOpenBehindAProxy()) {
      warnings.accept(
          "With --auth none everybody gets in whom a proxy lets through. Behind one take --auth"
              + " passthrough or --auth key.");
    }
    return options;
  }

  /** On loopback for itself, and yet meant to be reached from elsewhere. */
  private boolean isOpenBehindAProxy() {
    return auth == Auth.NONE
        && (!trustProxies.isEmpty()
            || publicUrl.filter(url -> !AddressSyntax.isLoopback(url.getHost())).isPresent());
  }
}
