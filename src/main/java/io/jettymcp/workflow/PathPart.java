package io.jettymcp.workflow;

/** A part of a path expression. */
sealed interface PathPart {

  /** Into an object, by name. */
  record Name(String name) implements PathPart {
    /** Returns whether it can be written without quotes. */
    boolean isPlain() {
      return !name.isEmpty() && name.codePoints().allMatch(PathReader::isNamePart);
    }

    @Override
    public String toString() {
      return isPlain() ? name : "[" + quoted() + "]";
    }

    private String quoted() {
      StringBuilder quoted = new StringBuilder("\"");
      for (int i = 0; i < name.length(); i++) {
        char c = name.charAt(i);
        int escaped = PathReader.ESCAPED.indexOf(c);
        if (escaped >= 0) {
          quoted.append('\\').append(PathReader.ESCAPES.charAt(escaped));
        } else {
          quoted.append(c);
        }
      }
      return quoted.append('"').toString();
    }
  }

  /** Into an array, counted from 0; a negative index finds nothing. */
  record Index(int index) implements PathPart {
    @Override
    public String toString() {
      return "[" + index + "]";
    }
  }

  /** Into every item of an array. */
  record Each() implements PathPart {
    @Override
    public String toString() {
      return "[*]";
    }
  }
}
