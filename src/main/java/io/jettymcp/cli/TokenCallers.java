package io.jettymcp.cli;

import io.jettymcp.api.TokenSource;
import io.jettymcp.config.Auth;
import io.jettymcp.config.Confirm;
import io.jettymcp.config.Setting;
import io.jettymcp.config.Settings;
import io.jettymcp.guide.Guide;
import io.jettymcp.protocol.Advice;
import io.jettymcp.protocol.CallObserver;
import io.jettymcp.protocol.JettyService;
import io.jettymcp.protocol.Narrowing;
import io.jettymcp.protocol.Offer;
import io.jettymcp.protocol.Service;
import io.jettymcp.protocol.ToolCalls;
import io.jettymcp.secret.Secret;
import io.jettymcp.shape.KnownSecrets;
import io.jettymcp.tool.Json;
import io.jettymcp.transport.http.Caller;
import io.jettymcp.transport.http.Callers;
import io.jettymcp.transport.http.Refusal;
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
final class TokenCallers implements Callers {
  /** How many accounts are kept while nobody uses them; each takes some 20 KB. */
  static final int ACCOUNTS = 2_000;

  private static final String TOKENS =
      " Tokens are made at https://jetty.io under Settings, API Tokens.";

  private final Settings settings;
  private final Auth auth;
  private final Optional<Secret> key;
  private final Connection jetty;
  private final CallObserver observer;
  private final Clock clock;
  private final Offer offer;
  private final TokenHash hash = new TokenHash();
  private final Accounts accounts;
  private final Account own;

  /**
   * @param key what {@link Auth#KEY} asks for
   * @param jetty with the server's own token, if it has one
   * @param secrets what is known of the server's own account
   * @param observer is told of every call
   */
  TokenCallers(
      Settings settings,
      Auth auth,
      Optional<Secret> key,
      Connection jetty,
      KnownSecrets secrets,
      CallObserver observer,
      Clock clock) {
    this.settings = settings;
    this.auth = auth;
    this.key = key;
    this.jetty = jetty;
    this.observer = observer;
    this.clock = clock;
    this.offer = Assembly.offer(settings).elsewhere();
    this.accounts = new Accounts(ACCOUNTS, clock);
    TokenSource token = () -> jetty.token().map(Setting::value);
    this.own =
        new Account(
            "own",
            secrets,
            sink -> jetty.forCaller(token, sink),
            // What Jetty thinks of it is not the callers' fault; their calls say it.
            exchange -> () -> Mono.just(true));
  }

  @Override
  public Caller identify(Optional<Secret> bearer, Map<String, String> headers) throws Refusal {
    Account account = account(bearer);
    Narrowing narrowing = narrowing(headers);
    Offer left = left(narrowing);
    return new Caller() {
      @Override
      public String owner() {
        return account.owner();
      }

      @Override
      public Service service() {
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

  private Account account(Optional<Secret> bearer) throws Refusal {
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
      throw new Refusal(
          401, "Send a Jetty API token in the header Authorization: Bearer TOKEN." + TOKENS);
    }
    return own;
  }

  private void checkKey(Optional<Secret> bearer) throws Refusal {
    Secret given =
        bearer.orElseThrow(
            () ->
                new Refusal(
                    401, "Send the key of this server in the header Authorization: Bearer KEY."));
    if (!hash.areEqual(given, key.orElseThrow())) {
      throw new Refusal(401, "That is not the key of this server.");
    }
  }

  private Account open(String owner, Secret token) {
    KnownSecrets secrets = new KnownSecrets();
    secrets.learn(token);
    return new Account(
        owner,
        secrets,
        sink -> jetty.forCaller(() -> Optional.of(token), sink),
        exchange -> new Acceptance(exchange, clock)::check);
  }

  private static Narrowing narrowing(Map<String, String> headers) throws Refusal {
    try {
      return Narrowing.of(headers);
    } catch (Narrowing.Impossible wrong) {
      throw new Refusal(400, wrong.words());
    }
  }

  private Offer left(Narrowing narrowing) throws Refusal {
    try {
      return narrowing.equals(Narrowing.NONE) ? offer : offer.narrowed(narrowing);
    } catch (Narrowing.Impossible locked) {
      throw new Refusal(403, locked.words());
    }
  }

  private Service serve(Account account, Offer left, Optional<Secret> bearer) {
    Supplier<ObjectNode> token =
        account == own ? this::ownToken : () -> ofRequest(bearer.orElseThrow());
    ToolCalls calls =
        new ToolCalls(
            left,
            account,
            new ClosedDesk(settings, left.collection(), token),
            account.secrets(),
            clock,
            new ToolCalls.Rules(
                settings.timeout().value(),
                settings.confirm().value() == Confirm.ASK,
                auth == Auth.KEY ? Advice.ASK_THE_OPERATOR : Advice.SEND_A_TOKEN),
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
