package io.jettymcp.transport.http.page;

import io.jettymcp.text.ShellWord;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.core.util.Separators;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/** Writes configurations as hosts read them, complete and valid when they are pasted. */
final class Snippets {
  private static final DefaultIndenter INDENTER = new DefaultIndenter("  ", "\n");

  /** Writes no blank before a colon, as the hosts' own documentation does. */
  private static final ObjectWriter JSON =
      JsonMapper.shared()
          .writer()
          .with(
              new DefaultPrettyPrinter(
                      Separators.createDefaultInstance()
                          .withObjectNameValueSpacing(Separators.Spacing.AFTER))
                  .withObjectIndenter(INDENTER)
                  .withArrayIndenter(INDENTER));

  private Snippets() {}

  /** Returns a command; Claude Code stores the name of the variable, so the shell must keep it. */
  static String claudeCode(RemoteServer server, TokenNotation notation) {
    return "claude mcp add --scope user --transport http "
        + RemoteServer.NAME
        + " "
        + ShellWord.onUnix(server.url())
        + notation
            .authorization(server)
            .map(value -> " --header " + ShellWord.onUnix("Authorization: " + value))
            .orElse("");
  }

  /** Returns the file of VS Code, which asks for a token and stores it. */
  static String vsCode(RemoteServer server, TokenNotation notation) {
    Map<String, Object> file = new LinkedHashMap<>();
    if (server.variable().isPresent()) {
      file.put("inputs", vsCodeInputs(server));
    }
    file.put("servers", Map.of(RemoteServer.NAME, vsCodeEntry(server, notation)));
    return write(file);
  }

  static Map<String, Object> vsCodeEntry(RemoteServer server, TokenNotation notation) {
    return entry(server, notation, "url", Map.of("type", "http"), Map.of());
  }

  static List<Map<String, Object>> vsCodeInputs(RemoteServer server) {
    Map<String, Object> input = new LinkedHashMap<>();
    input.put("type", "promptString");
    input.put("id", "jetty-token");
    input.put("description", server.placeholder().equals("YOUR_KEY") ? "Key" : "Jetty API token");
    input.put("password", true);
    return List.of(input);
  }

  static String codex(RemoteServer server, TokenNotation notation) {
    return "[mcp_servers."
        + RemoteServer.NAME
        + "]\nurl = "
        + quoted(server.url())
        + server.variable().map(name -> "\nbearer_token_env_var = " + quoted(name)).orElse("");
  }

  static String goose(RemoteServer server, TokenNotation notation) {
    List<String> lines = new ArrayList<>();
    lines.add("extensions:");
    lines.add("  " + RemoteServer.NAME + ":");
    lines.add("    type: streamable_http");
    lines.add("    name: " + RemoteServer.NAME);
    lines.add("    description: Jetty.io");
    lines.add("    uri: " + quoted(server.url()));
    server.variable().ifPresent(name -> lines.add("    env_keys: [" + name + "]"));
    notation
        .authorization(server)
        .ifPresent(
            value -> {
              lines.add("    headers:");
              lines.add("      Authorization: " + quoted(value));
            });
    lines.add("    enabled: true");
    lines.add("    timeout: 300");
    return String.join("\n", lines);
  }

  /** Returns the file of a host that starts only programs: mcp-remote connects it. */
  static String bridge(RemoteServer server, TokenNotation notation) {
    List<String> arguments = new ArrayList<>(List.of("-y", "mcp-remote", server.url()));
    if (!server.isEncrypted() && !server.isLoopback()) {
      arguments.add("--allow-http");
    }
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("command", "npx");
    entry.put("args", arguments);
    notation
        .authorization(server)
        .ifPresent(
            value -> {
              // Some hosts split arguments at blanks, so the value with one is a variable.
              arguments.addAll(List.of("--header", "Authorization:${AUTHORIZATION}"));
              entry.put("env", Map.of("AUTHORIZATION", value));
            });
    return json("mcpServers", entry);
  }

  /**
   * Returns the entry of the server in a file of JSON.
   *
   * @param url the name of the field that holds the URL
   */
  static Map<String, Object> entry(
      RemoteServer server,
      TokenNotation notation,
      String url,
      Map<String, Object> before,
      Map<String, Object> after) {
    Map<String, Object> entry = new LinkedHashMap<>(before);
    entry.put(url, server.url());
    notation
        .authorization(server)
        .ifPresent(value -> entry.put("headers", Map.of("Authorization", value)));
    entry.putAll(after);
    return entry;
  }

  static String json(String section, Map<String, Object> entry) {
    return write(Map.of(section, Map.of(RemoteServer.NAME, entry)));
  }

  static Optional<String> header(RemoteServer server) {
    return TokenNotation.LITERAL.authorization(server).map(value -> "Authorization: " + value);
  }

  private static String write(Map<String, Object> file) {
    return JSON.writeValueAsString(file);
  }

  /** Returns a string as JSON, TOML and YAML alike write it. */
  private static String quoted(String text) {
    return JsonMapper.shared().writeValueAsString(text);
  }
}
