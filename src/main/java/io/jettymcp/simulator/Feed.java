package io.jettymcp.simulator;

/** Where the parts of an answer come from. Asked only while somebody listens. */
interface Feed {

  /** The next part; not asked again after the last one. */
  Beat next();
}
