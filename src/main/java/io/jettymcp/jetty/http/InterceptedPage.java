package io.jettymcp.jetty.http;

import io.jettymcp.jetty.Failure;
import io.jettymcp.jetty.Failure.Unavailable.Reason;
import io.jettymcp.text.Origin;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Recognizes replies that are not Jetty's: of a proxy, a firewall, or the sign-in page of a
 * network. Jetty's API answers in JSON, so a page of HTML is none of its errors, except those of
 * its own gateway: nginx and Cloudflare refuse malformed, slow and large requests with a page.
 */
final class InterceptedPage {
  private static final int PROXY_LOGIN = 407;
  private static final int NETWORK_LOGIN = 511;

  /** Those that a gateway responds with itself, besides 5xx. */
  private static final Set<Integer> OF_GATEWAYS = Set.of(400, 408, 413, 414, 429, 431);

  /** Maps a word on a page, in lower case, to the product that wrote the page. */
  private static final Map<String, String> OWNERS = owners();

  /** Titles of pages that Cloudflare shows in place of a site; its pages of errors have others. */
  private static final List<String> CHALLENGES = List.of("just a moment", "attention required!");

  private InterceptedPage() {}

  private static Map<String, String> owners() {
    Map<String, String> owners = new LinkedHashMap<>();
    owners.put("zscaler", "Zscaler");
    owners.put("fortiguard", "Fortinet");
    owners.put("fortinet", "Fortinet");
    owners.put("netskope", "Netskope");
    owners.put("palo alto networks", "Palo Alto Networks");
    owners.put("bluecoat", "Symantec");
    owners.put("forcepoint", "Forcepoint");
    owners.put("websense", "Forcepoint");
    owners.put("opendns", "Cisco Umbrella");
    owners.put("sophos", "Sophos");
    owners.put("mcafee web gateway", "Skyhigh");
    owners.put("squid", "a Squid proxy");
    return owners;
  }

  /** Returns whether a reply with a status of 2xx that should be JSON is a page. */
  static boolean isPage(HttpHeaders headers) {
    String type = headers.get(HttpHeaderNames.CONTENT_TYPE, "").strip().toLowerCase(Locale.ROOT);
    return type.startsWith("text/html") || type.startsWith("application/xhtml");
  }

  /**
   * Returns the failure if a reply is not Jetty's.
   *
   * @param body may be cut
   */
  static Optional<Failure> of(int status, HttpHeaders headers, byte[] body, Origin origin) {
    if (status == PROXY_LOGIN) {
      return failure(
          "a proxy on the way to "
              + origin.authority()
              + " requires a login (407). Set it with"
              + " --proxy http://USER:PASSWORD@HOST:PORT");
    }
    if (status == NETWORK_LOGIN) {
      return failure("this network requires a sign-in (511). Sign in with a browser");
    }
    String page = new String(body, StandardCharsets.UTF_8).toLowerCase(Locale.ROOT);
    if (!isPage(headers) && !page.stripLeading().matches("(?s)(<!doctype html|<html).*")) {
      return Optional.empty();
    }
    Optional<String> owner = owner(headers, page);
    if (isOfGateways(status) && owner.isEmpty()) {
      return Optional.empty();
    }
    return failure(
        "a page of "
            + owner.orElse("HTML")
            + " ("
            + status
            + ") came instead of JSON. A firewall, a proxy or a sign-in page of this network answered:"
            + " its operator has to allow "
            + origin.authority()
            + "; or JETTY_API_URL names another server");
  }

  /** Returns whether Jetty's own gateway may have answered with a page. */
  private static boolean isOfGateways(int status) {
    return status >= 500 || OF_GATEWAYS.contains(status);
  }

  private static Optional<String> owner(HttpHeaders headers, String page) {
    if (headers.contains("cf-mitigated")
        || (headers.contains("cf-ray") && CHALLENGES.stream().anyMatch(page::contains))) {
      return Optional.of("Cloudflare");
    }
    String all =
        page
            + headers.get("server", "").toLowerCase(Locale.ROOT)
            + headers.get("x-squid-error", "");
    return OWNERS.entrySet().stream()
        .filter(entry -> all.contains(entry.getKey()))
        .map(Map.Entry::getValue)
        .findFirst();
  }

  private static Optional<Failure> failure(String detail) {
    return Optional.of(new Failure.Unavailable(Reason.INTERCEPTED, detail));
  }
}
