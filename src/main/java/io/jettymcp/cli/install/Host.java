package io.jettymcp.cli.install;

import io.jettymcp.config.ProcessEnvironment;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Lists the programs that start MCP servers, with the place and format of their configuration. */
enum Host {
  CLAUDE_CODE(
      InstallScope.PROJECT,
      "Next: start claude in that directory and approve the server when prompted."),
  CLAUDE_DESKTOP(InstallScope.USER, "Next: restart Claude Desktop."),
  CURSOR(InstallScope.USER, "Next: enable the server in Cursor's settings, under MCP."),
  VSCODE(InstallScope.PROJECT, "Next: run \"MCP: List Servers\" in VS Code and start the server."),
  CODEX(InstallScope.USER, "Next: restart codex; /mcp lists the server."),
  GEMINI(InstallScope.USER, "Next: restart gemini; /mcp lists the server.");

  private final InstallScope defaultScope;
  private final String next;

  Host(InstallScope defaultScope, String next) {
    this.defaultScope = defaultScope;
    this.next = next;
  }

  /** Returns the file that configures its MCP servers; empty for a scope it does not support. */
  Optional<Path> file(InstallScope scope, ProcessEnvironment environment, OperatingSystem system) {
    boolean user = scope == InstallScope.USER;
    Path base = user ? environment.home() : environment.workingDirectory();
    Path applications = system.settings(environment);
    return switch (this) {
      case CLAUDE_CODE -> Optional.of(base.resolve(user ? ".claude.json" : ".mcp.json"));
      case CLAUDE_DESKTOP ->
          user
              ? Optional.of(applications.resolve("Claude").resolve("claude_desktop_config.json"))
              : Optional.empty();
      case CURSOR -> Optional.of(base.resolve(".cursor").resolve("mcp.json"));
      case VSCODE ->
          Optional.of(
              (user ? applications.resolve("Code").resolve("User") : base.resolve(".vscode"))
                  .resolve("mcp.json"));
      case CODEX ->
          Optional.of(
              (user ? environment.variable("CODEX_HOME").map(Path::of) : Optional.<Path>empty())
                  .orElse(base.resolve(".codex"))
                  .resolve("config.toml"));
      case GEMINI -> Optional.of(base.resolve(".gemini").resolve("settings.json"));
    };
  }

  HostConfigFormat format() {
    return switch (this) {
      case CLAUDE_CODE, CURSOR -> new JsonHostConfig("mcpServers", true);
      case CLAUDE_DESKTOP, GEMINI -> new JsonHostConfig("mcpServers", false);
      case VSCODE -> new JsonHostConfig("servers", true);
      case CODEX -> new TomlHostConfig();
    };
  }

  InstallScope defaultScope() {
    return defaultScope;
  }

  /** Returns what the user has to do after the file was written. */
  String next() {
    return next;
  }

  /** Returns its name on the command line. */
  String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static Optional<Host> of(String id) {
    return Arrays.stream(values()).filter(host -> host.id().equals(id)).findFirst();
  }

  static List<String> ids() {
    return Arrays.stream(values()).map(Host::id).toList();
  }
}
