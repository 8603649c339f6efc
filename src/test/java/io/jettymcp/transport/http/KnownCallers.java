package io.jettymcp.transport.http;

import io.jettymcp.mcp.McpService;
import io.jettymcp.secret.Secret;
import java.util.Map;
import java.util.Optional;
import reactor.core.publisher.Mono;

/** Knows everyone by their token, whoever has none as {@code nobody}, and two that may not call. */
final class KnownCallers implements Callers {
  @Override
  public Caller identify(Optional<Secret> bearer, Map<String, String> narrowing) throws HttpError {
    String name = bearer.map(Secret::reveal).orElse("nobody");
    if (name.equals("refused")) {
      throw new HttpError(401, "This token is not known.");
    }
    if (name.equals("defect")) {
      throw new IllegalStateException("planted-inside /etc/secret");
    }
    return new Someone(name);
  }

  private record Someone(String owner) implements Caller {
    @Override
    public McpService service() {
      throw new UnsupportedOperationException("The endpoints of these tests serve nothing");
    }

    @Override
    public Mono<Boolean> isAccepted() {
      return Mono.just(true);
    }
  }
}
