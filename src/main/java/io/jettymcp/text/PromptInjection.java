package io.jettymcp.text;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Recognises text that gives orders to an AI agent. Text in a result is data from Jetty, so an
 * order in it is most likely an attack on the agent that reads it.
 */
public final class PromptInjection {
  /** Separates two words: blanks, line ends and marks of emphasis. */
  private static final String GAP = "[\\s*_`\"']{1,8}";

  /** One phrase a line, words separated by one blank; case makes no difference. */
  private static final Pattern PHRASES =
      anyOf(
          "(ignore|disregard|forget|override) ((all|any|every|of) ){0,2}(the )?"
              + "(your|my|previous|prior|above|earlier|preceding|existing|original)"
              + " ((system|previous|prior|safety|original) )?"
              + "(instructions?|rules|prompts?|guidelines|directives|orders)",
          "(AI|LLM|coding|autonomous) (agents?|assistants?)( reading this)?"
              + " (must|have to|has to|are required to|is required to|are instructed to)",
          "(note|notice|message|attention|instructions?)( (to|for))? (all |any )?"
              + "(AI|LLM|coding|autonomous) (agents?|assistants?|models?)",
          "if you are an? (AI|LLM|coding agent|autonomous agent|language model)",
          "without (asking|telling|informing|notifying) (the )?(user|human|operator)",
          "new (system )?instructions (for you|from the (system|developer|user))",
          "(reveal|print|repeat|send|leak|exfiltrate) (me )?your"
              + " (system prompt|instructions|api keys?|tokens?|credentials|secrets)");

  /** The first two letters of all phrases: few other words begin with them. */
  private static final Set<String> BEGINNINGS =
      Set.of(
          "ai", "at", "au", "co", "di", "ex", "fo", "if", "ig", "in", "le", "ll", "me", "ne", "no",
          "ov", "pr", "re", "se", "wi");

  /** The length of the shortest phrase. */
  private static final int MIN_LENGTH = "AI agent must".length();

  private PromptInjection() {}

  /** Returns whether a text addresses agents. The cost is linear in its length. */
  public static boolean isIn(String text) {
    Matcher phrases = PHRASES.matcher(text).useTransparentBounds(true);
    boolean inWord = false;
    for (int i = 0; i <= text.length() - MIN_LENGTH; i++) {
      boolean wordBefore = inWord;
      inWord = Character.isLetterOrDigit(text.charAt(i));
      if (inWord
          && !wordBefore
          && mayBegin(text, i)
          && phrases.region(i, text.length()).lookingAt()) {
        return true;
      }
    }
    return false;
  }

  /** Letters beyond ASCII can equal those of a phrase if case is ignored. */
  private static boolean mayBegin(String text, int at) {
    return text.charAt(at) > 'z'
        || text.charAt(at + 1) > 'z'
        || BEGINNINGS.contains(text.substring(at, at + 2).toLowerCase(Locale.ROOT));
  }

  /** Joins the phrases into one pattern without groups, because it runs on every text. */
  private static Pattern anyOf(String... phrases) {
    String any =
        Stream.of(phrases)
            .map(words -> words.replace("(", "(?:").replace(" ", GAP))
            .collect(Collectors.joining("|"));
    return Pattern.compile(
        "(?<![\\p{L}\\p{N}])(?:" + any + ")(?![\\p{L}\\p{N}])",
        Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
  }
}
