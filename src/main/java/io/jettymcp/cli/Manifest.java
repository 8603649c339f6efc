package io.jettymcp.cli;

import io.jettymcp.protocol.Listing;
import io.jettymcp.protocol.Offer;
import io.jettymcp.tool.Json;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The tools as a file: what hosts see, in a form that people can compare. */
final class Manifest {
  private Manifest() {}

  static String of(Offer offer) {
    ObjectNode manifest = Json.object().put("name", "jetty-mcp").put("version", Version.current());
    manifest.set("tools", Listing.of(offer).path("tools"));
    return PrettyJson.of(manifest, JsonMapper.shared());
  }
}
