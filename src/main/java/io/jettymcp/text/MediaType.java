package io.jettymcp.text;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the media type of a file, which the client that stored it chose freely. Keeps type and
 * subtype only, and declares documents that a browser would run as plain text.
 */
public final class MediaType {
  public static final String PLAIN = "text/plain";

  /** The names of RFC 6838, section 4.2, before any parameters. */
  private static final Pattern TYPE =
      Pattern.compile(
          "\\s{0,9}([A-Za-z0-9][A-Za-z0-9!#$&^_.+-]{0,60}/[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]{0,60})\\s*(?:;.*)?",
          Pattern.DOTALL);

  private static final Pattern ACTIVE = Pattern.compile("html|svg|xml|script|xsl");

  private MediaType() {}

  /** Returns the type; empty for what is none. */
  public static Optional<String> of(String declared) {
    Matcher type = TYPE.matcher(declared);
    return type.matches()
        ? Optional.of(type.group(1).toLowerCase(Locale.ROOT)).map(MediaType::inert)
        : Optional.empty();
  }

  private static String inert(String type) {
    boolean isImage = type.startsWith("image/") && !type.contains("svg");
    return !isImage && ACTIVE.matcher(type).find() && !type.contains("officedocument")
        ? PLAIN
        : type;
  }
}
