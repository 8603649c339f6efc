package io.jettymcp.cli.install;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Lists the hosts whose servers are configured in their settings, and not in a file. */
enum PastedHost {
  WARP("Warp", "Settings, AI, Manage MCP servers, Add", true),
  JETBRAINS(
      "JetBrains AI Assistant",
      "Settings, Tools, AI Assistant, Model Context Protocol (MCP), Add",
      true),
  CHATGPT("ChatGPT", "Settings, Connectors, with developer mode enabled", false),
  CLAUDE_AI("claude.ai", "Settings, Connectors, Add custom connector", false);

  private final String title;
  private final String place;
  private final boolean local;

  /**
   * @param place where in its settings
   * @param local whether it can start servers on this machine
   */
  PastedHost(String title, String place, boolean local) {
    this.title = title;
    this.place = place;
    this.local = local;
  }

  String title() {
    return title;
  }

  String place() {
    return place;
  }

  /** Returns true if it takes JSON; other hosts take the address of a public server. */
  boolean isLocal() {
    return local;
  }

  EntryShape shape() {
    return EntryShape.in("mcpServers");
  }

  /** Returns its name on the command line. */
  String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static Optional<PastedHost> of(String id) {
    return Arrays.stream(values()).filter(host -> host.id().equals(id)).findFirst();
  }

  static List<String> ids() {
    return Arrays.stream(values()).map(PastedHost::id).toList();
  }
}
