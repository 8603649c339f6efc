package io.jettymcp.transport.http.page;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Lists the hosts with the form in which each configures a remote server. */
enum RemoteHost {
  CLAUDE_CODE("Claude Code", "Run this in a terminal", TokenNotation.BRACES, Snippets::claudeCode),
  CURSOR("Cursor", "~/.cursor/mcp.json", TokenNotation.ENV_BRACES, json("mcpServers", "url")),
  VSCODE("VS Code", ".vscode/mcp.json", TokenNotation.PROMPT, Snippets::vsCode),
  CODEX("Codex", "~/.codex/config.toml", TokenNotation.NAME, Snippets::codex),
  GEMINI(
      "Gemini CLI", "~/.gemini/settings.json", TokenNotation.BRACES, json("mcpServers", "httpUrl")),
  COPILOT(
      "Copilot CLI",
      "~/.copilot/mcp-config.json",
      TokenNotation.BRACES,
      json("mcpServers", "url", Map.of("type", "http"), Map.of("tools", List.of("*")))),
  CLAUDE_DESKTOP(
      "Claude Desktop",
      "claude_desktop_config.json, which Settings → Developer → Edit Config opens",
      TokenNotation.LITERAL,
      Snippets::bridge),
  GOOSE("Goose", "~/.config/goose/config.yaml", TokenNotation.BRACES, Snippets::goose),
  OPENCODE(
      "opencode",
      "~/.config/opencode/opencode.json",
      TokenNotation.ENV,
      json("mcp", "url", Map.of("type", "remote"), Map.of("enabled", true))),
  ZED("Zed", "~/.config/zed/settings.json", TokenNotation.LITERAL, json("context_servers", "url")),
  WINDSURF(
      "Windsurf",
      "~/.codeium/windsurf/mcp_config.json",
      TokenNotation.ENV_BRACES,
      json("mcpServers", "serverUrl")),
  KIRO("Kiro", "~/.kiro/settings/mcp.json", TokenNotation.BRACES, json("mcpServers", "url"));

  /** Writes the configuration of a server. */
  interface Form {
    String write(RemoteServer server, TokenNotation notation);
  }

  private final String title;
  private final String place;
  private final TokenNotation notation;

  @SuppressWarnings("ImmutableEnumChecker") // forms are functions without a state
  private final Form form;

  RemoteHost(String title, String place, TokenNotation notation, Form form) {
    this.title = title;
    this.place = place;
    this.notation = notation;
    this.form = form;
  }

  String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  String title() {
    return title;
  }

  /** Returns the file to edit, or what else to do with the snippet. */
  String place() {
    return place;
  }

  TokenNotation notation() {
    return notation;
  }

  /** Returns what the user pastes. */
  String snippet(RemoteServer server) {
    return form.write(server, notation);
  }

  private static Form json(String section, String url) {
    return json(section, url, Map.of(), Map.of());
  }

  private static Form json(
      String section, String url, Map<String, Object> before, Map<String, Object> after) {
    return (server, notation) ->
        Snippets.json(section, Snippets.entry(server, notation, url, before, after));
  }
}
