package io.jettymcp.transport.http.server;

import io.jettymcp.transport.http.ServerInfo;
import io.jettymcp.transport.http.limit.InFlightTracker;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Describes the state of the server, as the start page shows it. */
final class StatusDocument {
  private final ServerInfo info;
  private final InFlightTracker inFlight;
  private final Instant start = Instant.now().truncatedTo(ChronoUnit.SECONDS);

  StatusDocument(ServerInfo info, InFlightTracker inFlight) {
    this.info = info;
    this.inFlight = inFlight;
  }

  String write() {
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    document.put("state", inFlight.isStopping() ? "stopping" : "ready");
    document.put("up_since", start.toString());
    document.put("version", info.version());
    document.put("tools", info.tools());
    document.put("read_only", info.readOnly());
    document.put("token", info.tokenOwner().name().toLowerCase(Locale.ROOT));
    return document.toString();
  }
}
