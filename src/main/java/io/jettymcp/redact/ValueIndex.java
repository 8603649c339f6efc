package io.jettymcp.redact;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Finds many known values in one pass over a text, however hostile it is (Aho and Corasick, 1975).
 * Finds values verbatim, in hexadecimal and inside base64; {@link Encoding} handles what can be
 * decoded without knowing them.
 */
final class ValueIndex {
  /** Bytes by which a value is recognised in base64; the rest of its run is redacted with it. */
  private static final int BASE64_BYTES = 33;

  /** Bytes by which a value is recognised in hexadecimal. */
  private static final int HEX_BYTES = 24;

  /** How many characters are hashed together, and how far apart. */
  private static final int GRAM = 3;

  private static final int STEP = KnownSecrets.MIN_LENGTH - GRAM + 1;

  /** One for each hash of a gram; 128 KB. */
  private static final int MAX_BITS = 1 << 20;

  private static final int HASH_SHIFT = 12;

  private static final int ROOT = 0;
  private static final int NONE = -1;

  private final boolean hasNumbers;

  /** Edges of the tree as an open hash table: node and character together give the next node. */
  private long[] edges = new long[64];

  private int[] targets = new int[64];
  private int nodes = 1;

  private int[] parents = new int[64];
  private char[] letters = new char[64];

  /** Length of the longest head of a value that ends at a node, 0 for none. */
  private int[] lengths = new int[64];

  /** Length of the value that starts with what ends at a node, 0 for none. */
  private int[] extents = new int[64];

  /** Whether base64 ends at a node, so that the run around it belongs to the value. */
  private boolean[] encoded = new boolean[64];

  private final int[] fallbacks;

  /** A Bloom filter of the three-character grams in the first eight characters of the values. */
  private final long[] grams;

  /**
   * A kind of pattern.
   *
   * @param length of what is redacted where the pattern starts
   * @param base64 whether the run around the pattern is redacted too
   */
  private record Pattern(int length, boolean base64) {}

  private ValueIndex(Map<String, Pattern> patterns, boolean hasNumbers) {
    this.hasNumbers = hasNumbers;
    // So many bits for each gram that others seldom hit one, as long as the cache holds them.
    int bits = 1 << 10;
    while (bits < MAX_BITS && bits < patterns.size() * STEP * 64) {
      bits *= 2;
    }
    grams = new long[bits >> 6];
    patterns.forEach(this::insert);
    fallbacks = new int[nodes];
    linkFallbacks();
  }

  static ValueIndex of(Collection<KnownValue> values) {
    Map<String, Pattern> patterns = new LinkedHashMap<>();
    boolean numbers = false;
    for (KnownValue value : values) {
      addForms(value, patterns);
      numbers |= isNumber(value.head());
    }
    return new ValueIndex(patterns, numbers);
  }

  /** Returns true if a number can hold a known value. */
  boolean hasNumbers() {
    return hasNumbers;
  }

  /** The positions of values in the text. */
  Spans find(String text) {
    if (nodes == 1) {
      return Spans.NONE;
    }
    Spans marks = Spans.NONE;
    int node = ROOT;
    int runEnd = 0;
    for (int i = start(text, 0); i < text.length(); i = node == ROOT ? start(text, i + 1) : i + 1) {
      node = next(node, text.charAt(i));
      int length = lengths[node];
      if (length == 0) {
        continue;
      }
      if (encoded[node]) {
        int start = runStart(text, i + 1 - length, runEnd);
        runEnd = runEnd(text, Math.max(i + 1, runEnd));
        marks = marks.and(start, runEnd);
      } else {
        int start = i + 1 - length;
        marks = marks.and(start, Math.min(text.length(), start + extents[node]));
      }
    }
    return marks;
  }

  /**
   * A position at or before the start of the next value, from a position that no value spans; the
   * end of the text if there is none. A value has at least eight characters, so one of six
   * neighbouring positions is followed by three of them.
   */
  private int start(String text, int from) {
    int end = text.length() - GRAM + 1;
    for (int i = from + STEP - 1; i < end; i += STEP) {
      int hash = gramHash(text, i);
      if ((grams[gramSlot(hash)] >>> hash & 1) != 0) {
        return i - (STEP - 1);
      }
    }
    return text.length();
  }

  private static int gramHash(String text, int at) {
    int gram = text.charAt(at) << 16 ^ text.charAt(at + 1) << 8 ^ text.charAt(at + 2);
    // Multiplied, as all bits of the three shall count.
    return (gram * 0x9E3779B9) >>> HASH_SHIFT;
  }

  private int gramSlot(int hash) {
    return (hash >> 6) & (grams.length - 1);
  }

  /** Goes back over base64, but never over a marked run, so that time stays linear. */
  private static int runStart(String text, int from, int floor) {
    int start = from;
    while (start > floor && Characters.isBase64(text.charAt(start - 1))) {
      start--;
    }
    return start;
  }

  private static int runEnd(String text, int from) {
    int end = from;
    while (end < text.length() && Characters.isBase64(text.charAt(end))) {
      end++;
    }
    return end;
  }

  private static void addForms(KnownValue value, Map<String, Pattern> patterns) {
    String head = value.head();
    addText(head, value.length(), patterns);
    if (head.indexOf(' ') >= 0) {
      // Forms write a space as a plus sign.
      addText(head.replace(' ', '+'), value.length(), patterns);
    }
    addHex(value, patterns);
    addBase64(head, patterns);
    // A document of JSON in base64: its escapes are inside.
    for (int firstByNumber : new int[] {0x7F, Character.MAX_VALUE + 1}) {
      String escaped = escaped(head, firstByNumber);
      if (!head.startsWith(escaped)) {
        addBase64(escaped, patterns);
      }
    }
  }

  private static void addHex(KnownValue value, Map<String, Pattern> patterns) {
    byte[] bytes = value.head().getBytes(StandardCharsets.UTF_8);
    int rest = value.length() - value.head().length();
    String hex = HexFormat.of().formatHex(bytes, 0, Math.min(bytes.length, HEX_BYTES));
    for (String form : new String[] {hex, hex.toUpperCase(Locale.ROOT)}) {
      addText(form, 2 * (bytes.length + rest), patterns);
    }
  }

  private static void addBase64(String head, Map<String, Pattern> patterns) {
    byte[] bytes = head.getBytes(StandardCharsets.UTF_8);
    byte[] first = bytes.length > BASE64_BYTES ? Arrays.copyOf(bytes, BASE64_BYTES) : bytes;
    for (int shift = 0; shift < 3; shift++) {
      byte[] shifted = new byte[shift + first.length];
      System.arraycopy(first, 0, shifted, shift, first.length);
      // Only characters that consist of bits of the value alone are certain to be there.
      int from = (shift * 8 + 5) / 6;
      int to = shifted.length * 8 / 6;
      addRun(Base64.getEncoder().encodeToString(shifted).substring(from, to), patterns);
      addRun(Base64.getUrlEncoder().encodeToString(shifted).substring(from, to), patterns);
    }
  }

  /** The text inside a JSON string, with characters from a code point on escaped by number. */
  private static String escaped(String text, int firstByNumber) {
    StringBuilder escaped = new StringBuilder(text.length());
    for (int i = 0; i < text.length() && escaped.length() < BASE64_BYTES; i++) {
      char c = text.charAt(i);
      int named = "\"\\\n\r\t".indexOf(c);
      if (named >= 0) {
        escaped.append('\\').append("\"\\nrt".charAt(named));
      } else if (c < ' ' || c >= firstByNumber) {
        escaped.append(String.format("\\u%04x", (int) c));
      } else {
        escaped.append(c);
      }
    }
    return escaped.toString();
  }

  private static void addText(String head, int length, Map<String, Pattern> patterns) {
    Pattern earlier = patterns.get(head);
    boolean longer = earlier == null || earlier.base64 || earlier.length < length;
    if (longer) {
      patterns.put(head, new Pattern(length, false));
    }
  }

  private static void addRun(String base64, Map<String, Pattern> patterns) {
    patterns.putIfAbsent(base64, new Pattern(base64.length(), true));
  }

  private static boolean isNumber(String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (!Characters.isDigit(c) && "+-.eE".indexOf(c) < 0) {
        return false;
      }
    }
    return true;
  }

  private void insert(String pattern, Pattern kind) {
    int node = ROOT;
    for (int i = 0; i < pattern.length(); i++) {
      node = child(node, pattern.charAt(i));
    }
    lengths[node] = pattern.length();
    extents[node] = kind.length;
    encoded[node] |= kind.base64;
    for (int i = 0; i < STEP; i++) {
      int hash = gramHash(pattern, i);
      grams[gramSlot(hash)] |= 1L << hash;
    }
  }

  private int child(int node, char c) {
    int known = edge(node, c);
    if (known != NONE) {
      return known;
    }
    if (nodes == parents.length) {
      int room = nodes * 2;
      parents = Arrays.copyOf(parents, room);
      letters = Arrays.copyOf(letters, room);
      lengths = Arrays.copyOf(lengths, room);
      extents = Arrays.copyOf(extents, room);
      encoded = Arrays.copyOf(encoded, room);
    }
    if (nodes * 2 > edges.length) {
      widen();
    }
    int created = nodes++;
    parents[created] = node;
    letters[created] = c;
    put(node, c, created);
    return created;
  }

  private void widen() {
    edges = new long[edges.length * 2];
    targets = new int[edges.length];
    for (int node = 1; node < nodes; node++) {
      put(parents[node], letters[node], node);
    }
  }

  private void put(int node, char c, int target) {
    long edge = key(node, c);
    int slot = slot(edge);
    while (edges[slot] != 0) {
      slot = (slot + 1) & (edges.length - 1);
    }
    edges[slot] = edge;
    targets[slot] = target;
  }

  private int edge(int node, char c) {
    long edge = key(node, c);
    int slot = slot(edge);
    while (edges[slot] != 0) {
      if (edges[slot] == edge) {
        return targets[slot];
      }
      slot = (slot + 1) & (edges.length - 1);
    }
    return NONE;
  }

  private static long key(int node, char c) {
    return ((long) (node + 1) << 16) | c;
  }

  private int slot(long edge) {
    return (int) ((edge * 0x9E3779B97F4A7C15L) >>> 32) & (edges.length - 1);
  }

  private int next(int node, char c) {
    int from = node;
    int to = edge(from, c);
    while (to == NONE && from != ROOT) {
      from = fallbacks[from];
      to = edge(from, c);
    }
    return to == NONE ? ROOT : to;
  }

  /**
   * Links each node to the longest other start of a value that it ends with, shallow ones first.
   */
  private void linkFallbacks() {
    int[] depths = new int[nodes];
    int deepest = 0;
    for (int node = 1; node < nodes; node++) {
      depths[node] = depths[parents[node]] + 1;
      deepest = Math.max(deepest, depths[node]);
    }
    int[] firstOfDepth = new int[deepest + 2];
    for (int node = 0; node < nodes; node++) {
      firstOfDepth[depths[node] + 1]++;
    }
    for (int depth = 1; depth < firstOfDepth.length; depth++) {
      firstOfDepth[depth] += firstOfDepth[depth - 1];
    }
    int[] shallowFirst = new int[nodes];
    for (int node = 0; node < nodes; node++) {
      shallowFirst[firstOfDepth[depths[node]]++] = node;
    }
    for (int node : shallowFirst) {
      if (depths[node] > 1) {
        int fallback = next(fallbacks[parents[node]], letters[node]);
        fallbacks[node] = fallback;
        if (lengths[node] == 0) {
          lengths[node] = lengths[fallback];
          extents[node] = extents[fallback];
        }
        encoded[node] |= encoded[fallback];
      }
    }
  }
}
