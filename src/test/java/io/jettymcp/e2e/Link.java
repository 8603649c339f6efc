package io.jettymcp.e2e;

import java.io.IOException;

/** Connects a host to a server. */
interface Link {
  /** Sends messages, one a line. */
  void send(byte[] lines) throws IOException;

  /** Cancels a call as the transport provides for; the id is JSON. */
  void cancel(String id) throws IOException;

  /** Ends the session as hosts do. */
  void end() throws IOException;
}
