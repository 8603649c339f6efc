package io.jettymcp.simulator;

/** Where the parts of an answer come from. Asked only while somebody listens. */
interface ChunkSource {

  /** The next part; not asked again after the last one. */
  StreamChunk next();
}
