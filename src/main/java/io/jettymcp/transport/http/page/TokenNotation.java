package io.jettymcp.transport.http.page;

import java.util.Optional;

/** How a host's configuration refers to a token, so that the file need not hold it. */
enum TokenNotation {
  /** {@code ${NAME}}. */
  BRACES("${%s}"),
  /** {@code ${env:NAME}}. */
  ENV_BRACES("${env:%s}"),
  /** {@code {env:NAME}}. */
  ENV("{env:%s}"),
  /** A setting that takes the name of the variable. */
  NAME("%s"),
  /** A question that the host asks once. */
  PROMPT("${input:jetty-token}"),
  /** The token itself. */
  LITERAL("");

  private final String pattern;

  TokenNotation(String pattern) {
    this.pattern = pattern;
  }

  /** Returns the value of the header, or empty if the server wants none. */
  Optional<String> authorization(RemoteServer server) {
    return server
        .variable()
        .map(name -> this == LITERAL ? server.placeholder() : pattern.formatted(name))
        .map(token -> "Bearer " + token);
  }

  /** Returns what the user has to do about the token. */
  Optional<String> advice(RemoteServer server) {
    String what =
        switch (server.credential()) {
          case NONE -> "";
          case TOKEN -> "your Jetty token";
          case KEY -> "the key that the operator of this server gave you";
        };
    return server
        .variable()
        .map(
            name ->
                switch (this) {
                  case LITERAL -> "Replace " + server.placeholder() + " with " + what + ".";
                  case PROMPT -> "VS Code asks for " + what + " and stores it encrypted.";
                  case BRACES, ENV_BRACES, ENV, NAME ->
                      "The environment variable "
                          + name
                          + " must hold "
                          + what
                          + " when the host starts.";
                });
  }
}
