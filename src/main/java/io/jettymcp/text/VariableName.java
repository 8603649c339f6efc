package io.jettymcp.text;

import java.util.regex.Pattern;

/** Checks names of environment variables by the rule of Jetty, which is that of shells. */
public final class VariableName {
  private static final Pattern SYNTAX = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,254}");

  private VariableName() {}

  public static boolean isValid(String name) {
    return SYNTAX.matcher(name).matches();
  }
}
