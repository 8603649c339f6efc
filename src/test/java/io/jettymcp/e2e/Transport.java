package io.jettymcp.e2e;

import java.util.ArrayList;
import java.util.List;

/** The transports between a host and the server. */
enum Transport {
  STDIO,
  /** Streamable HTTP with sessions. */
  HTTP,
  /** Streamable HTTP without sessions. */
  STATELESS,
  /** HTTP+SSE, as older hosts speak it. */
  SSE;

  /** Returns the command line that serves it, with as many concurrent calls as over stdio. */
  List<String> command(List<String> arguments) {
    if (this == STDIO) {
      return arguments;
    }
    List<String> command =
        new ArrayList<>(List.of("http", "--port", "0", "--max-calls-per-token", "10000"));
    if (this == STATELESS) {
      command.add("--stateless");
    }
    command.addAll(arguments);
    return command;
  }
}
