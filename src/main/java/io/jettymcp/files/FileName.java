package io.jettymcp.files;

import io.jettymcp.text.InvisibleCharacters;
import io.jettymcp.text.Truncate;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;

/** Sanitizes and compares file names from untrusted sources. */
final class FileName {
  /** Maximum length of a name on common file systems. */
  private static final int MAX_BYTES = 255;

  /** Longer endings are not file types. */
  private static final int MAX_EXTENSION_BYTES = 20;

  private static final String DEFAULT_NAME = "file";

  /** Devices of Windows, which exist under every file type. */
  private static final Pattern DEVICE =
      Pattern.compile(
          "(?:con|prn|aux|nul|conin\\$|conout\\$|(?:com|lpt)[0-9\u00B9\u00B2\u00B3]) *(?:\\..*)?",
          Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);

  private FileName() {}

  /**
   * Returns the last segment of a path as a name that is harmless on every system: visible, without
   * a leading dot or dash, no device, and short enough.
   */
  static String safe(String path) {
    String last = path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
    StringBuilder clean = new StringBuilder();
    last.codePoints()
        .filter(c -> !isInvisible(c))
        .map(FileName::portable)
        .forEach(clean::appendCodePoint);
    String name = trimmed(clean.toString());
    if (name.isEmpty()) {
      return DEFAULT_NAME;
    }
    return shortened(DEVICE.matcher(name).matches() ? "_" + name : name);
  }

  /** Folds a name as lenient file systems do when they compare names. */
  static String folded(String name) {
    StringBuilder visible = new StringBuilder();
    name.codePoints().filter(c -> !isInvisible(c)).forEach(visible::appendCodePoint);
    return withoutTrailing(visible.toString()).toLowerCase(Locale.ROOT);
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
    return withoutTrailing(name.substring(start));
  }

  /** Removes trailing dots and spaces, as Windows does. */
  private static String withoutTrailing(String name) {
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
    if (bytes(type) > MAX_EXTENSION_BYTES) {
      type = "";
    }
    return withoutTrailing(Truncate.toBytes(name, MAX_BYTES - bytes(type))) + type;
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  /**
   * Returns true for controls, direction marks, fillers, variation selectors and unassigned code
   * points.
   */
  private static boolean isInvisible(int c) {
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
