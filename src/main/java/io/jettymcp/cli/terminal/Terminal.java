package io.jettymcp.cli.terminal;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

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
  private static final TerminalSize USUAL = new TerminalSize(80, 24);

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
        environment,
        colors,
        interactive,
        interactive && TerminalStreams.isStderrTerminal(),
        interactive ? TerminalSize.ask() : Optional.empty());
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

  /** Returns the same terminal with the size that it has now. */
  public Terminal resized() {
    return interactive ? TerminalSize.ask().map(this::with).orElse(this) : this;
  }

  /** Returns the same terminal with another size. */
  Terminal with(TerminalSize size) {
    return new Terminal(interactive, live, size.columns(), size.rows(), color, unicode);
  }

  /** Returns whether the locale is one of UTF-8; a terminal of Windows has no locale. */
  private static boolean isUnicode(Map<String, String> environment) {
    return isSet(environment, "WT_SESSION")
        || Stream.of("LC_ALL", "LC_CTYPE", "LANG")
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
