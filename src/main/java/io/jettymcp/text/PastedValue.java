package io.jettymcp.text;

import java.util.regex.Pattern;

/**
 * Reads values that people paste into the settings of hosts: with quotes or blanks around them, or
 * with a placeholder that was never replaced. Cheap for other values, because it runs while a host
 * waits.
 */
public final class PastedValue {
  private static final String BLANKS = "\u00a0\u200b\u200c\u200d\u2060\ufeff";
  private static final String SCHEME = "bearer ";
  private static final String[] QUOTES = {"\"\"", "''", "``", "\u201c\u201d", "\u2018\u2019"};

  private PastedValue() {}

  /** Placeholders that name no variable, such as {@code mlc_your_token} and {@code xxxx}. */
  private static final class OfSecrets {
    static final Pattern FORM =
        Pattern.compile(
            "(?i)(mlc[_-])?((enter|insert|paste|put|replace|set|use)[ _-])?(with[ _-])?your[ _-][a-z _-]+"
                + "|(mlc[_-])?([x*.]{3,64}|\u2026)");
  }

  /** Removes blanks, line ends, byte order marks and quotes around a value. */
  public static String clean(String text) {
    int start = 0;
    int end = text.length();
    while (true) {
      while (start < end && isBlank(text.charAt(start))) {
        start++;
      }
      while (start < end && isBlank(text.charAt(end - 1))) {
        end--;
      }
      if (end - start < 2 || !areQuotes(text.charAt(start), text.charAt(end - 1))) {
        return text.substring(start, end);
      }
      start++;
      end--;
    }
  }

  private static boolean areQuotes(char first, char last) {
    for (String quotes : QUOTES) {
      if (first == quotes.charAt(0) && last == quotes.charAt(1)) {
        return true;
      }
    }
    return false;
  }

  /** Removes the name of the scheme of a header, too. */
  public static String cleanToken(String text) {
    String token = clean(text);
    while (token.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      token = clean(token.substring(SCHEME.length()));
    }
    return token;
  }

  /**
   * Returns whether a cleaned value is a variable that a program did not replace: the forms that
   * are no password of a person.
   */
  public static boolean isUnfilled(String value) {
    return value.equals("undefined")
        || value.equals("null")
        || isBetween("${", value, "}")
        || isBetween("{{", value, "}}");
  }

  /** Returns whether a cleaned value is a single placeholder that nothing was put in for. */
  public static boolean isPlaceholder(String value) {
    return isUnfilled(value)
        || isBetween("<", value, ">")
        || isBetween("%", value, "%")
        || (value.startsWith("$") && VariableName.isValid(value.substring(1)))
        || (value.startsWith("YOUR_") && VariableName.isValid(value));
  }

  /** Returns whether a cleaned secret is a placeholder, in more forms than other values have. */
  public static boolean isPlaceholderOfSecret(String value) {
    return isPlaceholder(value) || OfSecrets.FORM.matcher(value).matches();
  }

  private static boolean isBetween(String start, String value, String end) {
    if (value.length() <= start.length() + end.length()
        || !value.startsWith(start)
        || !value.endsWith(end)) {
      return false;
    }
    for (int i = start.length(); i < value.length() - end.length(); i++) {
      if ("{}<>%\n".indexOf(value.charAt(i)) >= 0) {
        return false;
      }
    }
    return true;
  }

  private static boolean isBlank(char c) {
    return c <= ' ' || Character.isWhitespace(c) || BLANKS.indexOf(c) >= 0;
  }
}
