package io.jettymcp.simulator.http;

import java.time.Duration;

/**
 * A chunk of a streamed response.
 *
 * @param delay the time until the next one
 */
public record StreamChunk(String text, Duration delay, Next next) {

  /** The event that follows a chunk. */
  enum Next {
    /** Another one. */
    CHUNK,
    /** The regular end of the response. */
    END,
    /** A broken connection. */
    DISCONNECT
  }

  public static StreamChunk of(String text, Duration delay) {
    return new StreamChunk(text, delay, Next.CHUNK);
  }

  public static StreamChunk last(String text) {
    return new StreamChunk(text, Duration.ZERO, Next.END);
  }

  public static StreamChunk disconnect() {
    return new StreamChunk("", Duration.ZERO, Next.DISCONNECT);
  }
}
