package io.jettymcp.transport.http;

/** Names of headers that HTTP itself does not know. */
final class HeaderNames {
  static final String SESSION = "Mcp-Session-Id";
  static final String PROTOCOL_VERSION = "MCP-Protocol-Version";
  static final String NARROWING = "x-jetty-";

  private HeaderNames() {}
}
