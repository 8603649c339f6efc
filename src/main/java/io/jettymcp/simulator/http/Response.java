package io.jettymcp.simulator.http;

import java.time.Duration;
import java.util.function.Supplier;

/** The result of a route: a response that is sent now, after a delay, or chunk by chunk. */
public sealed interface Response permits ApiResponse, Response.Delayed, Response.Stream {

  /** A response that is made after the delay, so that it shows what is true then. */
  record Delayed(Duration delay, Supplier<ApiResponse> response) implements Response {}

  /** A response of status 200 whose chunks are made while the client is connected. */
  record Stream(String contentType, ChunkSource source) implements Response {}
}
