package io.jettymcp.conformance;

import io.jettymcp.mcp.modern.Discovery;
import io.jettymcp.mcp.modern.ModernMethod;
import io.jettymcp.mcp.modern.ModernService;
import io.jettymcp.mcp.modern.RequestStates;
import io.jettymcp.mcp.modern.Sealer;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** The tools, resources and prompts that the suite looks for in a server of 2026-07-28. */
final class ModernFixtureService implements ModernService {
  private final JsonMapper json;
  private final RequestStates states = new RequestStates(Sealer.ofProcess(), Clock.systemUTC());

  ModernFixtureService(JsonMapper json) {
    this.json = json;
  }

  @Override
  public Discovery discovery() {
    return Discovery.of(Discovery.capabilities(true, true, true, List.of()), "For tests.", "1");
  }

  @Override
  public RequestStates states() {
    return states;
  }

  @Override
  public Map<String, ModernMethod> methods() {
    return Map.of();
  }
}
