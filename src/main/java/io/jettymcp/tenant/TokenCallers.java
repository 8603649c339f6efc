package io.jettymcp.tenant;

import io.jettymcp.config.Auth;
import io.jettymcp.config.TokenStore;
import io.jettymcp.json.Json;
import io.jettymcp.mcp.call.CallerRestrictions;
import io.jettymcp.mcp.call.EnabledTools;
import io.jettymcp.redact.KnownSecrets;
import io.jettymcp.secret.Secret;
import io.jettymcp.transport.McpService;
import io.jettymcp.transport.http.Caller;
import io.jettymcp.transport.http.Callers;
import io.jettymcp.transport.http.HttpError;
import io.jettymcp.transport.http.TokenStatus;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.ObjectNode;

/** Identifies callers over HTTP by their token, by the rules of {@code --auth}. */
public final class TokenCallers implements Callers {
  /**
   * Limits the tenants that no session or call uses; each takes about 20 KB, and 25 KB for each
   * secret it knows.
   */
  static final int MAX_IDLE_TENANTS = 2_000;

  /** Limits those of tokens that Jetty has not accepted; anyone can make up such tokens. */
  static final int MAX_NEW_TENANTS = 200;

  private static final String TOKENS =
      " Tokens are made at https://jetty.io under Settings, API Tokens.";

  private final Auth auth;
  private final Optional<Secret> key;
  private final EnabledTools tools;
  private final TenantBackend backend;
  private final Clock clock;
  private final TokenHash hash;
  private final Tenants tenants;
  private final VerificationQueue verifications = new VerificationQueue();
  private final Tenant server;

  /**
   * @param key the shared key, present for {@link Auth#KEY}
   * @param tools those that callers on other machines may use
   * @param serverSecrets the secrets of the tenant that uses the server's own token
   */
  public TokenCallers(
      Auth auth,
      Optional<Secret> key,
      EnabledTools tools,
      KnownSecrets serverSecrets,
      TenantBackend backend,
      Clock clock) {
    this.auth = auth;
    this.key = key;
    this.hash = new TokenHash(backend.stateKey());
    this.tools = tools;
    this.backend = backend;
    this.clock = clock;
    this.tenants = new Tenants(MAX_IDLE_TENANTS, MAX_NEW_TENANTS, clock);
    this.server =
        new Tenant(
            "own",
            serverSecrets,
            sink -> backend.connect(backend::serverToken, sink),
            // A refused server token is not the caller's fault; each call reports it.
            jetty -> () -> Mono.just(TokenStatus.ACCEPTED));
  }

  @Override
  public Caller identify(Optional<Secret> bearer, Map<String, String> headers) throws HttpError {
    Tenant tenant = tenant(bearer);
    CallerRestrictions restrictions = restrictions(headers);
    EnabledTools left = restricted(restrictions);
    return new Caller() {
      @Override
      public String owner() {
        return tenant.owner();
      }

      @Override
      public McpService service() {
        return tenant.service(
            restrictions,
            () -> backend.serve(tenant, tenant.secrets(), left, identity(tenant, bearer)));
      }

      @Override
      public Mono<TokenStatus> tokenStatus() {
        return tenant == server ? tenant.tokenStatus() : verified(tenant);
      }
    };
  }

  private Mono<TokenStatus> verified(Tenant tenant) {
    return tenant
        .tokenStatus()
        .doOnNext(
            status -> {
              if (status == TokenStatus.ACCEPTED) {
                tenants.accept(tenant);
              }
            });
  }

  /** Counts the tenants, the server's own aside. */
  int size() {
    return tenants.size();
  }

  private Tenant tenant(Optional<Secret> bearer) throws HttpError {
    if (auth == Auth.KEY) {
      checkKey(bearer);
      return server;
    }
    if (bearer.isPresent() && !TokenStore.isPlaceholder(bearer.get())) {
      Secret token = bearer.get();
      String owner = hash.of(token);
      return tenants.get(owner, () -> create(owner, token));
    }
    if (auth == Auth.PASSTHROUGH) {
      throw new HttpError(
          401, "Send a Jetty API token in the header Authorization: Bearer TOKEN." + TOKENS);
    }
    return server;
  }

  private void checkKey(Optional<Secret> bearer) throws HttpError {
    Secret sent =
        bearer.orElseThrow(
            () ->
                new HttpError(
                    401, "Send the key of this server in the header Authorization: Bearer KEY."));
    if (!hash.areEqual(sent, key.orElseThrow())) {
      throw new HttpError(401, "That is not the key of this server.");
    }
  }

  private Tenant create(String owner, Secret token) {
    KnownSecrets secrets = new KnownSecrets();
    secrets.learnOfProcess(token);
    return new Tenant(
        owner,
        secrets,
        sink -> backend.connect(() -> Optional.of(token), sink),
        jetty -> new TokenVerification(jetty, verifications, clock)::status);
  }

  private static CallerRestrictions restrictions(Map<String, String> headers) throws HttpError {
    try {
      return CallerRestrictions.of(headers);
    } catch (CallerRestrictions.Invalid e) {
      throw new HttpError(400, e.sentence());
    }
  }

  private EnabledTools restricted(CallerRestrictions restrictions) throws HttpError {
    try {
      return restrictions.equals(CallerRestrictions.NONE)
          ? tools
          : tools.restrictedTo(restrictions);
    } catch (CallerRestrictions.Invalid e) {
      throw new HttpError(403, e.sentence());
    }
  }

  private Supplier<ObjectNode> identity(Tenant tenant, Optional<Secret> bearer) {
    return tenant == server ? this::serverIdentity : () -> callerIdentity(bearer.orElseThrow());
  }

  private static ObjectNode callerIdentity(Secret token) {
    return Json.object().put("token", token.redacted()).put("token_source", "Authorization header");
  }

  /** Hides the server's token and where it is stored, which callers have no need to know. */
  private ObjectNode serverIdentity() {
    ObjectNode identity = Json.object();
    return backend.serverToken().isPresent()
        ? identity.put("token_source", "this server")
        : identity;
  }
}
