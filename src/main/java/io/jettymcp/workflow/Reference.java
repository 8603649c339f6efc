package io.jettymcp.workflow;

import io.jettymcp.lint.Severity;

/**
 * A place in a step that refers to other data of the run.
 *
 * @param where the place in words, cut and cleaned
 * @param path the place as a path expression
 */
record Reference(WorkflowStep step, String where, String path, Kind kind) {
  /** How certain it is that the place holds a path expression. */
  enum Kind {
    /** A parameter that the activity is known to have. */
    PARAMETER,
    /** A parameter that is not known here: its value may be a plain one. */
    UNKNOWN_PARAMETER,
    /** A placeholder within a text. */
    TEXT
  }

  /** Receives what steps refer to. */
  interface Visitor {
    /** Visits a path expression, which may find nothing. */
    void visit(Reference from, PathExpression path);

    /** Visits a text in place of a path expression. */
    void visitMalformed(Reference from, String text, PathExpression.Malformed problem);

    /** Visits a placeholder that nothing in the workflow fills. */
    void visitUnfilled(Reference from, PathExpression placeholder);
  }

  static Reference to(WorkflowStep step, String parameter, Kind kind) {
    return new Reference(step, step.where(parameter), step.path(parameter), kind);
  }

  Reference item(int index) {
    return new Reference(step, where + "[" + index + "]", PathExpression.item(path, index), kind);
  }

  Reference field(String name) {
    return new Reference(
        step, where + "." + Quoted.shortened(name), PathExpression.field(path, name), kind);
  }

  /** Whatever is wrong here is at most doubtful unless it certainly is a path expression. */
  Severity atMost(Severity severity) {
    return kind == Kind.PARAMETER ? severity : Severity.DOUBTFUL;
  }
}
