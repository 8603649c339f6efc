package io.jettymcp.transport.http;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Describes the server to people. Nothing in it is secret, and it is the same for all callers.
 *
 * @param version of this program
 * @param toolsets the number of enabled tools of each toolset, by its name
 * @param readOnly whether only read-only tools are enabled
 * @param credential what a request must carry
 * @param hasToken returns whether the server has a Jetty token of its own now, which a file can
 *     hold
 */
public record ServerInfo(
    String version,
    Map<String, Integer> toolsets,
    boolean readOnly,
    Credential credential,
    BooleanSupplier hasToken) {

  public ServerInfo {
    toolsets = Collections.unmodifiableMap(new LinkedHashMap<>(toolsets));
  }

  /** Returns the number of enabled tools. */
  public int tools() {
    return toolsets.values().stream().mapToInt(Integer::intValue).sum();
  }

  /** Returns whose Jetty token the calls of this moment use. */
  public TokenOwner tokenOwner() {
    if (credential == Credential.TOKEN) {
      return TokenOwner.CALLER;
    }
    return hasToken.getAsBoolean() ? TokenOwner.SERVER : TokenOwner.NONE;
  }

  /** Names whose Jetty token calls use. */
  public enum TokenOwner {
    CALLER,
    SERVER,
    /** No token is known: calls fail until the server gets one. */
    NONE
  }

  /** Selects the content of the {@code Authorization} header that a request must have. */
  public enum Credential {
    /** Nothing: calls use the server's own token. */
    NONE(Optional.empty()),
    /** The caller's own Jetty token. */
    TOKEN(Optional.of("JETTY_API_TOKEN")),
    /** The key that the server's operator shares; calls use the server's own token. */
    KEY(Optional.of("JETTY_MCP_KEY"));

    private final Optional<String> variable;

    Credential(Optional<String> variable) {
      this.variable = variable;
    }

    /** Returns the environment variable in which a user keeps it. */
    public Optional<String> variable() {
      return variable;
    }
  }
}
