package io.jettymcp.workflow;

import io.jettymcp.workflow.StoredValues.Pair;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * Compares what is stored with what a reader is shown of it, so that a tree that was read, changed
 * and sent again loses nothing that was hidden or cleaned.
 *
 * @param stored a workflow, or any other tree
 * @param shown the same tree with the same parts in the same order
 */
public record StoredTree(JsonNode stored, JsonNode shown) {
  /** The state before anything is stored. */
  public static final StoredTree NOTHING = new StoredTree(Pair.NONE.stored(), Pair.NONE.shown());

  /**
   * A tree that is ready to be stored.
   *
   * @param problems the changes that are impossible, each with its path and the reason
   * @param unknownMarks the paths of marks of redaction that replace nothing stored
   * @param cutTexts the paths of texts that end in an ellipsis and were taken as cut
   */
  public record Edited(
      JsonNode tree, List<String> problems, List<String> unknownMarks, List<String> cutTexts) {
    public Edited {
      problems = List.copyOf(problems);
      unknownMarks = List.copyOf(unknownMarks);
      cutTexts = List.copyOf(cutTexts);
    }
  }

  /** The tree under a field that is shown under its own name. */
  public StoredTree field(String name) {
    return new StoredTree(stored.path(name), shown.path(name));
  }

  /** Restores what was hidden in a tree that replaces this one. */
  public Edited replacedBy(JsonNode given) {
    StoredValues values = new StoredValues(pair());
    values.replace(pair(), given);
    JsonNode tree = values.restore(given, pair(), "");
    return new Edited(tree, List.of(), values.unknownMarks(), values.cutTexts());
  }

  /**
   * Applies changes to a copy of this tree.
   *
   * @param changes each {@code {"path": …, "value": …}} or {@code {"path": …, "remove": true}}
   */
  public Edited changedBy(List<? extends JsonNode> changes) {
    StoredValues values = new StoredValues(pair());
    WorkflowChanges workflow = new WorkflowChanges(pair(), values);
    JsonNode tree = workflow.apply(changes);
    return new Edited(tree, workflow.problems(), values.unknownMarks(), values.cutTexts());
  }

  /** Lists the places where another tree differs. */
  public List<Difference> differences(StoredTree after) {
    return Difference.between(pair(), after.pair());
  }

  /**
   * Lists the places where another tree shows a value that this one hides.
   *
   * @param after the tree as it would be shown
   * @param given the values that the caller sent, which are no secrets to it
   */
  public List<String> exposedBy(JsonNode after, JsonNode given) {
    return new HiddenValues(pair(), given).exposedIn(after);
  }

  private Pair pair() {
    return new Pair(stored, shown);
  }
}
