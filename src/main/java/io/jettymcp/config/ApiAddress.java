package io.jettymcp.config;

import java.net.URI;

/** Where Jetty's API is. */
public sealed interface ApiAddress {

  /** An API reached over the network; {@code base} is scheme, host and port, nothing else. */
  record Remote(URI base) implements ApiAddress {
    @Override
    public String toString() {
      return base.toString();
    }
  }

  /** The embedded simulator, which needs no token. */
  record Simulator() implements ApiAddress {
    /** What stands for it in place of a URL. */
    static final String WORD = "simulator";

    @Override
    public String toString() {
      return WORD;
    }
  }
}
