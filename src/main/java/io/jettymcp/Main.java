package io.jettymcp;

import io.jettymcp.cli.Program;
import io.jettymcp.transport.StandardStreams;

/** The entry point. */
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    // First of all: from here on nothing can print into the conversation with a host.
    StandardStreams streams = StandardStreams.claim();
    System.exit(Program.run(streams, arguments));
  }
}
