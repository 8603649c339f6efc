package io.jettymcp.config;

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

  /**
   * @param flag with its dashes; empty for none
   * @param defaultText as a user would write it; empty for {@link SettingSyntax#absent}
   */
  Setting(String flag, SettingSyntax<T> syntax, String defaultText, String description) {
    this(flag, "", "", syntax, defaultText, description);
  }

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

  /** Reads it from an environment variable too. */
  Setting<T> withVariable(String name) {
    return new Setting<>(flag, name, file, syntax, defaultText, description);
  }

  /** Reads it from a file in Jetty's directory too, where its other programs store it. */
  Setting<T> withFile(String name) {
    return new Setting<>(flag, variable, name, syntax, defaultText, description);
  }

  /** Returns the option of the command line with its dashes. */
  public Optional<String> flag() {
    return present(flag);
  }

  public Optional<String> variable() {
    return present(variable);
  }

  /** Returns the name of a file in Jetty's directory. */
  Optional<String> file() {
    return present(file);
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

  /** Returns true for a value that {@link Settings} does not hold. */
  boolean isSecret() {
    return syntax instanceof SecretSyntax;
  }

  /** Returns the name that users know it by: its flag, else its variable. */
  public String title() {
    return flag.isEmpty() ? variable : flag;
  }

  SettingSyntax<T> syntax() {
    return syntax;
  }

  @Override
  public String toString() {
    return title();
  }

  private static Optional<String> present(String text) {
    return text.isEmpty() ? Optional.empty() : Optional.of(text);
  }
}
