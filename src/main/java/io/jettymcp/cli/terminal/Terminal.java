package io.jettymcp.cli.terminal;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Describes where a command prints.
 *
 * @param interactive whether a person reads stdout; false if it is piped or redirected
 * @param live whether lines on stderr can be drawn again in place
 * @param columns the width of a line
 * @param rows how many lines are visible
 * @param color whether colour is shown and wanted
 * @param unicode whether block characters are shown
 */
public record Terminal(
    boolean interactive, boolean live, int columns, int rows, boolean color, boolean unicode) {
  /** The system property that the launcher sets to the locale that it found. */
  private static final String LOCALE_PROPERTY = "jetty-mcp.locale";

  /** The first that is set counts. */
  private static final List<String> LOCALE_VARIABLES = List.of("LC_ALL", "LC_CTYPE", "LANG");

  private static final TerminalSize USUAL = new TerminalSize(80, 24);

  /** Longer lines of text are hard to read. */
  private static final int MAX_TEXT_COLUMNS = 100;

  /** Room for names on the left and a text beside them. */
  private static final int MIN_TEXT_COLUMNS = 60;

  /** Describes output that a program reads. */
  public static final Terminal NONE =
      new Terminal(false, false, USUAL.columns(), USUAL.rows(), false, true);

  /**
   * Describes the terminal of this process. Starts a process to ask for its size, but only if a
   * person is there.
   *
   * @param environment {@code NO_COLOR}, {@code CLICOLOR_FORCE}, {@code TERM}, {@code CI}, {@code
   *     COLUMNS}, {@code LINES}, {@code WT_SESSION} and the locale
   */
  public static Terminal detect(Map<String, String> environment, ColorChoice colors) {
    boolean capable = !is(environment, "TERM", "dumb") && !isSet(environment, "CI");
    boolean interactive = capable && TerminalStreams.isStdoutTerminal();
    return of(
        withLocale(environment, Optional.ofNullable(System.getProperty(LOCALE_PROPERTY))),
        colors,
        interactive,
        interactive && TerminalStreams.isStderrTerminal(),
        interactive ? TerminalSize.ask() : Optional.empty());
  }

  /** Returns the environment with the locale of the person, which the launcher replaces. */
  static Map<String, String> withLocale(Map<String, String> environment, Optional<String> locale) {
    if (locale.isEmpty()) {
      return environment;
    }
    Map<String, String> own = new HashMap<>(environment);
    own.keySet().removeAll(LOCALE_VARIABLES);
    own.put("LC_ALL", locale.get());
    return own;
  }

  static Terminal of(
      Map<String, String> environment,
      ColorChoice colors,
      boolean interactive,
      boolean live,
      Optional<TerminalSize> asked) {
    TerminalSize size =
        asked.orElseGet(
            () ->
                new TerminalSize(
                    number(environment, "COLUMNS").orElse(USUAL.columns()),
                    number(environment, "LINES").orElse(USUAL.rows())));
    boolean color =
        switch (colors) {
          case ALWAYS -> true;
          case NEVER -> false;
          case AUTO ->
              !isSet(environment, "NO_COLOR")
                  && (interactive || isSet(environment, "CLICOLOR_FORCE"));
        };
    return new Terminal(
        interactive, live, size.columns(), size.rows(), color, isUnicode(environment));
  }

  public Symbols symbols() {
    return unicode ? Symbols.UNICODE : Symbols.ASCII;
  }

  /** Returns how wide texts for people are. */
  public int textColumns() {
    return Math.max(MIN_TEXT_COLUMNS, Math.min(MAX_TEXT_COLUMNS, columns));
  }

  /** Returns the same terminal with the size that it has now. */
  public Terminal resized() {
    return resized(TerminalSize::ask);
  }

  Terminal resized(Supplier<Optional<TerminalSize>> asked) {
    return interactive ? asked.get().map(this::with).orElse(this) : this;
  }

  /** Returns the same terminal with another size. */
  Terminal with(TerminalSize size) {
    return new Terminal(interactive, live, size.columns(), size.rows(), color, unicode);
  }

  /** Returns whether the locale is one of UTF-8; a terminal of Windows has no locale. */
  private static boolean isUnicode(Map<String, String> environment) {
    return isSet(environment, "WT_SESSION")
        || LOCALE_VARIABLES.stream()
            .filter(name -> isSet(environment, name))
            .findFirst()
            .map(
                name ->
                    environment.getOrDefault(name, "").toUpperCase(Locale.ROOT).replace("-", ""))
            .filter(locale -> locale.contains("UTF8"))
            .isPresent();
  }

  private static Optional<Integer> number(Map<String, String> environment, String name) {
    String text = environment.getOrDefault(name, "");
    return text.matches("[1-9]\\d{0,3}") ? Optional.of(Integer.valueOf(text)) : Optional.empty();
  }

  private static boolean is(Map<String, String> environment, String name, String value) {
    return value.equals(environment.get(name));
  }

  private static boolean isSet(Map<String, String> environment, String name) {
    return !environment.getOrDefault(name, "").isEmpty();
  }
}
