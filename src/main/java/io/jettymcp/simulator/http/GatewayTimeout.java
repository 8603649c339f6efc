package io.jettymcp.simulator.http;

import java.time.Duration;
import java.util.function.Supplier;

/**
 * Imitates the gateway in front of Jetty, which gives up on a response that takes too long, while
 * the run that the request started goes on.
 *
 * @param limit how long a response may stay silent
 */
public record GatewayTimeout(Duration limit) {
  private static final String TIMED_OUT =
      "<!DOCTYPE html><html><head><title>524: A timeout occurred</title></head>"
          + "<body><h1>A timeout occurred</h1><p>Error code 524 (simulated)</p></body></html>";

  public Response after(Duration delay, Supplier<ApiResponse> response) {
    return delay.compareTo(limit) > 0
        ? new Response.Delayed(
            limit, () -> ApiResponse.text(524, "text/html; charset=UTF-8", TIMED_OUT))
        : new Response.Delayed(delay, response);
  }
}
