package io.jettymcp.config;

import java.util.List;
import java.util.Optional;

/**
 * Declares a setting: its flag, environment variable and file, how its value is parsed, its default
 * and its help. The command line, the docs and {@link Settings} are made from it. Its command is
 * the one of the class that declares it: {@link GeneralSettings} or {@link HttpOptions}.
 *
 * @param <T> the type of its value
 */
public final class Setting<T> {
  private final String flag;
  private final String variable;
  private final String file;
  private final SettingSyntax<T> syntax;
  private final String defaultText;
  private final String description;

  private Setting(
      String flag,
      String variable,
      String file,
      SettingSyntax<T> syntax,
      String defaultText,
      String description) {
    this.flag = flag;
    this.variable = variable;
    this.file = file;
    this.syntax = syntax;
    this.defaultText = defaultText;
    this.description = description;
  }

  /**
   * Begins the declaration of a setting with a flag.
   *
   * @param defaultText as a user would write it; empty for {@link SettingSyntax#absent}
   */
  static <T> Setting<T> flag(String flag, SettingSyntax<T> syntax, String defaultText) {
    return new Setting<>(flag, "", "", syntax, defaultText, "");
  }

  /** Begins the declaration of a setting that has an environment variable and no flag. */
  static <T> Setting<T> variable(String variable, SettingSyntax<T> syntax, String defaultText) {
    return new Setting<>("", variable, "", syntax, defaultText, "");
  }

  Setting<T> orVariable(String name) {
    return new Setting<>(flag, name, file, syntax, defaultText, description);
  }

  /** Adds a file in Jetty's directory, which Jetty's other programs use too. */
  Setting<T> orFile(String name) {
    return new Setting<>(flag, variable, name, syntax, defaultText, description);
  }

  /** Completes the declaration and adds it to those of its command. */
  Setting<T> declare(List<Setting<?>> command, String help) {
    Setting<T> declared = new Setting<>(flag, variable, file, syntax, defaultText, help);
    command.add(declared);
    return declared;
  }

  /** Returns the option of the command line with its dashes. */
  public Optional<String> flag() {
    return present(flag);
  }

  public Optional<String> variable() {
    return present(variable);
  }

  Optional<String> file() {
    return present(file);
  }

  SettingSyntax<T> syntax() {
    return syntax;
  }

  /** Returns the form of the value, for example {@code SECONDS}; empty for a switch. */
  public Optional<String> label() {
    return present(syntax.label());
  }

  /** Returns the default as a user would write it; empty where nothing is the default. */
  public Optional<String> defaultText() {
    return present(defaultText);
  }

  public String description() {
    return description;
  }

  /** Returns true for on or off, whose flag needs no value. */
  public boolean isSwitch() {
    return syntax.label().isEmpty();
  }

  /** Returns true for several values, whose flag can be repeated. */
  public boolean isList() {
    return syntax.label().endsWith(",...");
  }

  /** Returns the name that users know it by: its flag, else its variable. */
  public String title() {
    return flag.isEmpty() ? variable : flag;
  }

  @Override
  public String toString() {
    return title();
  }

  private static Optional<String> present(String text) {
    return text.isEmpty() ? Optional.empty() : Optional.of(text);
  }
}
