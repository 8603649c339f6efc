package io.jettymcp.jetty;

import io.jettymcp.jetty.Failure.Unavailable.Reason;
import io.jettymcp.secret.Secret;
import java.net.URI;
import java.util.Optional;
import reactor.core.publisher.Mono;

/**
 * Follows redirects with method and body kept, as long as they stay on Jetty's own origin. A wrong
 * trailing slash is answered with 307 to an absolute URL.
 */
final class SameOriginRedirects {
  /** Most redirects that are followed for one request. */
  static final int MAX = 5;

  private final URI base;
  private final HttpSender next;

  SameOriginRedirects(URI base, HttpSender next) {
    this.base = base;
    this.next = next;
  }

  Mono<Reply> send(Request request, Optional<Secret> token) {
    return hop(request, token, request.target(), 0);
  }

  private Mono<Reply> hop(Request request, Optional<Secret> token, String target, int followed) {
    return next.send(new Attempt(request, token, target))
        .onErrorResume(
            error -> {
              if (!(error instanceof Redirect redirect)) {
                return Mono.error(error);
              }
              return followed == MAX
                  ? Mono.error(unreadable(redirect, "more than " + MAX + " redirects"))
                  : hop(request, token, follow(target, redirect), followed + 1);
            });
  }

  private String follow(String target, Redirect redirect) {
    URI to;
    try {
      to = URI.create(base + target).resolve(redirect.location());
    } catch (IllegalArgumentException notAUri) {
      throw unreadable(redirect, "redirect to no address");
    }
    if (!sameOrigin(to)) {
      throw unreadable(redirect, "redirect to another origin");
    }
    String path = to.getRawPath().isEmpty() ? "/" : to.getRawPath();
    return to.getRawQuery() == null ? path : path + "?" + to.getRawQuery();
  }

  private boolean sameOrigin(URI to) {
    return base.getScheme().equalsIgnoreCase(to.getScheme())
        && base.getHost().equalsIgnoreCase(to.getHost())
        && port(base) == port(to);
  }

  private static int port(URI url) {
    if (url.getPort() >= 0) {
      return url.getPort();
    }
    return "https".equalsIgnoreCase(url.getScheme()) ? 443 : 80;
  }

  private static Failure unreadable(Redirect redirect, String detail) {
    return new Failure.Unavailable(Reason.UNREADABLE, redirect.status(), detail, Optional.empty());
  }
}
