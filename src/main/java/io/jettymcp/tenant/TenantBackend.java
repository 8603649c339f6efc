package io.jettymcp.tenant;

import io.jettymcp.jetty.Exchange;
import io.jettymcp.jetty.SecretSink;
import io.jettymcp.jetty.TokenSource;
import io.jettymcp.mcp.call.EnabledTools;
import io.jettymcp.redact.KnownSecrets;
import io.jettymcp.secret.Secret;
import io.jettymcp.transport.McpService;
import java.util.Optional;
import java.util.function.Supplier;
import tools.jackson.databind.node.ObjectNode;

/** Connects tenants to Jetty and builds their services; the composition implements it. */
public interface TenantBackend {

  /**
   * Opens a route to Jetty that carries one token. All routes share connections and nothing else.
   *
   * @param secrets learns the values in the replies, for this tenant alone
   */
  Exchange connect(TokenSource token, SecretSink secrets);

  /** Returns the server's own token, if it has one. */
  Optional<Secret> serverToken();

  /** Returns the key that replicas share, if there is one. */
  Optional<Secret> stateKey();

  /**
   * Builds the service of one tenant.
   *
   * @param tools those that the caller's headers leave
   * @param token describes the token in use, as far as the caller is allowed to know it
   */
  McpService serve(
      Exchange jetty, KnownSecrets secrets, EnabledTools tools, Supplier<ObjectNode> token);
}
