package io.jettymcp.workflow;

/** A part of a path expression. */
sealed interface PathPart {

  /** Into an object, by name. */
  record Name(String name) implements PathPart {
    @Override
    public String toString() {
      return name;
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
