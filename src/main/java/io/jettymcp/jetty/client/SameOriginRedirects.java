package io.jettymcp.jetty.client;

import io.jettymcp.jetty.Failure;
import io.jettymcp.jetty.Failure.Unavailable.Reason;
import io.jettymcp.jetty.Reply;
import io.jettymcp.jetty.Request;
import io.jettymcp.jetty.http.Attempt;
import io.jettymcp.jetty.http.HttpSender;
import io.jettymcp.jetty.http.Redirect;
import io.jettymcp.secret.Secret;
import io.jettymcp.text.Origin;
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

  private final Origin origin;
  private final HttpSender next;

  SameOriginRedirects(Origin origin, HttpSender next) {
    this.origin = origin;
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
      to = URI.create(origin + target).resolve(redirect.location());
    } catch (IllegalArgumentException e) {
      throw unreadable(redirect, "redirect to no address");
    }
    if (!isSameOrigin(to)) {
      throw unreadable(redirect, "redirect to another origin");
    }
    String path = to.getRawPath().isEmpty() ? "/" : to.getRawPath();
    return to.getRawQuery() == null ? path : path + "?" + to.getRawQuery();
  }

  private boolean isSameOrigin(URI to) {
    try {
      return origin.equals(Origin.of(to.resolve("/")));
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static Failure unreadable(Redirect redirect, String detail) {
    return new Failure.Unavailable(Reason.UNREADABLE, redirect.status(), detail, Optional.empty());
  }
}
