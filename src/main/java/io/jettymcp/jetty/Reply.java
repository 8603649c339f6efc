package io.jettymcp.jetty;

import tools.jackson.databind.JsonNode;

/**
 * A successful answer of Jetty.
 *
 * @param status HTTP status, 200 to 299
 * @param body what {@link Request#keep()} let through, or {@code MissingNode} for an empty body
 */
public record Reply(int status, JsonNode body) {
  /** The status only: bodies may hold what nobody should read. */
  @Override
  public String toString() {
    return "Reply " + status;
  }
}
