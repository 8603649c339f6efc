package io.jettymcp.mcp.call;

/**
 * Advises the user how to fix a failure; the remedies depend on where the server runs.
 *
 * @param program how the user types the name of this program in a shell
 * @param signingIn how to give this server a token, in full sentences
 * @param checking how to check the connection, as the end of a sentence including its separator, or
 *     empty
 * @param network how to fix the way to Jetty, as a full sentence after a blank
 */
public record Remedies(String program, String signingIn, String checking, String network) {
  private static final String PROGRAM = "jetty-mcp";

  private static final String TOKENS =
      " Create a token at https://jetty.io under Settings, API Tokens.";

  private static final String OPERATOR = " Ask the operator of this server to fix this.";

  /** For a server that forwards the token of each request. */
  public static final Remedies SEND_A_TOKEN =
      new Remedies(
          PROGRAM,
          "Ask the user to add the header Authorization: Bearer TOKEN to the host's configuration"
              + " of this server."
              + TOKENS,
          "",
          OPERATOR);

  /** For a server that uses the token of each request, or else one of its own. */
  public static final Remedies SIGN_IN_OR_SEND_A_TOKEN =
      new Remedies(
          PROGRAM,
          "Ask the user to run jetty-mcp login on the machine of this server, or to add the header"
              + " Authorization: Bearer TOKEN to the host's configuration of this server."
              + TOKENS,
          "",
          OPERATOR);

  /** For a server that uses one token of its own for all callers. */
  public static final Remedies ASK_THE_OPERATOR =
      new Remedies(
          PROGRAM,
          "Ask the operator of this server to configure a valid Jetty token.",
          "",
          OPERATOR);

  /** For a server on the user's own machine: the three ways to give a token, and a check. */
  public static Remedies here(String program) {
    return new Remedies(
        program,
        "Set JETTY_API_TOKEN, save the token in ~/.config/jetty/token, or run: "
            + program
            + " login."
            + TOKENS,
        "; " + program + " doctor checks the connection",
        " Ask the user to fix this and to check it with " + program + " doctor.");
  }
}
