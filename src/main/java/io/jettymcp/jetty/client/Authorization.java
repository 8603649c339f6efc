package io.jettymcp.jetty.client;

import io.jettymcp.jetty.Exchange;
import io.jettymcp.jetty.Failure;
import io.jettymcp.jetty.Reply;
import io.jettymcp.jetty.Request;
import io.jettymcp.jetty.TokenSource;
import io.jettymcp.secret.Secret;
import java.util.Optional;
import reactor.core.publisher.Mono;

/** Adds the current token to each request; without one, sends only requests that need none. */
final class Authorization implements Exchange {
  private static final String TEMPLATES = "/api/v1/step-templates";

  private final TokenSource tokens;
  private final SameOriginRedirects next;

  Authorization(TokenSource tokens, SameOriginRedirects next) {
    this.tokens = tokens;
    this.next = next;
  }

  @Override
  public Mono<Reply> send(Request request) {
    return Mono.defer(
        () -> {
          Optional<Secret> token = tokens.token();
          Optional<Secret> usable = token.filter(Authorization::fitsHeader);
          if (usable.isEmpty() && !needsNoToken(request.path())) {
            String detail = token.isPresent() ? "the token has characters no token can have" : "";
            return Mono.error(new Failure.NotSignedIn(false, detail));
          }
          return next.send(request, usable);
        });
  }

  private static boolean needsNoToken(String path) {
    return path.equals("/api/v1/health")
        || path.equals(TEMPLATES)
        || path.startsWith(TEMPLATES + "/");
  }

  private static boolean fitsHeader(Secret token) {
    String value = token.reveal();
    for (int i = 0; i < value.length(); i++) {
      if (value.charAt(i) <= ' ' || value.charAt(i) > '~') {
        return false;
      }
    }
    return !value.isEmpty();
  }
}
