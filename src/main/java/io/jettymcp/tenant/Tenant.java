package io.jettymcp.tenant;

import io.jettymcp.jetty.Exchange;
import io.jettymcp.jetty.Reply;
import io.jettymcp.jetty.Request;
import io.jettymcp.jetty.SecretSink;
import io.jettymcp.mcp.CallerRestrictions;
import io.jettymcp.mcp.McpService;
import io.jettymcp.redact.KnownSecrets;
import io.jettymcp.redact.Redactor;
import io.jettymcp.secret.Secret;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import reactor.core.publisher.Mono;

/**
 * All that belongs to one token, and to nobody else: the way to Jetty with its bounds, the secrets
 * that were learned there, and what is served by what the headers leave of it. A service keeps the
 * account that it is of, so that one which a session or a call still uses is not lost.
 */
final class Tenant implements Exchange {
  /** Callers seldom change what they leave; who does so often waits a little longer. */
  private static final int SERVICES = 8;

  /** Makes the way to Jetty for an account. */
  interface Route {
    Exchange to(SecretSink sink);
  }

  private final String owner;
  private final KnownSecrets secrets;
  private final Exchange jetty;
  private final Supplier<Mono<Boolean>> accepted;
  private final Map<CallerRestrictions, McpService> services =
      new LinkedHashMap<>(SERVICES, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<CallerRestrictions, McpService> eldest) {
          return size() > SERVICES;
        }
      };

  /**
   * @param owner names the account, and does not tell its token
   * @param secrets what is known of the account so far, its token among it
   * @param accepted whether Jetty takes the token, as {@code Caller.isAccepted} has to say it
   */
  Tenant(
      String owner,
      KnownSecrets secrets,
      Route route,
      Function<Exchange, Supplier<Mono<Boolean>>> accepted) {
    this.owner = owner;
    this.secrets = secrets;
    this.jetty = route.to(new Learning(secrets));
    this.accepted = accepted.apply(jetty);
  }

  String owner() {
    return owner;
  }

  KnownSecrets secrets() {
    return secrets;
  }

  Mono<Boolean> isAccepted() {
    return accepted.get();
  }

  @Override
  public Mono<Reply> send(Request request) {
    return jetty.send(request);
  }

  /** What is served to callers that narrow it so; made by the first of them. */
  McpService service(CallerRestrictions narrowing, Supplier<McpService> make) {
    synchronized (services) {
      return services.computeIfAbsent(narrowing, first -> make.get());
    }
  }

  /** Keeps what Jetty gives away of the account's secrets out of all that it is shown. */
  private static final class Learning implements SecretSink {
    private final KnownSecrets secrets;
    private final Redactor redactor;

    Learning(KnownSecrets secrets) {
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
