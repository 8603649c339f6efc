package io.jettymcp.config;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * Every setting, declared once: the command line, its help, the documentation, {@link Settings} and
 * {@link HttpOptions} all read this table.
 */
public enum SettingDefinition {
  TOKEN(
      "",
      TokenStore.VARIABLE,
      "TOKEN",
      "",
      "Jetty API token. Unset: the file ~/.config/jetty/token, which jetty-mcp login writes."),
  API_URL(
      "",
      "JETTY_API_URL",
      "URL",
      "https://flows-api.jetty.io",
      "Where Jetty's API is. Unset: the file ~/.config/jetty/api_base, if there is one. The word"
          + " simulator means an embedded Jetty that needs no account."),
  COLLECTION(
      "--collection",
      "JETTY_COLLECTION",
      "NAME",
      "",
      "Collection that is meant when a call names none."),
  LOCK_COLLECTION(
      "--lock-collection",
      "",
      "",
      "false",
      "Keeps every call in that collection: no tool takes another one."),
  READ_ONLY(
      "--read-only", "JETTY_READ_ONLY", "", "false", "Offers only tools that change nothing."),
  TOOLSETS("--toolsets", "", "NAME,...", "", "Offers only the tools of these toolsets."),
  TOOLS(
      "--tools",
      "",
      "NAME,...",
      "",
      "Offers these tools: exactly these, or with --toolsets these as well."),
  EXCLUDE_TOOLS("--exclude-tools", "", "NAME,...", "", "Never offers these tools."),
  FILES_ROOT(
      "--files-root",
      "",
      "DIR",
      ".",
      "Directory that files are read from and written to; nothing outside it is touched. A single"
          + " dot is the working directory."),
  SECRET_ENV(
      "--secret-env",
      "",
      "PATTERN,...",
      "",
      "Environment variables of this process that tools may pass on to Jetty as secrets: names, or"
          + " patterns with * and ?."),
  CONFIRM(
      "--confirm",
      "",
      "WHEN",
      "ask",
      "Before something is destroyed: ask the user, or never ask and leave it to the host."),
  AUTHOR("--author", "", "NAME", "", "Author of labels that name none."),
  CONNECT_TIMEOUT("--connect-timeout", "", "SECONDS", "5", "Longest wait for a connection."),
  RESPONSE_TIMEOUT(
      "--response-timeout", "", "SECONDS", "30", "Longest wait for the first byte of a reply."),
  READ_TIMEOUT(
      "--read-timeout",
      "",
      "SECONDS",
      "60",
      "Longest time that a reply's body may take; a file or a stream may only be silent so long."),
  TIMEOUT(
      "--timeout",
      "",
      "SECONDS",
      "120",
      "Longest time for a whole call with its repeats, unless it saves a file; wait_seconds comes on"
          + " top."),
  RETRIES("--retries", "", "N", "3", "How often a failed read is repeated; 0 means one request."),
  MAX_CONCURRENCY(
      "--max-concurrency", "", "N", "16", "Requests to Jetty that run at once; the rest wait."),
  MAX_BODY(
      "--max-body",
      "",
      "SIZE",
      "64MB",
      "Largest reply that is read: bytes, or a number with KB, MB or GB."),
  LOG_LEVEL(
      "--log-level", "", "LEVEL", "warn", "Log on stderr: error, warn, info, debug or trace."),

  PORT("--port", "", "N", "8765", "Port to listen on; 0 picks a free one."),
  HOST("--host", "", "ADDRESS", "127.0.0.1", "Address to listen on; 0.0.0.0 means all."),
  STATELESS(
      "--stateless",
      "",
      "",
      "false",
      "Serves each request on its own, with no session, so that any replica can take it."),
  AUTH(
      "--auth",
      "",
      "MODE",
      "",
      "Whose token is used. passthrough: the one of each request. key: the server's own, for who"
          + " has the key. none: that of the request, else the server's own; on loopback only."
          + " Unset: none on loopback, passthrough off it."),
  KEY_FILE("--key-file", "", "FILE", "", "File with the key that --auth key asks for."),
  KEY("", "JETTY_MCP_KEY", "KEY", "", "The key that jetty-mcp http --auth key asks for."),
  PUBLIC_URL(
      "--public-url",
      "",
      "URL",
      "",
      "Address that clients know the server by. Unset: the one that they ask."),
  AUTHORIZATION_SERVER(
      "--authorization-server",
      "",
      "URL",
      "",
      "Where clients that bring no token are told that they get one (RFC 9728)."),
  ALLOW_HOST(
      "--allow-host",
      "",
      "HOST[:PORT],...",
      "",
      "What may stand in the Host header, beside the server's own addresses with their port."),
  ALLOW_ORIGIN(
      "--allow-origin",
      "",
      "ORIGIN,...",
      "",
      "Web pages that may call, such as https://app.example.com, beside the server's own."),
  TRUST_PROXY(
      "--trust-proxy",
      "",
      "ADDRESS,...",
      "",
      "Proxies whose forwarded headers are believed: addresses, or networks such as 10.0.0.0/8."),
  TLS_CERT("--tls-cert", "", "FILE", "", "Certificate chain in PEM; with --tls-key for https."),
  TLS_KEY("--tls-key", "", "FILE", "", "Its private key in PEM (PKCS#8)."),
  MAX_REQUEST_BODY(
      "--max-request-body", "", "SIZE", "4MB", "Largest body of a request; up to 64MB."),
  MAX_HEADER("--max-header", "", "SIZE", "16KB", "Largest headers of a request; up to 1MB."),
  MAX_DEPTH("--max-depth", "", "N", "200", "Deepest JSON of a request."),
  REQUEST_TIMEOUT(
      "--request-timeout", "", "SECONDS", "30", "Longest time for a whole request to arrive."),
  MAX_CONNECTIONS("--max-connections", "", "N", "10000", "Connections at once."),
  MAX_SESSIONS("--max-sessions", "", "N", "1000", "Sessions at once."),
  MAX_SESSIONS_PER_TOKEN("--max-sessions-per-token", "", "N", "100", "Of these with one token."),
  SESSION_IDLE(
      "--session-idle", "", "SECONDS", "1800", "After this time a session is closed if unused."),
  RESUME_WINDOW(
      "--resume-window", "", "SECONDS", "300", "How long a stream that broke may be resumed."),
  MAX_CALLS_PER_TOKEN(
      "--max-calls-per-token", "", "N", "32", "Calls in flight at once with one token."),
  DRAIN(
      "--drain", "", "SECONDS", "25", "How long calls in flight have when the server is stopped.");

  private final String flag;
  private final String variable;
  private final String syntax;
  private final String defaultValue;
  private final String description;

  SettingDefinition(
      String flag, String variable, String syntax, String defaultValue, String description) {
    this.flag = flag;
    this.variable = variable;
    this.syntax = syntax;
    this.defaultValue = defaultValue;
    this.description = description;
  }

  /** Those that hold for every command. */
  public static Set<SettingDefinition> general() {
    return EnumSet.range(TOKEN, LOG_LEVEL);
  }

  /** Those of {@code jetty-mcp http} alone. */
  public static Set<SettingDefinition> http() {
    return EnumSet.range(PORT, DRAIN);
  }

  /** The option of the command line with its dashes, for those that have one. */
  public Optional<String> flag() {
    return present(flag);
  }

  /** The environment variable, for those that have one. */
  public Optional<String> variable() {
    return present(variable);
  }

  /** What the value looks like, for example {@code SECONDS}; empty for a switch. */
  public Optional<String> syntax() {
    return present(syntax);
  }

  /** The default, written as a user would; empty where nothing is the default. */
  public Optional<String> defaultValue() {
    return present(defaultValue);
  }

  /** What it is for, in a sentence or two. */
  public String description() {
    return description;
  }

  /** Whether it is on or off and its flag needs no value. */
  public boolean isSwitch() {
    return syntax.isEmpty();
  }

  /** Whether it takes several values, so that its flag may be repeated. */
  public boolean isList() {
    return syntax.endsWith(",...");
  }

  /** What users call it: its flag, else its variable. */
  public String title() {
    return flag.isEmpty() ? variable : flag;
  }

  private static Optional<String> present(String text) {
    return text.isEmpty() ? Optional.empty() : Optional.of(text);
  }
}
