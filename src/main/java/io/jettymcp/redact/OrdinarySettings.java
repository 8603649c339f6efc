package io.jettymcp.redact;

import io.jettymcp.secret.Secret;
import io.jettymcp.text.VariablePatterns;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Recognises environment variables whose value is no secret, such as {@code DEFAULT_MODEL=gpt-4o}.
 * Without them, a model or a region would be hidden in every workflow that names it.
 *
 * <p>A variable is ordinary if the user lists it, or if its name ends in a word for a setting and
 * its value has the form of one: words and numbers joined by punctuation, or a URL of such words
 * without user info, query or fragment; where the name says URL, only that. What has the shape of a
 * key, or a name whose other words name a secret, is never ordinary by form. One or two common
 * words are ordinary under any name that does not suggest a secret, as they occur everywhere.
 */
public final class OrdinarySettings {
  /** The list entry that turns off the recognition by name and form. */
  private static final String NONE = "none";

  private static final int MAX_LENGTH = 200;
  private static final int MAX_MIXTURES = 3;

  private static final ValueIndex NO_VALUES = ValueIndex.of(List.of());

  private static final Pattern NAME =
      Pattern.compile(
          "(?:.*_)?(?:MODEL|REGION|ZONE|LOCALE|LANG|TZ|TIMEZONE|ENV|STAGE|LEVEL|FORMAT|VERSION"
              + "|HOST|PORT|BUCKET|URL)",
          Pattern.CASE_INSENSITIVE);

  /** One or two words of letters, such as {@code completed} and {@code nightly-report}. */
  private static final Pattern COMMON_WORDS =
      Pattern.compile("WORD(?:[-_/]WORD)?".replace("WORD", "(?:[A-Za-z][a-z]{1,14}|[A-Z]{2,15})"));

  /** Letters that make no word: many consonants in a row, or none but consonants. */
  private static final Pattern RANDOM_LETTERS =
      Pattern.compile(
          "[bcdfghjklmnpqrstvwxz]{5}|(?<![a-z])[bcdfghjklmnpqrstvwxz]+(?![a-z])",
          Pattern.CASE_INSENSITIVE);

  /** Parts of names that mean a secret, besides those that make its text one wherever it occurs. */
  private static final Pattern SENSITIVE =
      Pattern.compile(
          "phrase|salt|seed|login|private|answer|code|hook|pswd|psw|psk|otp|mfa|unlock|mnemonic"
              + "|kennwort|geheim|senha|contrase|clave|parola|wachtwoord|haslo|heslo"
              + "|(?:pw|pin)\\d*(?:[_-]|$)",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern ADDRESS = Pattern.compile(".*URL", Pattern.CASE_INSENSITIVE);

  /** The address of a webhook is itself a secret. */
  private static final Pattern WEBHOOK = Pattern.compile("hook", Pattern.CASE_INSENSITIVE);

  /**
   * A word, a number, or both where one of them is short: {@code 4o}, {@code qwen2p5}, {@code
   * 8x7B}. Longer mixtures are what keys are made of.
   */
  private static final String WORD =
      "(?>(?:[A-Za-z]{1,20}|[0-9]{1,8}|[A-Za-z]{1,12}[0-9]{1,4}(?:p[0-9]{1,2})?[A-Za-z]{0,2}"
          + "|[0-9]{1,4}[A-Za-z]{1,4}(?:[0-9]{1,2}[A-Za-z]?)?)(?![A-Za-z0-9]))";

  private static final Pattern WORDS =
      Pattern.compile("[./]?" + WORD + "(?:[-_./:@+]" + WORD + "){0,15}/?");

  private static final Pattern USER_INFO = Pattern.compile(":.*@");
  private static final Pattern PART = Pattern.compile("[A-Za-z0-9]+");

  private static final Pattern URL =
      Pattern.compile("[a-z][a-z0-9+.-]{1,15}://[A-Za-z0-9.-]+(?::[0-9]{1,5})?(/.*)?");

  private final boolean byForm;
  private final VariablePatterns listed;

  /**
   * @param patterns names or globs of variables that are ordinary whatever their value; {@code
   *     none} among them turns off the recognition by name and form
   */
  public OrdinarySettings(List<String> patterns) {
    this.byForm = !patterns.contains(NONE);
    this.listed =
        new VariablePatterns(patterns.stream().filter(pattern -> !pattern.equals(NONE)).toList());
  }

  /** Returns true if the value of this variable can be shown where it occurs. */
  public boolean isOrdinary(String variable, Secret value) {
    return listed.match(variable) || (byForm && isOrdinary(variable, value.reveal().strip()));
  }

  /**
   * Returns true if the value of this variable of the process can be shown. Common words are not
   * ordinary here: the variables that a process passes on are mostly secrets.
   */
  public boolean isOrdinaryOfProcess(String variable, Secret value) {
    return listed.match(variable) || (byForm && isSettingByName(variable, value.reveal().strip()));
  }

  private static boolean isOrdinary(String variable, String value) {
    return isCommonWord(variable, value) || isSettingByName(variable, value);
  }

  private static boolean isSettingByName(String variable, String value) {
    return NAME.matcher(variable).matches()
        && !qualifiesSecret(variable)
        && isSetting(variable, value);
  }

  /** Returns true for one or two words without digits, unless the name can mean a secret. */
  private static boolean isCommonWord(String variable, String value) {
    return COMMON_WORDS.matcher(value).matches()
        && !RANDOM_LETTERS.matcher(value).find()
        && !variable.isBlank()
        && !SecretNames.mayMatter(variable, 0, variable.length())
        && !SENSITIVE.matcher(variable).find();
  }

  /** Returns true if the words before the last one name a secret, as in {@code PASSWORD_ENV}. */
  private static boolean qualifiesSecret(String variable) {
    String before = variable.substring(0, Math.max(0, variable.lastIndexOf('_')));
    return SecretNames.kind(before) != SecretNames.Kind.PLAIN;
  }

  private static boolean isSetting(String variable, String value) {
    return value.length() <= MAX_LENGTH
        && !WEBHOOK.matcher(variable + value).find()
        && !USER_INFO.matcher(value).find()
        && (isUrl(value) || (!ADDRESS.matcher(variable).matches() && isWords(value)))
        && Redactor.redact(value, NO_VALUES).equals(value);
  }

  private static boolean isUrl(String value) {
    int authority = value.indexOf("://") + 3;
    if (!URL.matcher(value).matches()) {
      return false;
    }
    int path = value.indexOf('/', authority);
    return isWords(value.substring(authority, path < 0 ? value.length() : path))
        && (path < 0 || path == value.length() - 1 || isWords(value.substring(path)));
  }

  /** Returns true for words that are not all mixtures of letters and digits. */
  private static boolean isWords(String value) {
    if (!WORDS.matcher(value).matches()) {
      return false;
    }
    int mixtures = 0;
    boolean word = false;
    for (String part : PART.matcher(value).results().map(MatchResult::group).toList()) {
      boolean letters = part.chars().allMatch(c -> Characters.isLetter((char) c));
      boolean digits = part.chars().allMatch(c -> Characters.isDigit((char) c));
      if (letters && ValueBounds.looksRandom(part, 0, part.length())) {
        return false;
      }
      mixtures += letters || digits ? 0 : 1;
      word |= letters && part.length() > 1;
    }
    return mixtures == 0 || (word && mixtures <= MAX_MIXTURES);
  }
}
