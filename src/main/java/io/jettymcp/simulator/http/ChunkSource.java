package io.jettymcp.simulator.http;

/** Produces the chunks of a streamed response. Called only while the client is connected. */
public interface ChunkSource {

  /** Returns the next chunk; not called again after the last one. */
  StreamChunk next();
}
