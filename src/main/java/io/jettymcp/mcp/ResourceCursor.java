package io.jettymcp.mcp;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Marks the position in a list of resources.
 *
 * @param collection whose tasks come next, or empty while collections are listed
 * @param offset the number already listed
 */
record ResourceCursor(Optional<String> collection, int offset) {
  private static final Pattern FORM = Pattern.compile("(\\d{1,7}) (.{0,255})");

  static final ResourceCursor START = new ResourceCursor(Optional.empty(), 0);

  /** Parses the form of {@link #toString}; empty for anything else. */
  static Optional<ResourceCursor> parse(String text) {
    try {
      Matcher form =
          FORM.matcher(new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8));
      return form.matches()
          ? Optional.of(
              new ResourceCursor(
                  Optional.of(form.group(2)).filter(name -> !name.isEmpty()),
                  Integer.parseInt(form.group(1))))
          : Optional.empty();
    } catch (IllegalArgumentException ignored) {
      return Optional.empty();
    }
  }

  @Override
  public String toString() {
    String plain = offset + " " + collection.orElse("");
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(plain.getBytes(StandardCharsets.UTF_8));
  }
}
