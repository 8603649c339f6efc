package io.jettymcp.config;

import static io.jettymcp.config.UrlSyntax.HOSTS;
import static io.jettymcp.config.UrlSyntax.LISTEN_ADDRESS;
import static io.jettymcp.config.UrlSyntax.NETWORKS;
import static io.jettymcp.config.UrlSyntax.ORIGINS;
import static io.jettymcp.config.UrlSyntax.WEB_URL;
import static io.jettymcp.config.ValueSyntax.FILE;
import static io.jettymcp.config.ValueSyntax.SECONDS;
import static io.jettymcp.config.ValueSyntax.SWITCH;
import static io.jettymcp.config.ValueSyntax.choice;
import static io.jettymcp.config.ValueSyntax.integer;
import static io.jettymcp.config.ValueSyntax.optional;
import static io.jettymcp.config.ValueSyntax.secret;
import static io.jettymcp.config.ValueSyntax.size;

import io.jettymcp.secret.Secret;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Declares and holds the settings of {@code jetty-mcp http} alone. Sizes are in bytes. Hosts,
 * origins and networks are in lower case.
 */
public final class HttpOptions {
  private static final List<Setting<?>> ALL = new ArrayList<>();
  private static final SettingSyntax<Integer> COUNT = integer(1, 1_000_000);

  public static final Setting<Integer> PORT =
      Setting.flag("--port", integer(0, 65_535), "8765")
          .declare(ALL, "Port to listen on; 0 picks a free one.");
  public static final Setting<String> HOST =
      Setting.flag("--host", LISTEN_ADDRESS, "127.0.0.1")
          .declare(ALL, "Address to listen on; 0.0.0.0 means all.");
  public static final Setting<Boolean> STATELESS =
      Setting.flag("--stateless", SWITCH, "false")
          .declare(
              ALL,
              "Serve each request on its own, without sessions, so that any replica can handle"
                  + " it.");
  public static final Setting<Optional<Auth>> AUTH =
      Setting.flag("--auth", optional(choice("MODE", Auth.class)), "")
          .declare(
              ALL,
              "Whose token is used. passthrough: the caller's, which is required. key: the server's"
                  + " token, for callers with the key. none: the caller's token if sent, else the"
                  + " server's; on loopback only. Default: none on loopback, else passthrough.");
  public static final Setting<Optional<Path>> KEY_FILE =
      Setting.flag("--key-file", optional(FILE), "")
          .declare(ALL, "File with the key for --auth key.");
  public static final Setting<Secret> KEY =
      Setting.variable("JETTY_MCP_KEY", secret("KEY"), "")
          .declare(ALL, "Key for jetty-mcp http --auth key.");
  public static final Setting<Optional<URI>> PUBLIC_URL =
      Setting.flag("--public-url", optional(WEB_URL), "")
          .declare(ALL, "Public URL of this server. Default: the URL of the request.");
  public static final Setting<Optional<URI>> AUTHORIZATION_SERVER =
      Setting.flag("--authorization-server", optional(WEB_URL), "")
          .declare(
              ALL, "Authorization server that clients without a token are referred to (RFC 9728).");
  public static final Setting<List<String>> ALLOW_HOST =
      Setting.flag("--allow-host", HOSTS, "")
          .declare(
              ALL,
              "Allowed Host header values, besides the server's own addresses with their port.");
  public static final Setting<List<String>> ALLOW_ORIGIN =
      Setting.flag("--allow-origin", ORIGINS, "")
          .declare(
              ALL,
              "Allowed origins of web pages, such as https://app.example.com, besides the server's"
                  + " own.");
  public static final Setting<List<String>> TRUST_PROXY =
      Setting.flag("--trust-proxy", NETWORKS, "")
          .declare(
              ALL,
              "Proxies whose X-Forwarded-Proto and X-Forwarded-Host are trusted: addresses, or"
                  + " networks such as 10.0.0.0/8.");
  public static final Setting<Optional<Path>> TLS_CERT =
      Setting.flag("--tls-cert", optional(FILE), "")
          .declare(ALL, "Certificate chain in PEM, which with --tls-key enables https.");
  public static final Setting<Optional<Path>> TLS_KEY =
      Setting.flag("--tls-key", optional(FILE), "")
          .declare(ALL, "Private key of --tls-cert in PEM (PKCS#8).");
  public static final Setting<Integer> MAX_REQUEST_BODY =
      Setting.flag("--max-request-body", size("64MB"), "4MB")
          .declare(ALL, "Maximum size of a request body; at most 64MB.");
  public static final Setting<Integer> MAX_HEADER =
      Setting.flag("--max-header", size("1MB"), "16KB")
          .declare(ALL, "Maximum size of request headers; at most 1MB.");
  public static final Setting<Integer> MAX_DEPTH =
      Setting.flag("--max-depth", integer(10, 1_000), "200")
          .declare(ALL, "Maximum JSON nesting depth.");
  public static final Setting<Duration> REQUEST_TIMEOUT =
      Setting.flag("--request-timeout", SECONDS, "30")
          .declare(ALL, "Maximum time for a request to arrive in full.");
  public static final Setting<Integer> MAX_CONNECTIONS =
      Setting.flag("--max-connections", COUNT, "10000").declare(ALL, "Maximum connections.");
  public static final Setting<Integer> MAX_SESSIONS =
      Setting.flag("--max-sessions", COUNT, "1000")
          .declare(ALL, "Maximum sessions, and maximum subscriptions.");
  public static final Setting<Integer> MAX_SESSIONS_PER_TOKEN =
      Setting.flag("--max-sessions-per-token", COUNT, "100")
          .declare(ALL, "Maximum sessions, and maximum subscriptions, per token.");
  public static final Setting<Duration> SESSION_IDLE =
      Setting.flag("--session-idle", SECONDS, "1800")
          .declare(ALL, "Close a session that is unused for this long.");
  public static final Setting<Duration> RESUME_WINDOW =
      Setting.flag("--resume-window", SECONDS, "300")
          .declare(ALL, "How long a broken stream can be resumed.");
  public static final Setting<Integer> MAX_CALLS_PER_TOKEN =
      Setting.flag("--max-calls-per-token", COUNT, "32")
          .declare(ALL, "Maximum concurrent calls per token.");
  public static final Setting<Duration> DRAIN =
      Setting.flag("--drain", SECONDS, "25")
          .declare(ALL, "How long calls in flight can take to finish when the server stops.");

  private final Settings settings;
  private final Auth auth;
  private final Optional<Secret> key;

  private HttpOptions(Settings settings, Auth auth, Optional<Secret> key) {
    this.settings = settings;
    this.auth = auth;
    this.key = key;
  }

  /** Returns all of them in the order in which they are documented. */
  public static List<Setting<?>> all() {
    return Collections.unmodifiableList(ALL);
  }

  /**
   * Reads and checks them.
   *
   * @param flags the value of each flag that was given, as written
   * @param warnings takes sentences for people
   * @throws UsageException at the first value that is not accepted
   */
  public static HttpOptions read(
      Map<Setting<?>, String> flags, ProcessEnvironment environment, Consumer<String> warnings) {
    Settings settings = Settings.read(all(), flags, environment);
    settings.unfilled().forEach(warnings);
    String host = settings.get(HOST);
    Auth auth =
        settings.get(AUTH).orElse(UrlSyntax.isLoopback(host) ? Auth.NONE : Auth.PASSTHROUGH);
    if (auth == Auth.NONE && !UrlSyntax.isLoopback(host)) {
      throw new UsageException(
          "--auth none admits everyone who reaches the server, so it works on loopback only. Use"
              + " --auth passthrough or --auth key with --host "
              + host
              + ".");
    }
    if (settings.get(TLS_CERT).isPresent() != settings.get(TLS_KEY).isPresent()) {
      throw new UsageException("--tls-cert and --tls-key belong together: set both.");
    }
    if (auth == Auth.NONE && isBehindProxy(settings)) {
      warnings.accept(
          "Behind a proxy, --auth none admits everyone whom the proxy lets through. Use --auth"
              + " passthrough or --auth key.");
    }
    return new HttpOptions(
        settings,
        auth,
        new SharedKey(settings.get(KEY_FILE), environment.secret(KEY.title()), warnings)
            .read(auth));
  }

  private static boolean isBehindProxy(Settings settings) {
    return !settings.get(TRUST_PROXY).isEmpty()
        || settings
            .get(PUBLIC_URL)
            .filter(url -> !ApiAddressSyntax.isLoopback(url.getHost()))
            .isPresent();
  }

  public <T> T get(Setting<T> setting) {
    return settings.get(setting);
  }

  /** Returns how callers are identified, which depends on the host where {@link #AUTH} is unset. */
  public Auth auth() {
    return auth;
  }

  /** Returns the shared key, which is present exactly for {@link Auth#KEY}. */
  public Optional<Secret> key() {
    return key;
  }
}
