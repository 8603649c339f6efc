package io.jettymcp.conformance;

import io.jettymcp.secret.Secret;
import io.jettymcp.transport.McpService;
import io.jettymcp.transport.http.Caller;
import io.jettymcp.transport.http.Callers;
import io.jettymcp.transport.http.TokenStatus;
import java.util.Map;
import java.util.Optional;
import reactor.core.publisher.Mono;

/** Whoever calls: the suite brings no token. */
record Anybody(McpService service) implements Callers, Caller {
  @Override
  public Caller identify(Optional<Secret> bearer, Map<String, String> narrowing) {
    return this;
  }

  @Override
  public String owner() {
    return "anybody";
  }

  @Override
  public Mono<TokenStatus> tokenStatus() {
    return Mono.just(TokenStatus.ACCEPTED);
  }
}
