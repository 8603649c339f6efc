package io.jettymcp.mcp;

/**
 * What a person can do about a fault, which depends on where the server runs.
 *
 * @param signingIn how this server gets a token, in full sentences
 * @param checking what can be looked at when Jetty does not answer, as the end of a sentence with
 *     what stands before it, or empty
 */
public record Remedies(String signingIn, String checking) {
  private static final String TOKENS =
      " Tokens are made at https://jetty.io under Settings, API Tokens.";

  /** For a server on the person's own machine: the three ways to give a token, and a check. */
  public static final Remedies HERE =
      new Remedies(
          "Set JETTY_API_TOKEN, or put the token into ~/.config/jetty/token, or run: jetty-mcp"
              + " login."
              + TOKENS,
          "; jetty-mcp doctor checks the connection");

  /** For a server that passes on the token of each request. */
  public static final Remedies SEND_A_TOKEN =
      new Remedies(
          "The user puts the token into the host's configuration of this server, as the header"
              + " Authorization: Bearer TOKEN."
              + TOKENS,
          "");

  /** For a server that has a token of its own for all callers. */
  public static final Remedies ASK_THE_OPERATOR =
      new Remedies("Who runs this server has to give it a token that Jetty takes.", "");
}
