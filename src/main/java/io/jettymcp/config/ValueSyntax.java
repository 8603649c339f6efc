package io.jettymcp.config;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The syntaxes of switches, choices, numbers, times, sizes, names and paths. */
final class ValueSyntax {
  static final SettingSyntax<Boolean> SWITCH = new Switch();
  static final SettingSyntax<Duration> SECONDS = new Seconds();

  /** A size up to 1GB. */
  static final SettingSyntax<Long> SIZE = new Size();

  static final SettingSyntax<List<String>> NAMES = new Names();

  /** Environment variables, except the one of Jetty's token. */
  static final SettingSyntax<List<String>> VARIABLES = new Variables();

  /** A name on one line. */
  static final SettingSyntax<String> LINE = new Line();

  /** A name that becomes part of a path at Jetty. */
  static final SettingSyntax<String> COLLECTION_NAME = new CollectionName();

  /** An existing directory, with links resolved. */
  static final SettingSyntax<Path> DIRECTORY = new Directory();

  /** An existing, readable file. */
  static final SettingSyntax<Path> FILE = new ReadableFile();

  private static final int MAX_NAME_LENGTH = 255;

  private ValueSyntax() {}

  static <E extends Enum<E>> SettingSyntax<E> choice(String label, Class<E> type) {
    return new Choice<>(label, type);
  }

  static SettingSyntax<Integer> integer(int min, int max) {
    return new IntegerIn(min, max);
  }

  /** A size that fits an array. */
  static SettingSyntax<Integer> sizeUpTo(String max) {
    return new SizeUpTo(max);
  }

  static <T> SettingSyntax<Optional<T>> optional(SettingSyntax<T> syntax) {
    return new Present<>(syntax);
  }

  /** Splits a list at its commas, without blanks and repeats. */
  static List<String> split(String text) {
    List<String> names = new ArrayList<>();
    for (String part : text.split(",")) {
      String name = part.trim();
      if (!name.isEmpty() && !names.contains(name)) {
        names.add(name);
      }
    }
    if (names.isEmpty()) {
      throw not("one or more names separated by commas", text);
    }
    return List.copyOf(names);
  }

  static InvalidValueException not(String accepted, String text) {
    return new InvalidValueException(
        "must be " + accepted + ", but is " + UsageException.quoted(text));
  }

  private record Present<T>(SettingSyntax<T> syntax) implements SettingSyntax<Optional<T>> {
    @Override
    public String label() {
      return syntax.label();
    }

    @Override
    public Optional<T> parse(String text, ProcessEnvironment environment) {
      return Optional.of(syntax.parse(text, environment));
    }

    @Override
    public Optional<T> absent() {
      return Optional.empty();
    }
  }

  private record Switch() implements SettingSyntax<Boolean> {
    @Override
    public String label() {
      return "";
    }

    @Override
    public Boolean parse(String text, ProcessEnvironment environment) {
      return switch (text.toLowerCase(Locale.ROOT)) {
        case "true", "1", "yes", "on" -> true;
        case "false", "0", "no", "off" -> false;
        default -> throw not("true or false (also 1, yes, on and 0, no, off)", text);
      };
    }
  }

  private record Choice<E extends Enum<E>>(String label, Class<E> type)
      implements SettingSyntax<E> {
    @Override
    public E parse(String text, ProcessEnvironment environment) {
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
  }

  private record Seconds() implements SettingSyntax<Duration> {
    private static final Pattern FORM = Pattern.compile("\\d{1,9}(\\.\\d{1,9})?");
    private static final BigDecimal MAX = BigDecimal.valueOf(86_400);

    @Override
    public String label() {
      return "SECONDS";
    }

    @Override
    public Duration parse(String text, ProcessEnvironment environment) {
      if (FORM.matcher(text).matches()) {
        BigDecimal seconds = new BigDecimal(text);
        if (seconds.signum() > 0 && seconds.compareTo(MAX) <= 0) {
          return Duration.ofNanos(seconds.movePointRight(9).longValueExact());
        }
      }
      throw not("a number of seconds above 0 and up to 86400, such as 2.5", text);
    }
  }

  private record IntegerIn(int min, int max) implements SettingSyntax<Integer> {
    private static final Pattern FORM = Pattern.compile("\\d{1,9}");

    @Override
    public String label() {
      return "N";
    }

    @Override
    public Integer parse(String text, ProcessEnvironment environment) {
      if (FORM.matcher(text).matches()) {
        int number = Integer.parseInt(text);
        if (min <= number && number <= max) {
          return number;
        }
      }
      throw not("an integer from " + min + " to " + max, text);
    }
  }

  private record Size() implements SettingSyntax<Long> {
    private static final Pattern FORM =
        Pattern.compile("(\\d{1,10}) ?(B|KB|MB|GB)?", Pattern.CASE_INSENSITIVE);
    private static final List<String> UNITS = List.of("B", "KB", "MB", "GB");
    private static final long MIN = 1L << 10;
    private static final long MAX = 1L << 30;

    @Override
    public String label() {
      return "SIZE";
    }

    @Override
    public Long parse(String text, ProcessEnvironment environment) {
      return bytes(text, MAX, "1GB");
    }

    static long bytes(String text, long max, String maxText) {
      Matcher size = FORM.matcher(text);
      if (size.matches()) {
        String unit = size.group(2) == null ? "B" : size.group(2).toUpperCase(Locale.ROOT);
        int shift = 10 * UNITS.indexOf(unit);
        long number = Long.parseLong(size.group(1));
        if (number <= max >> shift && number << shift >= MIN) {
          return number << shift;
        }
      }
      throw not("a size from 1KB to " + maxText + ": bytes, or a number with KB, MB or GB", text);
    }
  }

  private record SizeUpTo(String max) implements SettingSyntax<Integer> {
    @Override
    public String label() {
      return "SIZE";
    }

    @Override
    public Integer parse(String text, ProcessEnvironment environment) {
      return (int) Size.bytes(text, Size.bytes(max, Size.MAX, "1GB"), max);
    }
  }

  private record Names() implements SettingSyntax<List<String>> {
    @Override
    public String label() {
      return "NAME,...";
    }

    @Override
    public List<String> parse(String text, ProcessEnvironment environment) {
      return split(text);
    }

    @Override
    public List<String> absent() {
      return List.of();
    }
  }

  private record Variables() implements SettingSyntax<List<String>> {
    private static final Pattern FORM = Pattern.compile("[A-Za-z_*?][A-Za-z0-9_*?]*");

    @Override
    public String label() {
      return "PATTERN,...";
    }

    @Override
    public List<String> parse(String text, ProcessEnvironment environment) {
      List<String> patterns = split(text);
      for (String pattern : patterns) {
        if (!FORM.matcher(pattern).matches()) {
          throw not("names of environment variables, or patterns with * and ?", pattern);
        }
        if (pattern.equals(TokenStore.VARIABLE)) {
          throw new InvalidValueException(
              "must not name " + TokenStore.VARIABLE + ": Jetty's token stays here");
        }
      }
      return patterns;
    }

    @Override
    public List<String> absent() {
      return List.of();
    }
  }

  private record Line() implements SettingSyntax<String> {
    @Override
    public String label() {
      return "NAME";
    }

    @Override
    public String parse(String text, ProcessEnvironment environment) {
      if (text.isBlank()
          || text.length() > MAX_NAME_LENGTH
          || text.chars().anyMatch(Character::isISOControl)) {
        throw not("a name of 1 to " + MAX_NAME_LENGTH + " characters on one line", text);
      }
      return text;
    }
  }

  private record CollectionName() implements SettingSyntax<String> {
    @Override
    public String label() {
      return "NAME";
    }

    @Override
    public String parse(String text, ProcessEnvironment environment) {
      if (LINE.parse(text, environment).matches("\\.\\.?|.*[/\\\\].*")) {
        throw not("the name of a collection: no slash, no backslash, not \".\" or \"..\"", text);
      }
      return text;
    }
  }

  private record ReadableFile() implements SettingSyntax<Path> {
    private static final String ACCEPTED = "an existing, readable file";

    @Override
    public String label() {
      return "FILE";
    }

    @Override
    public Path parse(String text, ProcessEnvironment environment) {
      try {
        Path path = environment.resolve(text);
        if (Files.isRegularFile(path) && Files.isReadable(path)) {
          return path;
        }
      } catch (InvalidPathException e) {
        throw not(ACCEPTED, text);
      }
      throw not(ACCEPTED, text);
    }
  }

  private record Directory() implements SettingSyntax<Path> {
    @Override
    public String label() {
      return "DIR";
    }

    @Override
    public Path parse(String text, ProcessEnvironment environment) {
      try {
        Path real = environment.resolve(text).toRealPath();
        if (Files.isDirectory(real)) {
          return real;
        }
      } catch (IOException | InvalidPathException e) {
        throw not("an existing, readable directory", text);
      }
      throw not("a directory, not a file", text);
    }
  }
}
