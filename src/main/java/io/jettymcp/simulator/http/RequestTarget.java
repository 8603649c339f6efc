package io.jettymcp.simulator.http;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The target of a request, decoded before routes are matched, as Jetty's framework does: {@code
 * %2F} in a segment acts as a slash. A malformed escape is left unchanged.
 */
record RequestTarget(String path, Map<String, String> query, String rawQuery) {
  private static final String UNESCAPED = "-._~/!$&'()*+,;=:@";

  RequestTarget {
    query = Map.copyOf(query);
  }

  static RequestTarget parse(String uri) {
    String local = uri;
    int scheme = uri.indexOf("://");
    if (scheme > 0 && !uri.startsWith("/")) {
      int slash = uri.indexOf('/', scheme + 3);
      local = slash < 0 ? "/" : uri.substring(slash);
    }
    int mark = local.indexOf('?');
    String path = mark < 0 ? local : local.substring(0, mark);
    String query = mark < 0 ? "" : local.substring(mark + 1);
    return new RequestTarget(decode(path, false), parameters(query), query);
  }

  /** Returns the path with its trailing slash removed, or added where there is none. */
  String pathWithOtherSlash() {
    return path.endsWith("/") ? path.substring(0, path.length() - 1) : path + "/";
  }

  /** Returns the escaped target of {@link #pathWithOtherSlash()}. */
  String withOtherSlash() {
    return escape(pathWithOtherSlash(), UNESCAPED) + (rawQuery.isEmpty() ? "" : "?" + rawQuery);
  }

  private static Map<String, String> parameters(String query) {
    Map<String, String> parameters = new LinkedHashMap<>();
    for (String pair : query.split("&", -1)) {
      int sign = pair.indexOf('=');
      if (sign > 0) {
        parameters.put(
            decode(pair.substring(0, sign), true), decode(pair.substring(sign + 1), true));
      }
    }
    return parameters;
  }

  private static String decode(String text, boolean plusIsSpace) {
    byte[] in = text.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream out = new ByteArrayOutputStream(in.length);
    for (int i = 0; i < in.length; i++) {
      int high = in[i] == '%' && i + 2 < in.length ? Character.digit(in[i + 1], 16) : -1;
      int low = high >= 0 ? Character.digit(in[i + 2], 16) : -1;
      if (low >= 0) {
        out.write(high * 16 + low);
        i += 2;
      } else {
        out.write(plusIsSpace && in[i] == '+' ? ' ' : in[i]);
      }
    }
    return out.toString(StandardCharsets.UTF_8);
  }

  /** Writes every byte except letters, digits and the given characters as {@code %xx}. */
  static String escape(String path, String unescaped) {
    StringBuilder out = new StringBuilder();
    for (byte b : path.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xff);
      boolean plain = c < 128 && (Character.isLetterOrDigit(c) || unescaped.indexOf(c) >= 0);
      out.append(plain ? String.valueOf(c) : "%%%02X".formatted((int) c));
    }
    return out.toString();
  }
}
