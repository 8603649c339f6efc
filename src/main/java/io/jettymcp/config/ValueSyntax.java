package io.jettymcp.config;

import io.jettymcp.secret.Secret;
import java.io.IOException;
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
  static final SettingSyntax<Boolean> SWITCH = new Switch("");
  static final SettingSyntax<Duration> SECONDS = new Seconds("SECONDS");
  static final SettingSyntax<List<String>> NAMES = new Names("NAME,...");

  /** Accepts every environment variable except the one of Jetty's token. */
  static final SettingSyntax<List<String>> VARIABLES = new Variables("PATTERN,...");

  static final SettingSyntax<String> LINE = new Line("NAME");

  /** Accepts a name that can become part of a path at Jetty. */
  static final SettingSyntax<String> COLLECTION_NAME = new CollectionName("NAME");

  /** Accepts an existing directory, and resolves links. */
  static final SettingSyntax<Path> DIRECTORY = new Directory("DIR");

  static final SettingSyntax<Path> FILE = new ReadableFile("FILE");

  private static final int MAX_NAME_LENGTH = 255;

  private ValueSyntax() {}

  static <E extends Enum<E>> SettingSyntax<E> choice(String label, Class<E> type) {
    return new Choice<>(label, type);
  }

  static SettingSyntax<Integer> integer(int min, int max) {
    return new IntegerIn("N", min, max);
  }

  /** Accepts 1KB to a maximum that fits an array, and returns bytes. */
  static SettingSyntax<Integer> size(String max) {
    return new Size("SIZE", max);
  }

  static <T> SettingSyntax<Optional<T>> optional(SettingSyntax<T> syntax) {
    return new OptionalValue<>(syntax.label(), syntax);
  }

  static SettingSyntax<Secret> secret(String label) {
    return new SecretValue(label);
  }

  /** Splits a list at its commas, without blanks and repeats. */
  static List<String> split(String text) {
    List<String> names = new ArrayList<>();
    for (String part : text.split(",", -1)) {
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

  private record OptionalValue<T>(String label, SettingSyntax<T> syntax)
      implements SettingSyntax<Optional<T>> {
    @Override
    public Optional<T> parse(String text, ProcessEnvironment environment) {
      return Optional.of(syntax.parse(text, environment));
    }

    @Override
    public Optional<T> absent() {
      return Optional.empty();
    }
  }

  /** Marks a value that is read where it is used, and is never among the {@link Settings}. */
  record SecretValue(String label) implements SettingSyntax<Secret> {
    @Override
    public Secret parse(String text, ProcessEnvironment environment) {
      return Secret.of(text);
    }
  }

  private record Switch(String label) implements SettingSyntax<Boolean> {
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

  private record Seconds(String label) implements SettingSyntax<Duration> {
    private static final Pattern FORM = Pattern.compile("\\d{1,9}(\\.\\d{1,9})?");
    private static final Duration MAX = Duration.ofDays(1);

    @Override
    public Duration parse(String text, ProcessEnvironment environment) {
      if (FORM.matcher(text).matches()) {
        // Loading BigDecimal takes 15 ms on Java 25, and a host waits.
        Duration duration = Duration.parse("PT" + text + "S");
        if (!duration.isZero() && duration.compareTo(MAX) <= 0) {
          return duration;
        }
      }
      throw not("a number of seconds above 0 and up to 86400, such as 2.5", text);
    }
  }

  private record IntegerIn(String label, int min, int max) implements SettingSyntax<Integer> {
    private static final Pattern FORM = Pattern.compile("\\d{1,9}");

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

  private record Size(String label, String max) implements SettingSyntax<Integer> {
    private static final Pattern FORM =
        Pattern.compile("(\\d{1,10}) ?(B|KB|MB|GB)?", Pattern.CASE_INSENSITIVE);
    private static final List<String> UNITS = List.of("B", "KB", "MB", "GB");
    private static final long MIN = 1L << 10;

    @Override
    public Integer parse(String text, ProcessEnvironment environment) {
      long bytes = bytes(text);
      if (bytes < MIN || bytes > bytes(max)) {
        throw not("a size from 1KB to " + max + ": bytes, or a number with KB, MB or GB", text);
      }
      return (int) bytes;
    }

    /** Returns 0 for what is no size; ten digits of GB can only overflow to less than 0. */
    private static long bytes(String text) {
      Matcher size = FORM.matcher(text);
      if (!size.matches()) {
        return 0;
      }
      String unit = size.group(2) == null ? "B" : size.group(2).toUpperCase(Locale.ROOT);
      return Long.parseLong(size.group(1)) << (10 * UNITS.indexOf(unit));
    }
  }

  private record Names(String label) implements SettingSyntax<List<String>> {
    @Override
    public List<String> parse(String text, ProcessEnvironment environment) {
      return split(text);
    }

    @Override
    public List<String> absent() {
      return List.of();
    }
  }

  private record Variables(String label) implements SettingSyntax<List<String>> {
    private static final Pattern FORM = Pattern.compile("[A-Za-z_*?][A-Za-z0-9_*?]*");

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

  private record Line(String label) implements SettingSyntax<String> {
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

  private record CollectionName(String label) implements SettingSyntax<String> {
    @Override
    public String parse(String text, ProcessEnvironment environment) {
      if (LINE.parse(text, environment).matches("\\.\\.?|.*[/\\\\].*")) {
        throw not("the name of a collection: no slash, no backslash, not \".\" or \"..\"", text);
      }
      return text;
    }
  }

  private record ReadableFile(String label) implements SettingSyntax<Path> {
    private static final String ACCEPTED = "an existing, readable file";

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

  private record Directory(String label) implements SettingSyntax<Path> {
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
