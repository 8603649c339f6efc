package io.jettymcp.e2e;

import java.io.IOException;

/** A host's end of a connection to a server. */
interface Link {
  /** Sends messages, one a line. */
  void send(byte[] lines) throws IOException;

  /** Gives up a call in the way that the transport has for it; the id is JSON. */
  void cancel(String id) throws IOException;

  /** Ends the session as hosts do. */
  void end() throws IOException;
}
