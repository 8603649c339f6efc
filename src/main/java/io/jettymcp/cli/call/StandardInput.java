package io.jettymcp.cli.call;

import java.io.IOException;

/** Reads the rest of standard input. */
@FunctionalInterface
public interface StandardInput {
  byte[] all() throws IOException;
}
