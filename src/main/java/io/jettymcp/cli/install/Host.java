package io.jettymcp.cli.install;

import io.jettymcp.cli.install.edit.HostConfigFormat;
import io.jettymcp.cli.install.edit.JsonFormat;
import io.jettymcp.cli.install.edit.Literal;
import io.jettymcp.cli.install.edit.TomlFormat;
import io.jettymcp.cli.install.edit.YamlFormat;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Lists the programs that start MCP servers and read them from a file: where it is, how it is
 * written, how the host is found on this machine, and what the user does next.
 */
enum Host {
  CLAUDE_CODE(
      "Claude Code",
      Shapes.MCP_SERVERS.types("stdio", "http"),
      "Start claude; /mcp lists the server.",
      "claude"),
  CLAUDE_DESKTOP("Claude Desktop", Shapes.MCP_SERVERS.url(""), "Restart Claude Desktop."),
  CURSOR(
      "Cursor",
      Shapes.MCP_SERVERS.types("stdio", ""),
      "Enable the server in Cursor's settings, under MCP.",
      "cursor"),
  VSCODE(
      "VS Code",
      Shapes.SERVERS,
      "Run \"MCP: List Servers\" in VS Code and start the server.",
      "code"),
  CODEX("Codex", EntryShape.in("mcp_servers"), "Restart codex; /mcp lists the server.", "codex"),
  GEMINI(
      "Gemini CLI",
      Shapes.MCP_SERVERS.url("httpUrl"),
      "Restart gemini; /mcp lists the server.",
      "gemini"),
  COPILOT(
      "Copilot CLI and VS Code's agents",
      Shapes.MCP_SERVERS.types("stdio", "http").initially("tools", List.of("*")),
      "Restart copilot; /mcp lists the server.",
      "copilot"),
  OPENCODE(
      "opencode",
      EntryShape.in("mcp")
          .keys("command", "", "environment")
          .types("local", "remote")
          .initially("enabled", Literal.TRUE),
      "Restart opencode; opencode mcp list shows the server.",
      "opencode"),
  GOOSE("Goose", Shapes.GOOSE, "Start a new session of goose.", "goose"),
  ZED(
      "Zed",
      EntryShape.in("context_servers"),
      "The server appears in the settings of Zed's agent panel.",
      "zed",
      "zeditor"),
  WINDSURF(
      "Windsurf",
      Shapes.MCP_SERVERS.url("serverUrl"),
      "Refresh the servers in Windsurf's settings, under Cascade.",
      "windsurf"),
  KIRO("Kiro", Shapes.MCP_SERVERS, "Kiro connects at once; see the MCP servers view.", "kiro"),
  JUNIE(
      "Junie",
      Shapes.MCP_SERVERS.url(""),
      "Enable the server in the IDE's settings, under Tools, Junie, MCP Settings.",
      "junie"),
  CLINE(
      "Cline",
      Shapes.MCP_SERVERS.types("", "streamableHttp"),
      "Cline connects at once; see its MCP Servers view.",
      "cline"),
  LM_STUDIO(
      "LM Studio",
      Shapes.MCP_SERVERS,
      "Enable the server in LM Studio's sidebar, under Program.",
      "lms"),
  VISUAL_STUDIO(
      "Visual Studio",
      Shapes.SERVERS,
      "Open the Copilot chat in agent mode and enable the server's tools.");

  /** Holds forms that several hosts share; constants of the enum cannot refer to its own. */
  private static final class Shapes {
    static final EntryShape MCP_SERVERS = EntryShape.in("mcpServers");
    static final EntryShape SERVERS = EntryShape.in("servers").types("stdio", "http");
    static final EntryShape GOOSE =
        EntryShape.in("extensions")
            .keys("cmd", "args", "envs")
            .url("uri")
            .types("stdio", "streamable_http")
            .initially("name", EntryShape.SERVER_NAME)
            .initially("description", "Jetty.io")
            .initially("enabled", Literal.TRUE)
            .initially("timeout", new Literal("300"));
  }

  private final String title;

  @SuppressWarnings("ImmutableEnumChecker") // its maps are never changed
  private final EntryShape shape;

  private final String next;

  @SuppressWarnings("ImmutableEnumChecker") // made by List.of
  private final List<String> commands;

  /**
   * @param next what the user has to do after the file of the user was written
   * @param commands names under which the host is found on the PATH
   */
  Host(String title, EntryShape shape, String next, String... commands) {
    this.title = title;
    this.shape = shape;
    this.next = next;
    this.commands = List.of(commands);
  }

  /** Returns the file that configures its MCP servers; empty for a scope it does not support. */
  Optional<Path> file(InstallScope scope, HostPlaces places) {
    return scope == InstallScope.USER
        ? Optional.of(userFile(places))
        : Optional.ofNullable(projectFile(places));
  }

  private Path userFile(HostPlaces places) {
    return switch (this) {
      case CLAUDE_CODE ->
          places.variable("CLAUDE_CONFIG_DIR", places.home()).resolve(".claude.json");
      case CLAUDE_DESKTOP -> places.application("Claude", "claude_desktop_config.json");
      case CURSOR -> places.home(".cursor", "mcp.json");
      case VSCODE -> places.application("Code", "User", "mcp.json");
      case CODEX -> places.variable("CODEX_HOME", places.home(".codex")).resolve("config.toml");
      case GEMINI -> places.home(".gemini", "settings.json");
      case COPILOT ->
          places.variable("COPILOT_HOME", places.home(".copilot")).resolve("mcp-config.json");
      case OPENCODE ->
          HostPlaces.existing(
              places.config("opencode", "opencode.jsonc"),
              places.config("opencode", "opencode.json"));
      case GOOSE ->
          places.isWindows()
              ? places.application("Block", "goose", "config", "config.yaml")
              : places.config("goose", "config.yaml");
      case ZED ->
          places.isWindows()
              ? places.application("Zed", "settings.json")
              : places.config("zed", "settings.json");
      case WINDSURF -> places.home(".codeium", "windsurf", "mcp_config.json");
      case KIRO -> places.home(".kiro", "settings", "mcp.json");
      case JUNIE -> places.home(".junie", "mcp", "mcp.json");
      case CLINE ->
          places
              .environment()
              .variable("CLINE_MCP_SETTINGS_PATH")
              .map(Path::of)
              .orElseGet(
                  () ->
                      HostPlaces.existing(
                          places.home(".cline", "data", "settings", "cline_mcp_settings.json"),
                          places.application(
                              "Code",
                              "User",
                              "globalStorage",
                              "saoudrizwan.claude-dev",
                              "settings",
                              "cline_mcp_settings.json")));
      case LM_STUDIO -> places.home(".lmstudio", "mcp.json");
      case VISUAL_STUDIO -> places.home(".mcp.json");
    };
  }

  private @Nullable Path projectFile(HostPlaces places) {
    return switch (this) {
      case CLAUDE_CODE, COPILOT, VISUAL_STUDIO -> places.project(".mcp.json");
      case CURSOR -> places.project(".cursor", "mcp.json");
      case VSCODE -> places.project(".vscode", "mcp.json");
      case CODEX -> places.project(".codex", "config.toml");
      case GEMINI -> places.project(".gemini", "settings.json");
      case OPENCODE ->
          HostPlaces.existing(places.project("opencode.jsonc"), places.project("opencode.json"));
      case ZED -> places.project(".zed", "settings.json");
      case KIRO -> places.project(".kiro", "settings", "mcp.json");
      case JUNIE -> places.project(".junie", "mcp", "mcp.json");
      case CLAUDE_DESKTOP, GOOSE, WINDSURF, CLINE, LM_STUDIO -> null;
    };
  }

  HostConfigFormat format() {
    return switch (this) {
      case CODEX -> new TomlFormat();
      case GOOSE -> new YamlFormat();
      default -> new JsonFormat();
    };
  }

  /** Returns the form of an entry in a file with this content. */
  EntryShape shape(Map<String, Object> content) {
    boolean isOpencode2 =
        this == OPENCODE
            && content.get("mcp") instanceof Map<?, ?> mcp
            && mcp.get("servers") instanceof Map<?, ?> servers
            && !servers.containsKey("type");
    return isOpencode2 ? shape.movedTo("mcp", "servers") : shape;
  }

  /** Returns the directory or file whose existence shows that the host is installed. */
  Path trace(HostPlaces places) {
    Path file = userFile(places);
    return switch (this) {
      case CLAUDE_CODE, VISUAL_STUDIO -> file;
      case KIRO, JUNIE -> file.resolveSibling("..").normalize();
      default -> file.resolveSibling("");
    };
  }

  /** Returns how to add a remote server where the file can hold none. */
  String remoteAdvice() {
    return this == CLAUDE_DESKTOP
        ? "Add the address in Claude Desktop under Settings, Connectors."
        : "Install it as a server that the host starts: leave out --http.";
  }

  List<String> commands() {
    return commands;
  }

  /** Returns what the user has to do after the file was written. */
  String next(InstallScope scope) {
    if (this == CLAUDE_CODE && scope == InstallScope.PROJECT) {
      return "Start claude in this directory and approve the server when prompted.";
    }
    if (this == CODEX && scope == InstallScope.PROJECT) {
      return "Start codex in this directory and trust the project when prompted.";
    }
    return next;
  }

  /** Returns its name for people. */
  String title() {
    return title;
  }

  /** Returns its name on the command line. */
  String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static Optional<Host> of(String id) {
    return Arrays.stream(values()).filter(host -> host.id().equals(id)).findFirst();
  }
}
