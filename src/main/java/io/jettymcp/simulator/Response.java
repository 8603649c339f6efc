package io.jettymcp.simulator;

import java.time.Duration;
import java.util.function.Supplier;

/** What a route makes of a call: an answer, now, after a while or bit by bit. */
sealed interface Response permits ApiResponse, Response.Later, Response.Stream {

  /** The answer is made once the time is over, so that it shows what is true then. */
  record Later(Duration pause, Supplier<ApiResponse> answer) implements Response {}

  /** An answer of status 200 whose parts are asked for while somebody listens. */
  record Stream(String contentType, ChunkSource feed) implements Response {}
}
