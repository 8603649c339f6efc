package io.jettymcp.cli.install;

import io.jettymcp.config.ProcessEnvironment;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The programs that start MCP servers, and what their configuration looks like. */
enum Host {
  CLAUDE_CODE(
      InstallScope.PROJECT, "Start claude in that directory and approve the server when it asks."),
  CLAUDE_DESKTOP(InstallScope.USER, "Quit Claude Desktop and start it again."),
  CURSOR(InstallScope.USER, "Switch the server on in Cursor's settings, under MCP."),
  VSCODE(InstallScope.PROJECT, "Run \"MCP: List Servers\" in VS Code and start it."),
  CODEX(InstallScope.USER, "Start codex again; /mcp lists the server."),
  GEMINI(InstallScope.USER, "Start gemini again; /mcp lists the server.");

  private final InstallScope usualScope;
  private final String next;

  Host(InstallScope usualScope, String next) {
    this.usualScope = usualScope;
    this.next = next;
  }

  /** The file that holds its MCP servers; empty where it knows no such scope. */
  Optional<Path> file(InstallScope scope, ProcessEnvironment at, OperatingSystem system) {
    boolean user = scope == InstallScope.USER;
    Path base = user ? at.home() : at.workingDirectory();
    Path programs = system.settings(at);
    return switch (this) {
      case CLAUDE_CODE -> Optional.of(base.resolve(user ? ".claude.json" : ".mcp.json"));
      case CLAUDE_DESKTOP ->
          user
              ? Optional.of(programs.resolve("Claude").resolve("claude_desktop_config.json"))
              : Optional.empty();
      case CURSOR -> Optional.of(base.resolve(".cursor").resolve("mcp.json"));
      case VSCODE ->
          Optional.of(
              (user ? programs.resolve("Code").resolve("User") : base.resolve(".vscode"))
                  .resolve("mcp.json"));
      case CODEX ->
          Optional.of(
              (user ? at.variable("CODEX_HOME").map(Path::of) : Optional.<Path>empty())
                  .orElse(base.resolve(".codex"))
                  .resolve("config.toml"));
      case GEMINI -> Optional.of(base.resolve(".gemini").resolve("settings.json"));
    };
  }

  /** How that file is written. */
  HostConfigFormat text() {
    return switch (this) {
      case CLAUDE_CODE, CURSOR -> new JsonHostConfig("mcpServers", true);
      case CLAUDE_DESKTOP, GEMINI -> new JsonHostConfig("mcpServers", false);
      case VSCODE -> new JsonHostConfig("servers", true);
      case CODEX -> new TomlHostConfig();
    };
  }

  /** The scope that is meant when none is named. */
  InstallScope usualScope() {
    return usualScope;
  }

  /** What a person has to do after the file was written. */
  String next() {
    return next;
  }

  /** The name on the command line. */
  String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static Optional<Host> of(String word) {
    return Arrays.stream(values()).filter(host -> host.word().equals(word)).findFirst();
  }

  static List<String> words() {
    return Arrays.stream(values()).map(Host::word).toList();
  }
}
