package io.jettymcp.transport.http;

import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The pages in browsers that may call: those of the server itself, and those on the list. */
final class AllowedOrigins {
  private final Set<String> listed;
  private final AllowedHosts hosts;
  private final String scheme;
  private final Optional<String> published;

  AllowedOrigins(HttpSettings settings, AllowedHosts hosts) {
    this.listed =
        settings.allowedOrigins().stream()
            .map(origin -> origin.toLowerCase(Locale.ROOT))
            .collect(Collectors.toUnmodifiableSet());
    this.hosts = hosts;
    this.scheme = settings.tls().isPresent() ? "https://" : "http://";
    this.published = settings.publicUrl().map(AllowedOrigins::origin);
  }

  /**
   * Whether a page from there may call. An {@code Origin} that is hidden ({@code null}) may not.
   */
  boolean allow(String origin, InetSocketAddress local) {
    String from = origin.toLowerCase(Locale.ROOT);
    return isListed(from)
        || published.filter(from::equals).isPresent()
        || (from.startsWith(scheme) && hosts.isOwn(from.substring(scheme.length()), local));
  }

  /** Whether the browser is to show its page our answers, though they come from elsewhere. */
  boolean isListed(String origin) {
    return listed.contains(origin.toLowerCase(Locale.ROOT));
  }

  private static String origin(URI url) {
    return (url.getScheme() + "://" + url.getRawAuthority()).toLowerCase(Locale.ROOT);
  }
}
