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
import static io.jettymcp.config.ValueSyntax.sizeUpTo;

import io.jettymcp.secret.Secret;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Declares and holds the settings of {@code jetty-mcp http} alone. Sizes are in bytes. Hosts,
 * origins and networks are in lower case.
 */
public final class HttpOptions {
  private static final SettingGroup GROUP = new SettingGroup();
  private static final SettingSyntax<Integer> COUNT = integer(1, 1_000_000);

  public static final Setting<Integer> PORT =
      GROUP.add(
          new Setting<>(
              "--port", integer(0, 65_535), "8765", "Port to listen on; 0 picks a free one."));

  public static final Setting<String> HOST =
      GROUP.add(
          new Setting<>(
              "--host", LISTEN_ADDRESS, "127.0.0.1", "Address to listen on; 0.0.0.0 means all."));

  public static final Setting<Boolean> STATELESS =
      GROUP.add(
          new Setting<>(
              "--stateless",
              SWITCH,
              "false",
              "Serve each request on its own, without sessions, so that any replica can handle"
                  + " it."));

  public static final Setting<Optional<Auth>> AUTH =
      GROUP.add(
          new Setting<>(
              "--auth",
              optional(choice("MODE", Auth.class)),
              "",
              "Whose token is used. passthrough: the caller's, which is required. key: the server's"
                  + " token, for callers with the key. none: the caller's token if sent, else the"
                  + " server's; on loopback only. Default: none on loopback, else passthrough."));

  public static final Setting<Optional<Path>> KEY_FILE =
      GROUP.add(
          new Setting<>("--key-file", optional(FILE), "", "File with the key for --auth key."));

  public static final Setting<Secret> KEY =
      GROUP.add(
          new Setting<>("", new SecretSyntax("KEY"), "", "Key for jetty-mcp http --auth key.")
              .withVariable("JETTY_MCP_KEY"));

  public static final Setting<Optional<URI>> PUBLIC_URL =
      GROUP.add(
          new Setting<>(
              "--public-url",
              optional(WEB_URL),
              "",
              "Public URL of this server. Default: the URL of the request."));

  public static final Setting<Optional<URI>> AUTHORIZATION_SERVER =
      GROUP.add(
          new Setting<>(
              "--authorization-server",
              optional(WEB_URL),
              "",
              "Authorization server that clients without a token are referred to (RFC 9728)."));

  public static final Setting<List<String>> ALLOW_HOST =
      GROUP.add(
          new Setting<>(
              "--allow-host",
              HOSTS,
              "",
              "Allowed Host header values, besides the server's own addresses with their port."));

  public static final Setting<List<String>> ALLOW_ORIGIN =
      GROUP.add(
          new Setting<>(
              "--allow-origin",
              ORIGINS,
              "",
              "Allowed origins of web pages, such as https://app.example.com, besides the server's"
                  + " own."));

  public static final Setting<List<String>> TRUST_PROXY =
      GROUP.add(
          new Setting<>(
              "--trust-proxy",
              NETWORKS,
              "",
              "Proxies whose forwarded headers are trusted: addresses, or networks such as"
                  + " 10.0.0.0/8."));

  public static final Setting<Optional<Path>> TLS_CERT =
      GROUP.add(
          new Setting<>(
              "--tls-cert",
              optional(FILE),
              "",
              "Certificate chain in PEM, which with --tls-key enables https."));

  public static final Setting<Optional<Path>> TLS_KEY =
      GROUP.add(
          new Setting<>(
              "--tls-key", optional(FILE), "", "Private key of --tls-cert in PEM (PKCS#8)."));

  public static final Setting<Integer> MAX_REQUEST_BODY =
      GROUP.add(
          new Setting<>(
              "--max-request-body",
              sizeUpTo("64MB"),
              "4MB",
              "Maximum size of a request body; at most 64MB."));

  public static final Setting<Integer> MAX_HEADER =
      GROUP.add(
          new Setting<>(
              "--max-header",
              sizeUpTo("1MB"),
              "16KB",
              "Maximum size of request headers; at most 1MB."));

  public static final Setting<Integer> MAX_DEPTH =
      GROUP.add(
          new Setting<>("--max-depth", integer(10, 1_000), "200", "Maximum JSON nesting depth."));

  public static final Setting<Duration> REQUEST_TIMEOUT =
      GROUP.add(
          new Setting<>(
              "--request-timeout", SECONDS, "30", "Maximum time for a request to arrive in full."));

  public static final Setting<Integer> MAX_CONNECTIONS =
      GROUP.add(new Setting<>("--max-connections", COUNT, "10000", "Maximum connections."));

  public static final Setting<Integer> MAX_SESSIONS =
      GROUP.add(new Setting<>("--max-sessions", COUNT, "1000", "Maximum sessions."));

  public static final Setting<Integer> MAX_SESSIONS_PER_TOKEN =
      GROUP.add(
          new Setting<>("--max-sessions-per-token", COUNT, "100", "Maximum sessions per token."));

  public static final Setting<Duration> SESSION_IDLE =
      GROUP.add(
          new Setting<>(
              "--session-idle", SECONDS, "1800", "Close a session that is unused for this long."));

  public static final Setting<Duration> RESUME_WINDOW =
      GROUP.add(
          new Setting<>(
              "--resume-window", SECONDS, "300", "How long a broken stream can be resumed."));

  public static final Setting<Integer> MAX_CALLS_PER_TOKEN =
      GROUP.add(
          new Setting<>(
              "--max-calls-per-token", COUNT, "32", "Maximum concurrent calls per token."));

  public static final Setting<Duration> DRAIN =
      GROUP.add(
          new Setting<>(
              "--drain",
              SECONDS,
              "25",
              "How long calls in flight can take to finish when the server stops."));

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
    return GROUP.all();
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
        new SharedKey(settings.get(KEY_FILE), environment.variable(KEY.title()), warnings)
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
