package io.jettymcp.jetty;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/**
 * Checks and escapes names that become one segment of a path. Jetty's router matches decoded paths
 * and URL parsers fold dots, so a name that could mean more than one segment is refused before
 * anything is sent.
 */
public final class PathSegment {
  /** In characters; Jetty's own names are far shorter. */
  public static final int MAX_LENGTH = 255;

  private PathSegment() {}

  /** Returns why a name cannot be a path segment, or empty if it can. */
  public static Optional<String> problem(String name) {
    if (isPlain(name)) {
      return Optional.empty();
    }
    if (name.isBlank()) {
      return Optional.of("must not be empty");
    }
    if (name.length() > MAX_LENGTH) {
      return Optional.of("must have at most " + MAX_LENGTH + " characters");
    }
    String decoded = name;
    for (int round = 0; round < 3; round++) {
      if (decoded.equals(".") || decoded.equals("..")) {
        return Optional.of("must not be \".\" or \"..\"");
      }
      if (decoded.indexOf('/') >= 0 || decoded.indexOf('\\') >= 0) {
        return Optional.of("must not contain a slash or backslash");
      }
      if (decoded.chars().anyMatch(Character::isISOControl)) {
        return Optional.of("must not contain control characters");
      }
      decoded = decodeOnce(decoded);
    }
    return Optional.empty();
  }

  /** Escapes a name into exactly one segment (RFC 3986, section 3.3). */
  public static String escape(String name) {
    if (isPlain(name)) {
      return name;
    }
    return URLEncoder.encode(name, StandardCharsets.UTF_8)
        .replace("+", "%20")
        .replace("*", "%2A")
        .replace("%7E", "~");
  }

  static String fill(String template, String... segments) {
    StringBuilder path = new StringBuilder();
    int next = 0;
    int from = 0;
    for (int at = template.indexOf("{}"); at >= 0; at = template.indexOf("{}", from)) {
      String segment = segments[next++];
      problem(segment)
          .ifPresent(
              why -> {
                throw new Failure.BadArguments("name", "A name in the path " + why + ".");
              });
      path.append(template, from, at).append(escape(segment));
      from = at + 2;
    }
    return path.append(template, from, template.length()).toString();
  }

  /** Recognizes names that need neither escape nor check, as nearly all do. */
  private static boolean isPlain(String name) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean plain =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || c == '-'
              || c == '_';
      if (!plain) {
        return false;
      }
    }
    return !name.isEmpty() && name.length() <= MAX_LENGTH;
  }

  private static String decodeOnce(String text) {
    StringBuilder out = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '%' && i + 2 < text.length() && isHex(text, i + 1) && isHex(text, i + 2)) {
        out.append(
            (char) Integer.parseInt(text.substring(i + 1, i + 3).toLowerCase(Locale.ROOT), 16));
        i += 2;
      } else {
        out.append(c);
      }
    }
    return out.toString();
  }

  private static boolean isHex(String text, int at) {
    return Character.digit(text.charAt(at), 16) >= 0;
  }
}
