package io.jettymcp.config;

import static io.jettymcp.config.ValueSyntax.COLLECTION_NAME;
import static io.jettymcp.config.ValueSyntax.DIRECTORY;
import static io.jettymcp.config.ValueSyntax.LINE;
import static io.jettymcp.config.ValueSyntax.NAMES;
import static io.jettymcp.config.ValueSyntax.SECONDS;
import static io.jettymcp.config.ValueSyntax.SWITCH;
import static io.jettymcp.config.ValueSyntax.VARIABLES;
import static io.jettymcp.config.ValueSyntax.choice;
import static io.jettymcp.config.ValueSyntax.integer;
import static io.jettymcp.config.ValueSyntax.optional;
import static io.jettymcp.config.ValueSyntax.secret;
import static io.jettymcp.config.ValueSyntax.size;

import io.jettymcp.secret.Secret;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Declares the settings of every command. Names of tools and toolsets are as the user wrote them:
 * the catalog of tools knows whether they exist.
 */
public final class GeneralSettings {
  /** Selects whether long calls become tasks. */
  public enum TaskMode {
    /** They do for hosts that declare the extension in the request. */
    AUTO,
    /** They never do: the server does not have the extension. */
    OFF
  }

  /** Selects whether a connection to Jetty is opened before the first call. */
  public enum PreconnectMode {
    /** It is once the host is greeted, if there is a token. */
    AUTO,
    /** The first call opens it. */
    OFF
  }

  private static final List<Setting<?>> ALL = new ArrayList<>();

  public static final Setting<Secret> TOKEN =
      Setting.variable(TokenStore.VARIABLE, secret("TOKEN"), "")
          .declare(
              ALL,
              "Jetty API token. Default: the content of ~/.config/jetty/token, which jetty-mcp"
                  + " login writes.");
  public static final Setting<ApiAddress> API_URL =
      Setting.variable("JETTY_API_URL", new ApiAddressSyntax(), "https://flows-api.jetty.io")
          .orFile("api_base")
          .declare(
              ALL,
              "Address of Jetty's API; overrides the file ~/.config/jetty/api_base. The word"
                  + " simulator selects an embedded Jetty that needs no account.");
  public static final Setting<Optional<String>> COLLECTION =
      Setting.flag("--collection", optional(COLLECTION_NAME), "")
          .orVariable("JETTY_COLLECTION")
          .declare(ALL, "Default collection for calls that name none.");
  public static final Setting<Boolean> LOCK_COLLECTION =
      Setting.flag("--lock-collection", SWITCH, "false")
          .declare(ALL, "Restrict every call to that collection: no tool accepts another one.");
  public static final Setting<Boolean> READ_ONLY =
      Setting.flag("--read-only", SWITCH, "false")
          .orVariable("JETTY_READ_ONLY")
          .declare(ALL, "Enable only the tools that change nothing.");
  public static final Setting<List<String>> TOOLSETS =
      Setting.flag("--toolsets", NAMES, "")
          .declare(ALL, "Enable only the tools of these toolsets.");
  public static final Setting<List<String>> TOOLS =
      Setting.flag("--tools", NAMES, "")
          .declare(ALL, "Enable exactly these tools; with --toolsets, enable these in addition.");
  public static final Setting<List<String>> EXCLUDE_TOOLS =
      Setting.flag("--exclude-tools", NAMES, "").declare(ALL, "Disable these tools.");
  public static final Setting<Path> FILES_ROOT =
      Setting.flag("--files-root", DIRECTORY, ".")
          .declare(
              ALL,
              "Directory that tools read files from and save files to; nothing outside it is"
                  + " touched. A single dot is the working directory.");
  public static final Setting<List<String>> SECRET_ENV =
      Setting.flag("--secret-env", VARIABLES, "")
          .declare(
              ALL,
              "Environment variables of this process that tools may pass to Jetty as secrets:"
                  + " names, or patterns with * and ?.");
  public static final Setting<List<String>> PLAIN_ENV =
      Setting.flag("--plain-env", VARIABLES, "")
          .orVariable("JETTY_PLAIN_ENV")
          .declare(
              ALL,
              "Environment variables of collections whose values are no secrets: names, or patterns"
                  + " with * and ?. none: treat every value as a secret, even of variables such as"
                  + " DEFAULT_MODEL or AWS_REGION.");
  public static final Setting<Confirm> CONFIRM =
      Setting.flag("--confirm", choice("WHEN", Confirm.class), "ask")
          .declare(ALL, "Confirm destructive calls: ask, or never (leave it to the host).");
  public static final Setting<TaskMode> TASKS =
      Setting.flag("--tasks", choice("MODE", TaskMode.class), "auto")
          .orVariable("JETTY_TASKS")
          .declare(
              ALL,
              "Tasks of MCP. auto: a call that waits for runs becomes a background task of hosts that"
                  + " declare the extension. off: no call does, and the extension is not declared.");
  public static final Setting<Optional<String>> AUTHOR =
      Setting.flag("--author", optional(LINE), "")
          .declare(ALL, "Default author for labels that name none.");
  public static final Setting<Optional<ProxyUrl>> PROXY =
      Setting.flag("--proxy", new ProxySyntax(), "")
          .declare(
              ALL,
              "Proxy to Jetty: http://, https:// or socks5:// with [USER:PASSWORD@]HOST[:PORT]."
                  + " none: connect directly. Default: HTTPS_PROXY or ALL_PROXY, unless NO_PROXY"
                  + " excludes Jetty; else Java's https.proxyHost.");
  public static final Setting<Optional<Path>> CA_FILE =
      Setting.flag("--ca-file", optional(new CertificateFileSyntax()), "")
          .declare(
              ALL,
              "PEM file with certificates of authorities to trust besides Java's and the system's."
                  + " SSL_CERT_FILE, SSL_CERT_DIR and NODE_EXTRA_CA_CERTS add more.");
  public static final Setting<Duration> CONNECT_TIMEOUT =
      Setting.flag("--connect-timeout", SECONDS, "5")
          .declare(ALL, "Maximum wait for a connection.");
  public static final Setting<PreconnectMode> PRECONNECT =
      Setting.flag("--preconnect", choice("MODE", PreconnectMode.class), "auto")
          .declare(
              ALL,
              "Connection to Jetty on stdio. auto: open one once the host is greeted, if there is a"
                  + " token, so that the first call is fast. off: open it at the first call.");
  public static final Setting<Duration> RESPONSE_TIMEOUT =
      Setting.flag("--response-timeout", SECONDS, "30")
          .declare(ALL, "Maximum wait for the first byte of a reply.");
  public static final Setting<Duration> READ_TIMEOUT =
      Setting.flag("--read-timeout", SECONDS, "60")
          .declare(
              ALL,
              "Maximum time to read the body of a reply; for a file or a stream, the maximum time"
                  + " without data.");
  public static final Setting<Duration> TIMEOUT =
      Setting.flag("--timeout", SECONDS, "50")
          .declare(
              ALL,
              "Maximum time for a call including retries; wait_seconds is added to it, and a file"
                  + " that is being saved can take longer while data arrives. Hosts often give up"
                  + " after 60 seconds.");
  public static final Setting<Integer> RETRIES =
      Setting.flag("--retries", integer(0, 10), "3")
          .declare(ALL, "How often a failed read is retried; 0 means one request.");
  public static final Setting<Integer> MAX_CONCURRENCY =
      Setting.flag("--max-concurrency", integer(1, 1_000), "16")
          .declare(ALL, "Maximum concurrent requests to Jetty; the rest wait.");
  public static final Setting<Integer> MAX_BODY =
      Setting.flag("--max-body", size("1GB"), "64MB")
          .declare(ALL, "Maximum size of a reply: bytes, or a number with KB, MB or GB.");
  public static final Setting<Optional<Path>> STATE_KEY_FILE =
      Setting.flag("--state-key-file", optional(new SmallFile.KeySyntax()), "")
          .orVariable("JETTY_MCP_STATE_KEY_FILE")
          .declare(
              ALL,
              "File with a key of at least 32 bytes that seals what hosts hold between requests, such"
                  + " as the state of a question. Replicas must share it. Default: a random key for"
                  + " each process.");
  public static final Setting<LogLevel> LOG_LEVEL =
      Setting.flag("--log-level", choice("LEVEL", LogLevel.class), "warn")
          .declare(ALL, "Log level on stderr: error, warn, info, debug or trace.");

  private GeneralSettings() {}

  /** Returns all of them in the order in which they are documented. */
  public static List<Setting<?>> all() {
    return Collections.unmodifiableList(ALL);
  }

  /** Warns of files that other users can read or change. */
  public static List<String> warnings(Settings settings) {
    List<String> warnings = new ArrayList<>();
    if (settings.source(API_URL) instanceof Source.File file
        && SmallFile.isWritableByAll(file.path())) {
      warnings.add(
          "Every user can change the file %1$s, which says where the token is sent. To fix:"
                  .formatted(file.path())
              + " chmod go-w %1$s %2$s".formatted(file.path(), file.path().getParent()));
    }
    settings.get(STATE_KEY_FILE).flatMap(SmallFile::keyWarning).ifPresent(warnings::add);
    return warnings;
  }

  /**
   * Reads the key of {@link #STATE_KEY_FILE}, if there is one.
   *
   * @throws UsageException if it can no longer be read
   */
  public static Optional<Secret> stateKey(Settings settings) {
    try {
      return settings.get(STATE_KEY_FILE).map(SmallFile::key);
    } catch (InvalidValueException e) {
      throw new UsageException(STATE_KEY_FILE.title() + " " + e.getMessage() + ".");
    }
  }

  /**
   * Reads and checks them.
   *
   * @param flags the value of each flag that was given, as written
   * @throws UsageException at the first value that is not accepted
   */
  public static Settings read(Map<Setting<?>, String> flags, ProcessEnvironment environment) {
    Settings settings = Settings.read(all(), flags, environment);
    if (settings.get(LOCK_COLLECTION) && settings.get(COLLECTION).isEmpty()) {
      throw new UsageException(
          "--lock-collection needs a collection to lock: set --collection or JETTY_COLLECTION too.");
    }
    return settings;
  }
}
