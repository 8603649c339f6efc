package io.jettymcp.transport;

import io.jettymcp.mcp.legacy.LegacyService;
import io.jettymcp.mcp.modern.ModernService;

/** Serves both eras of MCP; each request says to which it belongs. */
public record McpService(LegacyService legacy, ModernService modern) {}
