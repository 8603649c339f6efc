package io.jettymcp.simulator;

import java.time.Duration;
import java.util.function.Supplier;

/**
 * The edge in front of Jetty, which gives up on answers that take too long, while what was started
 * goes on.
 *
 * @param patience how long an answer may stay silent
 */
record GatewayTimeout(Duration patience) {
  private static final String TIMED_OUT =
      "<!DOCTYPE html><html><head><title>524: A timeout occurred</title></head>"
          + "<body><h1>A timeout occurred</h1><p>Error code 524 (simulated)</p></body></html>";

  Response after(Duration pause, Supplier<ApiResponse> answer) {
    return pause.compareTo(patience) > 0
        ? new Response.Later(patience, () -> ApiResponse.html(524, TIMED_OUT))
        : new Response.Later(pause, answer);
  }
}
