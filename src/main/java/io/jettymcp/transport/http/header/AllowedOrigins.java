package io.jettymcp.transport.http.header;

import io.jettymcp.transport.http.HttpSettings;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Checks the {@code Origin} header: allowed are the server's own origin and the listed ones. */
public final class AllowedOrigins {
  private final Set<String> listed;
  private final AllowedHosts hosts;
  private final String scheme;
  private final Optional<String> publicOrigin;

  public AllowedOrigins(HttpSettings settings, AllowedHosts hosts) {
    this.listed =
        settings.allowedOrigins().stream()
            .map(origin -> origin.toLowerCase(Locale.ROOT))
            .collect(Collectors.toUnmodifiableSet());
    this.hosts = hosts;
    this.scheme = settings.tls().isPresent() ? "https://" : "http://";
    this.publicOrigin = settings.publicUrl().map(AllowedOrigins::origin);
  }

  /** Returns whether a page of this origin may call; an opaque origin ({@code null}) must not. */
  public boolean allow(String origin, InetSocketAddress local) {
    String lower = origin.toLowerCase(Locale.ROOT);
    return isListed(lower)
        || publicOrigin.filter(lower::equals).isPresent()
        || (lower.startsWith(scheme) && hosts.isOwn(lower.substring(scheme.length()), local));
  }

  /** Returns whether pages of this origin may read our responses (CORS). */
  public boolean isListed(String origin) {
    return listed.contains(origin.toLowerCase(Locale.ROOT));
  }

  private static String origin(URI url) {
    return (url.getScheme() + "://" + url.getRawAuthority()).toLowerCase(Locale.ROOT);
  }
}
