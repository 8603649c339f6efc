package io.jettymcp.conformance;

import io.jettymcp.mcp.modern.Discovery;
import io.jettymcp.mcp.modern.ModernMethod;
import io.jettymcp.mcp.modern.ModernService;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** The tools, resources and prompts that the suite looks for in a server of 2026-07-28. */
final class ModernFixtureService implements ModernService {
  private final JsonMapper json;

  ModernFixtureService(JsonMapper json) {
    this.json = json;
  }

  @Override
  public Discovery discovery() {
    return Discovery.of(Discovery.capabilities(true, true, true, List.of()), "For tests.", "1");
  }

  @Override
  public Map<String, ModernMethod> methods() {
    return Map.of();
  }
}
