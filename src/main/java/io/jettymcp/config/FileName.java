package io.jettymcp.config;

import io.jettymcp.text.InvisibleCharacters;
import io.jettymcp.text.Truncate;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;

/** Names of files, among them such as somebody made up to do harm. */
final class FileName {
  /** Most bytes of a name that the usual file systems take. */
  private static final int MAX_BYTES = 255;

  /** Longer endings are no file types. */
  private static final int MAX_BYTES_OF_TYPE = 20;

  private static final String NAMELESS = "file";

  /** Devices of Windows, with whatever type. */
  private static final Pattern DEVICE =
      Pattern.compile(
          "(?:con|prn|aux|nul|conin\\$|conout\\$|(?:com|lpt)[0-9\u00B9\u00B2\u00B3]) *(?:\\..*)?",
          Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);

  private FileName() {}

  /**
   * The last part of a path from anywhere as a name that is harmless on every system: visible,
   * without a dot or dash in front, no device, and short enough.
   */
  static String safe(String path) {
    String last = path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
    StringBuilder clean = new StringBuilder();
    last.codePoints()
        .filter(c -> !isUnseen(c))
        .map(FileName::portable)
        .forEach(clean::appendCodePoint);
    String name = trimmed(clean.toString());
    if (name.isEmpty()) {
      return NAMELESS;
    }
    return shortened(DEVICE.matcher(name).matches() ? "_" + name : name);
  }

  /** A name as forgiving file systems compare it, which more than one name may come to. */
  static String plain(String name) {
    StringBuilder seen = new StringBuilder();
    name.codePoints().filter(c -> !isUnseen(c)).forEach(seen::appendCodePoint);
    return withoutEnd(seen.toString()).toLowerCase(Locale.ROOT);
  }

  static boolean isTooLong(String name) {
    return bytes(name) > MAX_BYTES;
  }

  private static int portable(int c) {
    if (Character.getType(c) == Character.SPACE_SEPARATOR) {
      return ' ';
    }
    return "<>:\"|?*".indexOf(c) >= 0 ? '_' : c;
  }

  private static String trimmed(String name) {
    int start = 0;
    while (start < name.length() && ". -".indexOf(name.charAt(start)) >= 0) {
      start++;
    }
    return withoutEnd(name.substring(start));
  }

  /** Windows drops dots and blanks at the end of a name. */
  private static String withoutEnd(String name) {
    int end = name.length();
    while (end > 0 && ". ".indexOf(name.charAt(end - 1)) >= 0) {
      end--;
    }
    return name.substring(0, end);
  }

  private static String shortened(String name) {
    if (!isTooLong(name)) {
      return name;
    }
    int dot = name.lastIndexOf('.');
    String type = dot > 0 ? name.substring(dot) : "";
    if (bytes(type) > MAX_BYTES_OF_TYPE) {
      type = "";
    }
    return withoutEnd(Truncate.toBytes(name, MAX_BYTES - bytes(type))) + type;
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  /** Controls, marks of direction, fillers, selectors and what is no character at all. */
  private static boolean isUnseen(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      default -> InvisibleCharacters.isInvisible(c);
    };
  }
}
