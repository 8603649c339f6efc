package io.jettymcp.jetty;

import tools.jackson.databind.JsonNode;

/**
 * A successful response of Jetty.
 *
 * @param status HTTP status, 200 to 299
 * @param body as {@link Request#handling()} asks, or {@code MissingNode} for an empty body
 */
public record Reply(int status, JsonNode body) {
  /** Returns the status only, as bodies may hold secrets. */
  @Override
  public String toString() {
    return "Reply " + status;
  }
}
