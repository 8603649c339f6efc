package io.jettymcp.config;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * How values are written. Every method throws {@link InvalidValueException} for what it does not
 * take.
 */
final class SettingSyntax {
  private static final Pattern SECONDS = Pattern.compile("\\d{1,9}(\\.\\d{1,9})?");
  private static final Pattern WHOLE = Pattern.compile("\\d{1,9}");
  private static final Pattern SIZE =
      Pattern.compile("(\\d{1,10}) ?(B|KB|MB|GB)?", Pattern.CASE_INSENSITIVE);
  private static final Pattern VARIABLES = Pattern.compile("[A-Za-z_*?][A-Za-z0-9_*?]*");
  private static final List<String> UNITS = List.of("B", "KB", "MB", "GB");
  private static final long MIN_SIZE = 1L << 10;
  private static final long MAX_SIZE = 1L << 30;
  private static final BigDecimal MAX_SECONDS = BigDecimal.valueOf(86_400);
  private static final int MAX_NAME_LENGTH = 255;

  private SettingSyntax() {}

  static boolean onOff(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true", "1", "yes", "on" -> true;
      case "false", "0", "no", "off" -> false;
      default -> throw not("true or false (also 1, yes, on and 0, no, off)", text);
    };
  }

  static <E extends Enum<E>> E choice(Class<E> type, String text) {
    for (E constant : type.getEnumConstants()) {
      if (constant.name().equalsIgnoreCase(text)) {
        return constant;
      }
    }
    String choices =
        Arrays.stream(type.getEnumConstants())
            .map(constant -> constant.name().toLowerCase(Locale.ROOT))
            .collect(Collectors.joining(", "));
    throw not("one of " + choices, text);
  }

  static Duration seconds(String text) {
    if (SECONDS.matcher(text).matches()) {
      BigDecimal seconds = new BigDecimal(text);
      if (seconds.signum() > 0 && seconds.compareTo(MAX_SECONDS) <= 0) {
        return Duration.ofNanos(seconds.movePointRight(9).longValueExact());
      }
    }
    throw not("a number of seconds above 0 and up to 86400, such as 2.5", text);
  }

  static int whole(int least, int most, String text) {
    if (WHOLE.matcher(text).matches()) {
      int number = Integer.parseInt(text);
      if (least <= number && number <= most) {
        return number;
      }
    }
    throw not("a whole number from " + least + " to " + most, text);
  }

  /** A size up to one that fits an array. */
  static int bytes(String most, String text) {
    long size = bytes(text);
    if (size > bytes(most)) {
      throw not("a size from 1KB to " + most + ": bytes, or a number with KB, MB or GB", text);
    }
    return (int) size;
  }

  static long bytes(String text) {
    Matcher size = SIZE.matcher(text);
    if (size.matches()) {
      String unit = size.group(2) == null ? "B" : size.group(2).toUpperCase(Locale.ROOT);
      int shift = 10 * UNITS.indexOf(unit);
      long number = Long.parseLong(size.group(1));
      if (number <= MAX_SIZE >> shift && number << shift >= MIN_SIZE) {
        return number << shift;
      }
    }
    throw not("a size from 1KB to 1GB: bytes, or a number with KB, MB or GB", text);
  }

  static List<String> names(String text) {
    List<String> names =
        Arrays.stream(text.split(","))
            .map(String::trim)
            .filter(name -> !name.isEmpty())
            .distinct()
            .toList();
    if (names.isEmpty()) {
      throw not("one or more names with commas between them", text);
    }
    return names;
  }

  static List<String> variables(String text) {
    List<String> patterns = names(text);
    for (String pattern : patterns) {
      if (!VARIABLES.matcher(pattern).matches()) {
        throw not("names of environment variables, or patterns with * and ?", pattern);
      }
      if (pattern.equals(TokenStore.VARIABLE)) {
        throw new InvalidValueException(
            "must not name " + TokenStore.VARIABLE + ": Jetty's token stays here");
      }
    }
    return patterns;
  }

  /** A name that becomes part of a path at Jetty. */
  static String collection(String text) {
    if (line(text).matches("\\.\\.?|.*[/\\\\].*")) {
      throw not("the name of a collection: no slash, no backslash, not \".\" or \"..\"", text);
    }
    return text;
  }

  static String line(String text) {
    if (text.isBlank()
        || text.length() > MAX_NAME_LENGTH
        || text.chars().anyMatch(Character::isISOControl)) {
      throw not("a name of 1 to " + MAX_NAME_LENGTH + " characters on one line", text);
    }
    return text;
  }

  /** A file that exists and may be read. */
  static Path file(ProcessEnvironment surroundings, String text) {
    try {
      Path path = path(surroundings, text);
      if (Files.isRegularFile(path) && Files.isReadable(path)) {
        return path;
      }
    } catch (InvalidPathException noPath) {
      throw not("a file that exists and may be read", text);
    }
    throw not("a file that exists and may be read", text);
  }

  /** A leading ~ works where no shell expands it. */
  private static Path path(ProcessEnvironment surroundings, String text) {
    return text.equals("~") || text.startsWith("~/")
        ? surroundings.home().resolve(text.substring(Math.min(2, text.length())))
        : surroundings.workingDirectory().resolve(text);
  }

  /** A directory that exists, with links resolved. */
  static Path directory(ProcessEnvironment surroundings, String text) {
    try {
      Path real = path(surroundings, text).toRealPath();
      if (Files.isDirectory(real)) {
        return real;
      }
    } catch (IOException | InvalidPathException missing) {
      throw not("a directory that exists and may be read", text);
    }
    throw not("a directory, not a file", text);
  }

  static InvalidValueException not(String accepted, String text) {
    return new InvalidValueException(
        "must be " + accepted + ", but is " + UsageException.quoted(text));
  }
}
