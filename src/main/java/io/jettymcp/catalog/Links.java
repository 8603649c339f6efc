package io.jettymcp.catalog;

import io.jettymcp.api.PathSegment;

/** Addresses for people: only these three forms exist. */
final class Links {
  private static final String SITE = "https://jetty.io";

  private Links() {}

  static String to(String... names) {
    StringBuilder url = new StringBuilder(SITE);
    for (String name : names) {
      url.append('/').append(PathSegment.escape(name));
    }
    return url.toString();
  }
}
