package io.jettymcp.config;

import static io.jettymcp.config.ValueSyntax.COLLECTION_NAME;
import static io.jettymcp.config.ValueSyntax.DIRECTORY;
import static io.jettymcp.config.ValueSyntax.LINE;
import static io.jettymcp.config.ValueSyntax.NAMES;
import static io.jettymcp.config.ValueSyntax.SECONDS;
import static io.jettymcp.config.ValueSyntax.SIZE;
import static io.jettymcp.config.ValueSyntax.SWITCH;
import static io.jettymcp.config.ValueSyntax.VARIABLES;
import static io.jettymcp.config.ValueSyntax.choice;
import static io.jettymcp.config.ValueSyntax.integer;
import static io.jettymcp.config.ValueSyntax.optional;

import io.jettymcp.secret.Secret;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Declares the settings of every command. Names of tools and toolsets are as the user wrote them:
 * the catalog of tools knows whether they exist.
 */
public final class GeneralSettings {
  private static final SettingGroup GROUP = new SettingGroup();

  public static final Setting<Secret> TOKEN =
      GROUP.add(
          new Setting<>(
                  "",
                  new SecretSyntax("TOKEN"),
                  "",
                  "Jetty API token. Default: the content of ~/.config/jetty/token, which jetty-mcp"
                      + " login writes.")
              .withVariable(TokenStore.VARIABLE));

  public static final Setting<ApiAddress> API_URL =
      GROUP.add(
          new Setting<>(
                  "",
                  new ApiAddressSyntax(),
                  "https://flows-api.jetty.io",
                  "Address of Jetty's API; overrides the file ~/.config/jetty/api_base. The word"
                      + " simulator selects an embedded Jetty that needs no account.")
              .withVariable("JETTY_API_URL")
              .withFile("api_base"));

  public static final Setting<Optional<String>> COLLECTION =
      GROUP.add(
          new Setting<>(
                  "--collection",
                  optional(COLLECTION_NAME),
                  "",
                  "Default collection for calls that name none.")
              .withVariable("JETTY_COLLECTION"));

  public static final Setting<Boolean> LOCK_COLLECTION =
      GROUP.add(
          new Setting<>(
              "--lock-collection",
              SWITCH,
              "false",
              "Restrict every call to that collection: no tool accepts another one."));

  public static final Setting<Boolean> READ_ONLY =
      GROUP.add(
          new Setting<>(
                  "--read-only", SWITCH, "false", "Enable only the tools that change nothing.")
              .withVariable("JETTY_READ_ONLY"));

  public static final Setting<List<String>> TOOLSETS =
      GROUP.add(new Setting<>("--toolsets", NAMES, "", "Enable only the tools of these toolsets."));

  public static final Setting<List<String>> TOOLS =
      GROUP.add(
          new Setting<>(
              "--tools",
              NAMES,
              "",
              "Enable exactly these tools; with --toolsets, enable these in addition."));

  public static final Setting<List<String>> EXCLUDE_TOOLS =
      GROUP.add(new Setting<>("--exclude-tools", NAMES, "", "Disable these tools."));

  public static final Setting<Path> FILES_ROOT =
      GROUP.add(
          new Setting<>(
              "--files-root",
              DIRECTORY,
              ".",
              "Directory that tools read files from and save files to; nothing outside it is"
                  + " touched. A single dot is the working directory."));

  public static final Setting<List<String>> SECRET_ENV =
      GROUP.add(
          new Setting<>(
              "--secret-env",
              VARIABLES,
              "",
              "Environment variables of this process that tools may pass to Jetty as secrets:"
                  + " names, or patterns with * and ?."));

  public static final Setting<Confirm> CONFIRM =
      GROUP.add(
          new Setting<>(
              "--confirm",
              choice("WHEN", Confirm.class),
              "ask",
              "Confirm destructive calls: ask, or never (leave it to the host)."));

  public static final Setting<Optional<String>> AUTHOR =
      GROUP.add(
          new Setting<>(
              "--author", optional(LINE), "", "Default author for labels that name none."));

  public static final Setting<Duration> CONNECT_TIMEOUT =
      GROUP.add(new Setting<>("--connect-timeout", SECONDS, "5", "Maximum wait for a connection."));

  public static final Setting<Duration> RESPONSE_TIMEOUT =
      GROUP.add(
          new Setting<>(
              "--response-timeout", SECONDS, "30", "Maximum wait for the first byte of a reply."));

  public static final Setting<Duration> READ_TIMEOUT =
      GROUP.add(
          new Setting<>(
              "--read-timeout",
              SECONDS,
              "60",
              "Maximum time to read the body of a reply; for a file or a stream, the maximum time"
                  + " without data."));

  public static final Setting<Duration> TIMEOUT =
      GROUP.add(
          new Setting<>(
              "--timeout",
              SECONDS,
              "120",
              "Maximum time for a call including retries, unless it saves a file; wait_seconds is"
                  + " added to it."));

  public static final Setting<Integer> RETRIES =
      GROUP.add(
          new Setting<>(
              "--retries",
              integer(0, 10),
              "3",
              "How often a failed read is retried; 0 means one request."));

  public static final Setting<Integer> MAX_CONCURRENCY =
      GROUP.add(
          new Setting<>(
              "--max-concurrency",
              integer(1, 1_000),
              "16",
              "Maximum concurrent requests to Jetty; the rest wait."));

  /** In bytes. */
  public static final Setting<Long> MAX_BODY =
      GROUP.add(
          new Setting<>(
              "--max-body",
              SIZE,
              "64MB",
              "Maximum size of a reply: bytes, or a number with KB, MB or GB."));

  public static final Setting<LogLevel> LOG_LEVEL =
      GROUP.add(
          new Setting<>(
              "--log-level",
              choice("LEVEL", LogLevel.class),
              "warn",
              "Log level on stderr: error, warn, info, debug or trace."));

  private GeneralSettings() {}

  /** Returns all of them in the order in which they are documented. */
  public static List<Setting<?>> all() {
    return GROUP.all();
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
