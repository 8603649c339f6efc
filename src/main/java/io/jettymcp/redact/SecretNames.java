package io.jettymcp.redact;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Classifies names of fields and variables by what they imply about the value. */
final class SecretNames {
  /** Kinds of values that a name implies. */
  enum Kind {
    /** Nothing. */
    PLAIN,
    /** A secret. */
    SECRET,
    /** A token: a text is a secret, a number is a count. */
    TOKEN,
    /** Several secrets, by name or by value: upper-case names of variables are no secrets. */
    SECRETS,
    /** Values under names of free choice: all are hidden, whatever their form. */
    VALUES,
    /** An environment where it holds an object, else the name of one. */
    ENVIRONMENT,
    /** A secret or its name: the upper-case name of a variable is no secret. */
    SECRET_OR_NAME,
    /** Names of variables where it holds an object, else the name of one. */
    VARIABLE_NAMES;

    /** Returns true if the value can be the name of a variable, which is no secret. */
    boolean allowsNames() {
      return this == SECRETS || this == SECRET_OR_NAME;
    }
  }

  private static final int MAX_LENGTH = 200;

  /** Any name that implies a secret contains one of these. */
  private static final List<String> ROOTS =
      List.of(
          "pass", "pwd", "secret", "token", "key", "cred", "auth", "cookie", "bearer", "sig", "jwt",
          "env", "storage");

  private static final CharPairs ROOT_STARTS = new CharPairs();

  static {
    for (String root : ROOTS) {
      // Covers a second letter in upper case too, as only five of its bits count.
      ROOT_STARTS.add(root);
      ROOT_STARTS.add(root.substring(0, 1).toUpperCase(Locale.ROOT) + root.substring(1));
    }
    // Turkish letters that are an i in the other case.
    for (String start : new String[] {"s\u0131", "S\u0131", "s\u0130", "S\u0130"}) {
      ROOT_STARTS.add(start);
    }
  }

  private static final Set<String> VALUES =
      Set.of(
          "agentenv",
          "environmentvariables",
          "environmentvars",
          "envvariables",
          "envvars",
          "secretparams",
          "secretparameters",
          "storageinfo");

  private static final Set<String> SECRET_WORDS =
      Set.of(
          "password",
          "passwords",
          "passwd",
          "pwd",
          "passphrase",
          "passcode",
          "secret",
          "credential",
          "credentials",
          "creds",
          "authorization",
          "cookie",
          "cookies",
          "bearer",
          "signature",
          "signatures",
          "sig",
          "jwt");

  /** Words that {@link #kind(List)} treats specially. */
  private static final Set<String> OTHER_WORDS =
      Set.of("env", "environ", "environment", "secrets", "key", "keys", "token", "tokens");

  /** Ends of names written as one word, such as {@code PGPASSWORD} and {@code authtoken}. */
  private static final List<String> SECRET_ENDS =
      List.of(
          "password",
          "passwd",
          "secret",
          "apikey",
          "accesskey",
          "privatekey",
          "secretkey",
          "sessionkey");

  private static final List<String> TOKEN_ENDS =
      List.of("apitoken", "authtoken", "accesstoken", "refreshtoken", "idtoken", "bearertoken");

  /** Words that make a key secret, unlike a primary key or a cache key. */
  private static final Set<String> BEFORE_KEY =
      Set.of(
          "api",
          "access",
          "private",
          "secret",
          "session",
          "signing",
          "encryption",
          "auth",
          "service",
          "account",
          "master",
          "webhook",
          "subscription",
          "shared",
          "license",
          "ssh",
          "deploy");

  /** After one of these, a token turns pages or belongs to the vocabulary of a model. */
  private static final Set<String> BEFORE_PLAIN_TOKEN =
      Set.of(
          "page",
          "next",
          "continuation",
          "pagination",
          "sync",
          "eos",
          "bos",
          "pad",
          "unk",
          "sep",
          "cls",
          "mask",
          "stop",
          "special",
          "per");

  private static final Set<String> BEFORE_SECRET_TOKENS =
      Set.of("api", "access", "auth", "refresh", "bearer", "session", "secret", "oauth");

  /** Words that may follow the word that counts: the value of a secret is a secret. */
  private static final Set<String> STILL_THE_VALUE =
      Set.of(
          "value",
          "values",
          "hash",
          "plain",
          "plaintext",
          "raw",
          "base",
          "text",
          "string",
          "data",
          "json",
          "old",
          "new",
          "current",
          "previous",
          "confirm",
          "confirmation");

  private static final SuffixPrefilter ENDS =
      new SuffixPrefilter()
          .add(VALUES)
          .add(SECRET_WORDS)
          .add(SECRET_ENDS)
          .add(TOKEN_ENDS)
          .add(STILL_THE_VALUE)
          .add(OTHER_WORDS);

  private SecretNames() {}

  static Kind kind(String name) {
    if (!mayMatter(name, 0, name.length())) {
      return Kind.PLAIN;
    }
    List<String> words = words(name);
    if (words.equals(List.of("secret"))) {
      return Kind.SECRET_OR_NAME;
    }
    while (words.size() > 1 && STILL_THE_VALUE.contains(words.get(words.size() - 1))) {
      words.remove(words.size() - 1);
    }
    return words.isEmpty() ? Kind.PLAIN : kind(words);
  }

  /**
   * Rejects most names in a text that cannot imply a secret, by their last letters.
   *
   * @param to the position after the name
   * @param longest how many characters a name has at most
   */
  static boolean mayEnd(String text, int to, int longest) {
    return ENDS.mayHave(text, to, longest);
  }

  /** Rejects most names that cannot imply a secret. */
  static boolean mayMatter(String text, int from, int to) {
    for (int i = from; i + 1 < to; i++) {
      if (ROOT_STARTS.mayHave(text.charAt(i), text.charAt(i + 1))) {
        for (String root : ROOTS) {
          if ((text.charAt(i) | 0x20) == root.charAt(0)
              && i + root.length() <= to
              && text.regionMatches(true, i, root, 0, root.length())) {
            return true;
          }
        }
      }
    }
    return false;
  }

  private static Kind kind(List<String> words) {
    String joined = String.join("", words);
    String last = words.get(words.size() - 1);
    String before = words.size() > 1 ? words.get(words.size() - 2) : "";
    if (VALUES.contains(joined)) {
      return Kind.VALUES;
    }
    if (joined.equals("secretenv")) {
      return Kind.VARIABLE_NAMES;
    }
    return switch (last) {
      case "env", "environ", "environment" -> Kind.ENVIRONMENT;
      case "secrets" -> Kind.SECRETS;
      case "key" -> secretIf(BEFORE_KEY.contains(before), Kind.SECRET);
      case "keys" -> secretIf(BEFORE_KEY.contains(before), Kind.SECRETS);
      case "token" -> secretIf(!BEFORE_PLAIN_TOKEN.contains(before), Kind.TOKEN);
      case "tokens" -> secretIf(BEFORE_SECRET_TOKENS.contains(before), Kind.SECRETS);
      default ->
          SECRET_WORDS.contains(last) || endsWith(last, SECRET_ENDS)
              ? Kind.SECRET
              : secretIf(endsWith(last, TOKEN_ENDS), Kind.TOKEN);
    };
  }

  private static Kind secretIf(boolean secret, Kind kind) {
    return secret ? kind : Kind.PLAIN;
  }

  private static boolean endsWith(String word, List<String> ends) {
    for (String end : ends) {
      if (word.endsWith(end)) {
        return true;
      }
    }
    return false;
  }

  /**
   * The words of a name in snake, kebab or camel case, in lower case and without digits at ends.
   */
  private static List<String> words(String name) {
    // Only the last words count.
    String tail = name.length() > MAX_LENGTH ? name.substring(name.length() - MAX_LENGTH) : name;
    List<String> words = new ArrayList<>();
    int start = 0;
    for (int i = 0; i <= tail.length(); i++) {
      if (i == tail.length() || !Characters.isAlphanumeric(tail.charAt(i)) || startsWord(tail, i)) {
        addWord(tail, start, i, words);
        boolean separator = i < tail.length() && !Characters.isAlphanumeric(tail.charAt(i));
        start = separator ? i + 1 : i;
      }
    }
    return words;
  }

  private static boolean startsWord(String name, int i) {
    if (i == 0 || !Characters.isUpper(name.charAt(i))) {
      return false;
    }
    boolean afterUpper = Characters.isUpper(name.charAt(i - 1));
    boolean beforeLower =
        i + 1 < name.length()
            && Characters.isLetter(name.charAt(i + 1))
            && !Characters.isUpper(name.charAt(i + 1));
    return !afterUpper || beforeLower;
  }

  private static void addWord(String name, int start, int end, List<String> words) {
    int last = end;
    while (last > start && Characters.isDigit(name.charAt(last - 1))) {
      last--;
    }
    if (last > start) {
      words.add(name.substring(start, last).toLowerCase(Locale.ROOT));
    }
  }
}
