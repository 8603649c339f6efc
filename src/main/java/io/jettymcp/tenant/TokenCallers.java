package io.jettymcp.tenant;

import io.jettymcp.app.JettyConnection;
import io.jettymcp.app.NoLocalAccess;
import io.jettymcp.app.ServerComponents;
import io.jettymcp.app.Version;
import io.jettymcp.config.Auth;
import io.jettymcp.config.Confirm;
import io.jettymcp.config.Setting;
import io.jettymcp.config.Settings;
import io.jettymcp.guide.Guide;
import io.jettymcp.jetty.TokenSource;
import io.jettymcp.json.Json;
import io.jettymcp.mcp.CallObserver;
import io.jettymcp.mcp.CallerRestrictions;
import io.jettymcp.mcp.EnabledTools;
import io.jettymcp.mcp.JettyService;
import io.jettymcp.mcp.McpService;
import io.jettymcp.mcp.Remedies;
import io.jettymcp.mcp.ToolCalls;
import io.jettymcp.redact.KnownSecrets;
import io.jettymcp.secret.Secret;
import io.jettymcp.transport.http.Caller;
import io.jettymcp.transport.http.Callers;
import io.jettymcp.transport.http.HttpError;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.ObjectNode;

/**
 * Who calls over HTTP, by the token that they bring. Each token has an account of its own; all of
 * them share the connections to Jetty, and nothing else.
 */
public final class TokenCallers implements Callers {
  /** How many accounts are kept while nobody uses them; each takes some 20 KB. */
  static final int ACCOUNTS = 2_000;

  private static final String TOKENS =
      " Tokens are made at https://jetty.io under Settings, API Tokens.";

  private final Settings settings;
  private final Auth auth;
  private final Optional<Secret> key;
  private final JettyConnection jetty;
  private final CallObserver observer;
  private final Clock clock;
  private final EnabledTools offer;
  private final TokenHash hash = new TokenHash();
  private final Tenants accounts;
  private final Tenant own;

  /**
   * @param key what {@link Auth#KEY} asks for
   * @param jetty with the server's own token, if it has one
   * @param secrets what is known of the server's own account
   * @param observer is told of every call
   */
  public TokenCallers(
      Settings settings,
      Auth auth,
      Optional<Secret> key,
      JettyConnection jetty,
      KnownSecrets secrets,
      CallObserver observer,
      Clock clock) {
    this.settings = settings;
    this.auth = auth;
    this.key = key;
    this.jetty = jetty;
    this.observer = observer;
    this.clock = clock;
    this.offer = ServerComponents.offer(settings).forRemoteCallers();
    this.accounts = new Tenants(ACCOUNTS, clock);
    TokenSource token = () -> jetty.token().map(Setting::value);
    this.own =
        new Tenant(
            "own",
            secrets,
            sink -> jetty.forCaller(token, sink),
            // What Jetty thinks of it is not the callers' fault; their calls say it.
            exchange -> () -> Mono.just(true));
  }

  @Override
  public Caller identify(Optional<Secret> bearer, Map<String, String> headers) throws HttpError {
    Tenant account = account(bearer);
    CallerRestrictions narrowing = narrowing(headers);
    EnabledTools left = left(narrowing);
    return new Caller() {
      @Override
      public String owner() {
        return account.owner();
      }

      @Override
      public McpService service() {
        return account.service(narrowing, () -> serve(account, left, bearer));
      }

      @Override
      public Mono<Boolean> isAccepted() {
        return account.isAccepted();
      }
    };
  }

  /** How many accounts there are, but for the server's own. */
  int size() {
    return accounts.size();
  }

  private Tenant account(Optional<Secret> bearer) throws HttpError {
    if (auth == Auth.KEY) {
      checkKey(bearer);
      return own;
    }
    if (bearer.isPresent()) {
      Secret token = bearer.get();
      String owner = hash.of(token);
      return accounts.get(owner, () -> open(owner, token));
    }
    if (auth == Auth.PASSTHROUGH) {
      throw new HttpError(
          401, "Send a Jetty API token in the header Authorization: Bearer TOKEN." + TOKENS);
    }
    return own;
  }

  private void checkKey(Optional<Secret> bearer) throws HttpError {
    Secret given =
        bearer.orElseThrow(
            () ->
                new HttpError(
                    401, "Send the key of this server in the header Authorization: Bearer KEY."));
    if (!hash.areEqual(given, key.orElseThrow())) {
      throw new HttpError(401, "That is not the key of this server.");
    }
  }

  private Tenant open(String owner, Secret token) {
    KnownSecrets secrets = new KnownSecrets();
    secrets.learn(token);
    return new Tenant(
        owner,
        secrets,
        sink -> jetty.forCaller(() -> Optional.of(token), sink),
        exchange -> new TokenVerification(exchange, clock)::check);
  }

  private static CallerRestrictions narrowing(Map<String, String> headers) throws HttpError {
    try {
      return CallerRestrictions.of(headers);
    } catch (CallerRestrictions.Invalid wrong) {
      throw new HttpError(400, wrong.sentence());
    }
  }

  private EnabledTools left(CallerRestrictions narrowing) throws HttpError {
    try {
      return narrowing.equals(CallerRestrictions.NONE) ? offer : offer.restrictedTo(narrowing);
    } catch (CallerRestrictions.Invalid locked) {
      throw new HttpError(403, locked.sentence());
    }
  }

  private McpService serve(Tenant account, EnabledTools left, Optional<Secret> bearer) {
    Supplier<ObjectNode> token =
        account == own ? this::ownToken : () -> ofRequest(bearer.orElseThrow());
    ToolCalls calls =
        new ToolCalls(
            left,
            account,
            new NoLocalAccess(settings, left.collection(), token),
            account.secrets(),
            clock,
            new ToolCalls.Rules(
                settings.timeout().value(),
                settings.confirm().value() == Confirm.ASK,
                auth == Auth.KEY ? Remedies.ASK_THE_OPERATOR : Remedies.SEND_A_TOKEN),
            observer);
    return new JettyService(calls, Version.current(), Guide.instructions(false));
  }

  private static ObjectNode ofRequest(Secret token) {
    return Json.object().put("token", token.redacted()).put("token_source", "Authorization header");
  }

  /** Neither the token nor where it lies is the callers' business. */
  private ObjectNode ownToken() {
    ObjectNode shown = Json.object();
    return jetty.token().isPresent() ? shown.put("token_source", "this server") : shown;
  }
}
