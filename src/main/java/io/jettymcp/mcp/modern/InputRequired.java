package io.jettymcp.mcp.modern;

import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/** Ends the run of a handler that needs answers first. */
final class InputRequired extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Map<String, ObjectNode> requests;

  /**
   * @param requests the questions that are still open, by their keys
   */
  InputRequired(Map<String, ObjectNode> requests) {
    // Without a stack trace: it is part of a normal exchange.
    super(null, null, false, false);
    this.requests = Map.copyOf(requests);
  }

  Map<String, ObjectNode> requests() {
    return requests;
  }
}
