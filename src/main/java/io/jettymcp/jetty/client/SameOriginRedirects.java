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
import java.util.Set;
import reactor.core.publisher.Mono;

/**
 * Follows redirects within Jetty's origin, with the same method and body. Jetty responds to a wrong
 * trailing slash with 307 and an absolute URL.
 */
final class SameOriginRedirects {
  static final int MAX_REDIRECTS = 5;

  /** Those that ask for the same request again; any other may say that a write was carried out. */
  private static final Set<Integer> SAME_METHOD = Set.of(307, 308);

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
              String to = follow(target, redirect);
              if (!request.repeatable() && !SAME_METHOD.contains(redirect.status())) {
                return Mono.error(unreadable(redirect, "redirect after a write"));
              }
              return followed == MAX_REDIRECTS
                  ? Mono.error(unreadable(redirect, "more than " + MAX_REDIRECTS + " redirects"))
                  : hop(request, token, to, followed + 1);
            });
  }

  /** Returns the target within Jetty's origin; a redirect to another one is not of Jetty. */
  private String follow(String target, Redirect redirect) {
    URI to;
    try {
      to = resolve(target, redirect.location());
    } catch (IllegalArgumentException e) {
      throw unreadable(redirect, "redirect to no address");
    }
    if (!isSameOrigin(to)) {
      throw new Failure.Unavailable(
          Reason.INTERCEPTED,
          "a redirect ("
              + redirect.status()
              + ") to another server. It may be the sign-in page of this network, a firewall, or a"
              + " wrong JETTY_API_URL");
    }
    String path = to.getRawPath().isEmpty() ? "/" : to.getRawPath();
    return to.getRawQuery() == null ? path : path + "?" + to.getRawQuery();
  }

  /** Resolves as RFC 3986 does; Java's resolves an empty path to the parent folder. */
  private URI resolve(String target, String location) {
    if (location.isEmpty()) {
      throw new IllegalArgumentException("empty");
    }
    String path = target.replaceFirst("\\?.*", "");
    String absolute = location.startsWith("?") ? path + location : location;
    return URI.create(origin + target).resolve(absolute);
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
