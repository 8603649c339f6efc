package io.jettymcp.cli.install;

import io.jettymcp.config.UsageException;
import java.net.URI;
import java.net.URISyntaxException;

/** Parses the address of a server that runs elsewhere. Messages do not quote it. */
final class RemoteAddress {
  private RemoteAddress() {}

  static String parse(String text) {
    URI uri;
    try {
      uri = new URI(text.strip()).parseServerAuthority();
    } catch (URISyntaxException e) {
      throw rejected("is not a URL");
    }
    String scheme = String.valueOf(uri.getScheme());
    if (!scheme.equalsIgnoreCase("https") && !scheme.equalsIgnoreCase("http")) {
      throw rejected("must start with https:// or http://");
    }
    if (uri.getHost() == null) {
      throw rejected("has no host");
    }
    if (uri.getRawUserInfo() != null) {
      throw rejected("contains a user name or password, which is not written to a host's file");
    }
    if (uri.getRawFragment() != null) {
      throw rejected("has a fragment");
    }
    return uri.toString();
  }

  private static UsageException rejected(String reason) {
    return new UsageException("--http " + reason + ". Example: https://jetty.example.com/mcp");
  }
}
