package io.jettymcp.config;

import java.net.URI;

/** Holds the address of Jetty's API. */
public sealed interface ApiAddress {

  /** Is reached over the network; {@code base} is scheme, host and port alone. */
  record Remote(URI base) implements ApiAddress {
    @Override
    public String toString() {
      return base.toString();
    }
  }

  /** The embedded simulator, which needs no token. */
  record Simulator() implements ApiAddress {
    /** Selects it in place of a URL. */
    static final String WORD = "simulator";

    @Override
    public String toString() {
      return WORD;
    }
  }
}
