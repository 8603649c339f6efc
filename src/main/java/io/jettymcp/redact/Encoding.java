package io.jettymcp.redact;

import io.jettymcp.text.InvisibleCharacters;
import org.jspecify.annotations.Nullable;

/**
 * Decodes encodings that hide a value from a plain search. Decoded text is never longer than its
 * source, and its positions can be mapped back.
 */
enum Encoding {
  /** Percent-encoding of UTF-8, as in URLs and forms. */
  PERCENT('%', 1) {
    @Override
    long unitAt(String text, int at) {
      int lead = percentByte(text, at);
      if (lead < 0) {
        return unit(text.charAt(at), 1);
      }
      int more = lead >= 0xF0 ? 3 : lead >= 0xE0 ? 2 : lead >= 0xC2 ? 1 : 0;
      int codePoint = more == 0 ? lead : lead & (0x3F >> more);
      for (int i = 1; i <= more; i++) {
        int next = percentByte(text, at + 3 * i);
        if ((next & 0xC0) != 0x80 || next < 0) {
          return unit(lead, 3);
        }
        codePoint = codePoint << 6 | (next & 0x3F);
      }
      return Character.isValidCodePoint(codePoint) ? unit(codePoint, 3 + 3 * more) : unit(lead, 3);
    }

    private int percentByte(String text, int at) {
      if (at + 2 >= text.length() || text.charAt(at) != '%') {
        return -1;
      }
      int high = Characters.hex(text.charAt(at + 1));
      int low = Characters.hex(text.charAt(at + 2));
      return high < 0 || low < 0 ? -1 : high << 4 | low;
    }
  },

  /**
   * The escapes of a JSON string, the {@code \'} and {@code \x41} of Python and JavaScript, and the
   * {@code \_} of Markdown, where a backslash precedes any punctuation.
   */
  JSON('\\', 2) {
    @Override
    long unitAt(String text, int at) {
      char next = at + 1 < text.length() ? text.charAt(at + 1) : 0;
      return switch (next) {
        case 'n' -> unit('\n', 2);
        case 'r' -> unit('\r', 2);
        case 't' -> unit('\t', 2);
        case 'b' -> unit('\b', 2);
        case 'f' -> unit('\f', 2);
        case 'u' -> number(text, at, 4);
        case 'x' -> number(text, at, 2);
        default -> Characters.isPunctuation(next) ? unit(next, 2) : unit('\\', 1);
      };
    }

    private long number(String text, int at, int digits) {
      int end = at + 2 + digits;
      if (end > text.length()) {
        return unit('\\', 1);
      }
      int value = 0;
      for (int i = at + 2; i < end; i++) {
        int digit = Characters.hex(text.charAt(i));
        if (digit < 0) {
          return unit('\\', 1);
        }
        value = value << 4 | digit;
      }
      return unit(value, 2 + digits);
    }
  },

  /**
   * Base64 in lines, as {@code base64}, MIME and YAML write it: line ends and the indent behind
   * them are dropped.
   */
  BASE64_LINES('\n', 4) {
    @Override
    boolean introduces(char c) {
      return c == '\n' || c == '\r';
    }

    @Override
    long unitAt(String text, int at) {
      char c = text.charAt(at);
      int next = at + 1;
      if (c == '\r' && next < text.length() && text.charAt(next) == '\n') {
        next++;
      }
      int indentEnd = Math.min(text.length(), next + MAX_INDENT);
      while (next < indentEnd && (text.charAt(next) == ' ' || text.charAt(next) == '\t')) {
        next++;
      }
      return next < text.length() && Characters.isBase64(text.charAt(next)) && endsLine(text, at)
          ? unit(text.charAt(next), next + 1 - at)
          : unit(c, 1);
    }

    private boolean endsLine(String text, int end) {
      if (end < MIN_LINE_LENGTH) {
        return false;
      }
      for (int i = end - 1; i >= end - MIN_LINE_LENGTH; i--) {
        if (!Characters.isBase64(text.charAt(i))) {
          return false;
        }
      }
      return true;
    }
  },

  /** The entities of HTML and XML: of the five characters with a meaning, and by number. */
  HTML('&', 16) {
    @Override
    long unitAt(String text, int at) {
      if (text.startsWith("#", at + 1)) {
        return number(text, at);
      }
      for (int i = 0; i < ENTITIES.length; i++) {
        if (text.startsWith(ENTITIES[i], at)) {
          return unit(ENTITY_CHARACTERS.charAt(i), ENTITIES[i].length());
        }
      }
      return unit('&', 1);
    }

    private long number(String text, int at) {
      boolean hex = text.startsWith("x", at + 2) || text.startsWith("X", at + 2);
      int start = at + (hex ? 3 : 2);
      int value = 0;
      int end = start;
      while (end < text.length() && end - start < MAX_DIGITS) {
        int digit = Characters.hex(text.charAt(end));
        if (digit < 0 || (digit > 9 && !hex)) {
          break;
        }
        value = value * (hex ? 16 : 10) + digit;
        end++;
      }
      return end > start && text.startsWith(";", end) && isText(value)
          ? unit(value, end + 1 - at)
          : unit('&', 1);
    }

    private boolean isText(int codePoint) {
      return codePoint != 0
          && Character.isValidCodePoint(codePoint)
          && !(codePoint <= Character.MAX_VALUE && Character.isSurrogate((char) codePoint));
    }
  },

  /** Invisible characters that stay in clean text; none of them has to be decoded. */
  INVISIBLE('\0', 8) {
    @Override
    boolean introduces(char c) {
      return c >= FIRST_INVISIBLE && InvisibleCharacters.isDoubtful(c);
    }

    @Override
    long unitAt(String text, int at) {
      int visible = at;
      while (visible < text.length() && isInvisibleAt(text, visible)) {
        visible += Character.charCount(text.codePointAt(visible));
      }
      int codePoint = visible < text.length() ? text.codePointAt(visible) : ' ';
      int taken = visible < text.length() ? Character.charCount(codePoint) : 0;
      return unit(codePoint, visible - at + taken);
    }
  };

  /** Below it, only controls are invisible. */
  private static final char FIRST_INVISIBLE = 0xAD;

  /** Lines of base64 have 64 characters (PEM), 76 (MIME), or as many as fit. */
  private static final int MIN_LINE_LENGTH = 32;

  private static final int MAX_INDENT = 40;

  private static final String[] ENTITIES = {"&amp;", "&lt;", "&gt;", "&quot;", "&apos;"};
  private static final String ENTITY_CHARACTERS = "&<>\"'";

  /** More digits are no character, zeros before the number included. */
  private static final int MAX_DIGITS = 8;

  /** The encodings that a character of ASCII introduces. */
  private static final Encoding[] INTRODUCED = {PERCENT, JSON, BASE64_LINES, HTML};

  private final char introducer;

  /** The bit of this encoding in a set of encodings. */
  final int bit;

  Encoding(char introducer, int bit) {
    this.introducer = introducer;
    this.bit = bit;
  }

  /** The decoded code point in the upper half, the length of its encoded form in the lower. */
  abstract long unitAt(String text, int at);

  private static long unit(int codePoint, int taken) {
    return (long) codePoint << 32 | taken;
  }

  static void addStarts(PrefixPrefilter starts) {
    for (char introducer : new char[] {PERCENT.introducer, JSON.introducer, '\n', '\r'}) {
      starts.add(introducer);
    }
    // A single ampersand is common in addresses and in code.
    for (String entity : ENTITIES) {
      starts.add(entity);
    }
    for (char digit : "0123456789xX".toCharArray()) {
      starts.add("&#" + digit);
    }
  }

  /** Returns true for a character that introduces this encoding. */
  boolean introduces(char c) {
    return c == introducer;
  }

  /** The text without its invisible characters; the same object if it has none. */
  static String visible(String text) {
    int first = firstInvisible(text);
    return first == text.length() ? text : INVISIBLE.decode(text, first);
  }

  /** The position of the first invisible character, or the end of the text. */
  static int firstInvisible(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (INVISIBLE.introduces(text.charAt(i))) {
        if (isInvisibleAt(text, i)) {
          return i;
        }
        i += Character.charCount(text.codePointAt(i)) - 1;
      }
    }
    return text.length();
  }

  private static boolean isInvisibleAt(String text, int at) {
    int codePoint = text.codePointAt(at);
    return codePoint >= FIRST_INVISIBLE
        && InvisibleCharacters.isInvisible(codePoint)
        && !InvisibleCharacters.isLineBreak(codePoint);
  }

  /** The encoding that a character introduces. */
  static @Nullable Encoding introducedBy(char c) {
    for (Encoding encoding : INTRODUCED) {
      if (encoding.introduces(c)) {
        return encoding;
      }
    }
    return null;
  }

  /** Returns true if the text at a position encodes another character. */
  boolean isAt(String text, int at) {
    return taken(unitAt(text, at)) > 1;
  }

  /**
   * Decodes the text, which becomes shorter.
   *
   * @param first the first position that {@linkplain #isAt encodes another character}
   */
  String decode(String text, int first) {
    StringBuilder plain = new StringBuilder(text.length()).append(text, 0, first);
    for (int at = first; at < text.length(); ) {
      char c = text.charAt(at);
      if (introduces(c)) {
        long unit = unitAt(text, at);
        plain.appendCodePoint((int) (unit >>> 32));
        at += taken(unit);
      } else {
        plain.append(c);
        at++;
      }
    }
    return plain.toString();
  }

  /**
   * Maps spans of the decoded text back to the text.
   *
   * @param found spans in the decoded text, not empty
   * @param before spans of the text
   * @return all spans of the text
   */
  Spans translate(String text, Spans found, Spans before) {
    found.sort();
    Spans spans = before;
    int position = 0;
    int next = 0;
    int start = -1;
    for (int at = 0; at < text.length() && next < found.count(); ) {
      long unit = introduces(text.charAt(at)) ? unitAt(text, at) : unit(0, 1);
      position += Character.charCount((int) (unit >>> 32));
      if (start < 0 && position > found.start(next)) {
        start = at;
      }
      at += taken(unit);
      if (start >= 0 && position >= found.end(next)) {
        spans = spans.and(start, at);
        start = -1;
        next++;
      }
    }
    return spans;
  }

  private static int taken(long unit) {
    return (int) unit;
  }
}
