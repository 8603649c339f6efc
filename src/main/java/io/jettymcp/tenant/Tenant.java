package io.jettymcp.tenant;

import io.jettymcp.jetty.Exchange;
import io.jettymcp.jetty.Reply;
import io.jettymcp.jetty.Request;
import io.jettymcp.jetty.SecretSink;
import io.jettymcp.mcp.call.CallerRestrictions;
import io.jettymcp.redact.KnownSecrets;
import io.jettymcp.redact.Redactor;
import io.jettymcp.secret.Secret;
import io.jettymcp.transport.McpService;
import io.jettymcp.transport.http.TokenStatus;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import reactor.core.publisher.Mono;

/**
 * Isolates what belongs to one token: the route to Jetty with its limits, the secrets learned there
 * and the services, one for each set of restrictions. A service references its tenant, so a tenant
 * that a session or a call still uses is not lost.
 */
final class Tenant implements Exchange {
  /** Callers seldom change their restrictions; one that often does waits a little longer. */
  private static final int MAX_SERVICES = 8;

  /** Opens the route to Jetty of one tenant. */
  interface Route {
    Exchange to(SecretSink sink);
  }

  private final String owner;
  private final KnownSecrets secrets;
  private final Exchange jetty;
  private final Supplier<Mono<TokenStatus>> tokenStatus;
  private final Map<CallerRestrictions, McpService> services =
      new LinkedHashMap<>(MAX_SERVICES, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<CallerRestrictions, McpService> eldest) {
          return size() > MAX_SERVICES;
        }
      };

  /**
   * @param owner names the tenant without revealing its token
   * @param secrets those known so far, the token among them
   * @param verification verifies the token with requests on the route
   */
  Tenant(
      String owner,
      KnownSecrets secrets,
      Route route,
      Function<Exchange, Supplier<Mono<TokenStatus>>> verification) {
    this.owner = owner;
    this.secrets = secrets;
    this.jetty = route.to(new TenantSecrets(secrets));
    this.tokenStatus = verification.apply(jetty);
  }

  String owner() {
    return owner;
  }

  KnownSecrets secrets() {
    return secrets;
  }

  Mono<TokenStatus> tokenStatus() {
    return tokenStatus.get();
  }

  @Override
  public Mono<Reply> send(Request request) {
    return jetty.send(request);
  }

  /** Returns the service for these restrictions; the first caller that has them creates it. */
  McpService service(CallerRestrictions restrictions, Supplier<McpService> create) {
    synchronized (services) {
      return services.computeIfAbsent(restrictions, first -> create.get());
    }
  }

  /** Learns the secrets in Jetty's replies, and redacts them from the log. */
  private static final class TenantSecrets implements SecretSink {
    private final KnownSecrets secrets;
    private final Redactor redactor;

    TenantSecrets(KnownSecrets secrets) {
      this.secrets = secrets;
      this.redactor = new Redactor(secrets);
    }

    @Override
    public void learned(String collection, List<Secret> values) {
      secrets.learn(collection, values);
    }

    @Override
    public String inLog(String line) {
      return redactor.redact(line);
    }
  }
}
