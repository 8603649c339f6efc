package io.jettymcp.redact;

/**
 * Removes the controls of direction (UAX #9) that can make a line read otherwise than it is
 * written. Each line is judged alone, as its end closes whatever is open.
 *
 * <ul>
 *   <li>Overrides go, with the control that closes them.
 *   <li>Embeddings and isolates stay as pairs around something visible, those to the left around
 *       something that is written to the left. If a line nests more than {@value #MAX_DEPTH} pairs,
 *       all of that line go.
 *   <li>A single mark stays where the last letter before it or the first one after it is written to
 *       the left; of several marks at one place the first does.
 * </ul>
 */
final class DirectionControls {
  private static final int MAX_DEPTH = 8;

  private static final char LEFT_EMBEDDING = 0x202A;
  private static final char RIGHT_EMBEDDING = 0x202B;
  private static final char END_OF_EMBEDDING = 0x202C;
  private static final char LEFT_OVERRIDE = 0x202D;
  private static final char RIGHT_OVERRIDE = 0x202E;
  private static final char LEFT_ISOLATE = 0x2066;
  private static final char RIGHT_ISOLATE = 0x2067;
  private static final char END_OF_ISOLATE = 0x2069;

  private final String text;

  /** Controls that stay; at first the marks before a letter that is written to the left. */
  private final boolean[] kept;

  private final int[] open = new int[MAX_DEPTH];
  private final int[] visibleBefore = new int[MAX_DEPTH];
  private final int[] rightToLeftBefore = new int[MAX_DEPTH];
  private int depth;
  private boolean tooDeep;
  private int visible;
  private int rightToLeft;
  private boolean afterRightToLeft;
  private boolean afterMark;

  private DirectionControls(String text) {
    this.text = text;
    this.kept = new boolean[text.length()];
  }

  /** Returns true for marks, embeddings, overrides, isolates and what closes them. */
  static boolean isControl(int codePoint) {
    return isMark(codePoint)
        || (codePoint >= LEFT_EMBEDDING && codePoint <= RIGHT_OVERRIDE)
        || (codePoint >= LEFT_ISOLATE && codePoint <= END_OF_ISOLATE);
  }

  /** Removes controls that can deceive; returns the same object if there are none. */
  static String clean(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (isControl(text.charAt(i))) {
        return new DirectionControls(text).run();
      }
    }
    return text;
  }

  private String run() {
    keepMarksBeforeRightToLeft();
    int lineStart = 0;
    for (int i = 0; i < text.length(); ) {
      int codePoint = text.codePointAt(i);
      if (codePoint == '\n') {
        endLine(lineStart, i);
        lineStart = i + 1;
      } else if (isMark(codePoint)) {
        kept[i] = !afterMark && (afterRightToLeft || kept[i]);
        afterMark = true;
      } else if (isControl(codePoint)) {
        control(i);
      } else {
        see(codePoint);
      }
      i += Character.charCount(codePoint);
    }
    endLine(lineStart, text.length());
    return withoutRemoved();
  }

  private void keepMarksBeforeRightToLeft() {
    boolean rightToLeftFollows = false;
    for (int i = text.length(); i > 0; ) {
      int codePoint = text.codePointBefore(i);
      i -= Character.charCount(codePoint);
      if (codePoint == '\n' || isLeftToRight(codePoint)) {
        rightToLeftFollows = false;
      } else if (isRightToLeft(codePoint)) {
        rightToLeftFollows = true;
      } else if (rightToLeftFollows && isMark(codePoint)) {
        kept[i] = true;
      }
    }
  }

  private void endLine(int start, int end) {
    if (tooDeep) {
      for (int i = start; i < end; i++) {
        kept[i] &= isMark(text.charAt(i));
      }
    }
    depth = 0;
    tooDeep = false;
    afterRightToLeft = false;
    afterMark = false;
  }

  private void see(int codePoint) {
    afterMark = false;
    visible += Character.isWhitespace(codePoint) ? 0 : 1;
    if (isRightToLeft(codePoint)) {
      rightToLeft++;
      afterRightToLeft = true;
    } else if (isLeftToRight(codePoint)) {
      afterRightToLeft = false;
    }
  }

  private void control(int at) {
    switch (text.charAt(at)) {
      case END_OF_EMBEDDING -> {
        if (depth > 0 && !isIsolate(depth - 1)) {
          close(at);
        }
      }
      case END_OF_ISOLATE -> {
        int isolate = depth - 1;
        while (isolate >= 0 && !isIsolate(isolate)) {
          isolate--;
        }
        if (isolate >= 0) {
          depth = isolate + 1;
          close(at);
        }
      }
      default -> open(at);
    }
  }

  private boolean isIsolate(int level) {
    return text.charAt(open[level]) >= LEFT_ISOLATE;
  }

  private void open(int at) {
    tooDeep |= depth == MAX_DEPTH;
    if (!tooDeep) {
      open[depth] = at;
      visibleBefore[depth] = visible;
      rightToLeftBefore[depth] = rightToLeft;
      depth++;
    }
  }

  private void close(int end) {
    depth--;
    char kind = text.charAt(open[depth]);
    boolean harmless =
        switch (kind) {
          case LEFT_OVERRIDE, RIGHT_OVERRIDE -> false;
          case RIGHT_EMBEDDING, RIGHT_ISOLATE -> rightToLeft > rightToLeftBefore[depth];
          default -> visible > visibleBefore[depth];
        };
    kept[open[depth]] = harmless;
    kept[end] = harmless;
  }

  private String withoutRemoved() {
    StringBuilder result = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      if (kept[i] || !isControl(text.charAt(i))) {
        result.append(text.charAt(i));
      }
    }
    return result.toString();
  }

  private static boolean isMark(int codePoint) {
    return codePoint == 0x200E || codePoint == 0x200F || codePoint == 0x061C;
  }

  private static boolean isRightToLeft(int codePoint) {
    return switch (Character.getDirectionality(codePoint)) {
      case Character.DIRECTIONALITY_RIGHT_TO_LEFT,
          Character.DIRECTIONALITY_RIGHT_TO_LEFT_ARABIC,
          Character.DIRECTIONALITY_ARABIC_NUMBER ->
          !isMark(codePoint);
      default -> false;
    };
  }

  private static boolean isLeftToRight(int codePoint) {
    return Character.getDirectionality(codePoint) == Character.DIRECTIONALITY_LEFT_TO_RIGHT
        && !isMark(codePoint);
  }
}
