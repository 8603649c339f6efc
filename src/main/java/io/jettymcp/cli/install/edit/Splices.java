package io.jettymcp.cli.install.edit;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects replacements of parts of a text that do not overlap, and applies them together. */
final class Splices {
  private record Splice(int from, int to, String replacement) {}

  private final String text;
  private final List<Splice> splices = new ArrayList<>();

  Splices(String text) {
    this.text = text;
  }

  Splices insert(int at, String inserted) {
    return replace(at, at, inserted);
  }

  Splices delete(int from, int to) {
    return replace(from, to, "");
  }

  Splices replace(int from, int to, String replacement) {
    splices.add(new Splice(from, to, replacement));
    return this;
  }

  /** Applies them; those at the same index in the order in which they were added. */
  String apply() {
    StringBuilder edited = new StringBuilder();
    int at = 0;
    splices.sort(Comparator.comparingInt(Splice::from));
    for (Splice splice : splices) {
      edited.append(text, at, splice.from()).append(splice.replacement());
      at = splice.to();
    }
    return edited.append(text, at, text.length()).toString();
  }
}
