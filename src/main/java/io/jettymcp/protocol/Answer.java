package io.jettymcp.protocol;

import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a call gives, fit to leave.
 *
 * @param structured the result, or empty for an error
 * @param text the same as compact JSON, or the error in words
 */
public record Answer(Optional<ObjectNode> structured, String text) {
  static Answer error(String text) {
    return new Answer(Optional.empty(), text);
  }

  public boolean isError() {
    return structured.isEmpty();
  }
}
