package io.jettymcp.workflow;

import io.jettymcp.text.NearestName;
import io.jettymcp.workflow.StoredValues.Field;
import io.jettymcp.workflow.StoredValues.Pair;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Changes single values of a stored workflow. Paths have the names that a reader is shown. Indices
 * count the items before the changes, and the index after the last appends; other changes apply in
 * order, so that one can fill an object that another added.
 */
final class WorkflowChanges {
  private static final String PREFIX = "workflow.";
  private static final String INSIDE_ANOTHER = "lies inside a place that another change replaces";
  private static final int MAX_NAMES = 20;

  private final StoredValues storedValues;
  private final Pair root;
  private final List<String> problems = new ArrayList<>();
  private final List<Removal> removals = new ArrayList<>();
  private final Set<String> seen = new HashSet<>();
  private final List<PathExpression> earlier = new ArrayList<>();

  /** The paths of items that are still there while the other changes apply. */
  private final List<List<PathPart>> removedItems = new ArrayList<>();

  /**
   * @param workflow is not changed
   */
  WorkflowChanges(Pair workflow, StoredValues storedValues) {
    this.storedValues = storedValues;
    this.root = new Pair(workflow.stored().deepCopy(), workflow.shown().deepCopy());
  }

  private record Removal(ArrayNode stored, ArrayNode shown, int index) {}

  /** The changed workflow. */
  JsonNode apply(List<? extends JsonNode> changes) {
    changes.forEach(this::recordReplaced);
    for (int i = 0; i < changes.size(); i++) {
      String path = changes.get(i).path("path").asString("");
      String where = path.isEmpty() ? "changes[" + i + "]" : Quoted.shortened(path);
      try {
        apply(Change.read(changes.get(i)));
      } catch (PathExpression.Malformed e) {
        problems.add(where + ": " + e.getMessage());
      }
    }
    removals.sort(Comparator.comparingInt(Removal::index).reversed());
    for (Removal removal : removals) {
      removal.stored().remove(removal.index());
      removal.shown().remove(removal.index());
    }
    return root.stored();
  }

  /** The changes that are impossible, each with its path and the reason. */
  List<String> problems() {
    return List.copyOf(problems);
  }

  private void apply(Change change) {
    PathExpression path = PathExpression.parsePlace(withoutPrefix(change.path()));
    if (!seen.add(path.toString())) {
      throw new PathExpression.Malformed("is given twice");
    }
    List<PathPart> parts = path.parts();
    checkEarlier(path);
    Pair parent = root;
    String reached = "";
    for (PathPart part : parts.subList(0, parts.size() - 1)) {
      parent = child(parent, part, reached);
      reached = appended(reached, part);
    }
    PathPart last = parts.get(parts.size() - 1);
    if (change.value().isEmpty()) {
      remove(parent, last, reached);
      if (last instanceof PathPart.Index) {
        removedItems.add(parts);
      }
    } else {
      set(parent, last, change.value().get(), reached);
    }
  }

  /** Refuses earlier changes that this one would undo. */
  private void checkEarlier(PathExpression path) {
    List<PathPart> parts = path.parts();
    for (PathExpression other : earlier) {
      if (liesInside(parts, other.parts())) {
        problems.add(Quoted.shortened(other.toString()) + ": " + INSIDE_ANOTHER);
      }
    }
    earlier.add(path);
    if (removedItems.stream().anyMatch(item -> liesInside(item, parts))) {
      throw new PathExpression.Malformed(INSIDE_ANOTHER);
    }
  }

  private static boolean liesInside(List<PathPart> outer, List<PathPart> inner) {
    return inner.size() > outer.size() && inner.subList(0, outer.size()).equals(outer);
  }

  /** Records what a change replaces; a change that is impossible is reported later. */
  private void recordReplaced(JsonNode json) {
    try {
      Change change = Change.read(json);
      Pair at = root;
      String reached = "";
      for (PathPart part : PathExpression.parsePlace(withoutPrefix(change.path())).parts()) {
        at = child(at, part, reached);
        reached = appended(reached, part);
      }
      storedValues.replace(at, change.value().orElse(Pair.NONE.shown()));
    } catch (PathExpression.Malformed ignored) {
      // Also a place that the changes add.
    }
  }

  private String withoutPrefix(String path) {
    return path.startsWith(PREFIX) && !root.shown().has("workflow")
        ? path.substring(PREFIX.length())
        : path;
  }

  private static String appended(String path, PathPart part) {
    return part instanceof PathPart.Name name
        ? PathExpression.field(path, name.name())
        : path + part;
  }

  private static Pair child(Pair parent, PathPart part, String reached) {
    return part instanceof PathPart.Name name
        ? field(parent, name, reached).value()
        : parent.item(index(parent, part, reached, parent.shown().size() - 1));
  }

  private static Field field(Pair parent, PathPart.Name name, String reached) {
    Field field = parent.fields().get(name.name());
    if (field == null) {
      throw new PathExpression.Malformed(noField(parent, name.name(), reached));
    }
    return field;
  }

  private void set(Pair parent, PathPart part, JsonNode given, String reached) {
    String path = appended(reached, part);
    if (part instanceof PathPart.Name name) {
      if (!(parent.stored() instanceof ObjectNode stored && parent.isContainer())) {
        throw new PathExpression.Malformed(noField(parent, name.name(), reached));
      }
      Optional<Field> field = Optional.ofNullable(parent.fields().get(name.name()));
      // Copies, so that later changes reach neither an argument nor the stored workflow.
      JsonNode value =
          field
              .map(known -> storedValues.restore(given, known.value(), path))
              .orElseGet(() -> storedValues.elsewhere(given, path))
              .deepCopy();
      stored.set(field.map(Field::name).orElse(name.name()), value);
      ((ObjectNode) parent.shown()).set(name.name(), value.deepCopy());
      return;
    }
    int size = parent.shown().size();
    int index = index(parent, part, reached, size);
    ArrayNode stored = (ArrayNode) parent.stored();
    ArrayNode shown = (ArrayNode) parent.shown();
    if (index == size) {
      JsonNode value = storedValues.elsewhere(given, path).deepCopy();
      stored.add(value);
      shown.add(value.deepCopy());
    } else {
      JsonNode value = storedValues.restore(given, parent.item(index), path).deepCopy();
      stored.set(index, value);
      shown.set(index, value.deepCopy());
    }
  }

  private void remove(Pair parent, PathPart part, String reached) {
    if (part instanceof PathPart.Name name) {
      ((ObjectNode) parent.stored()).remove(field(parent, name, reached).name());
      ((ObjectNode) parent.shown()).remove(name.name());
    } else {
      int index = index(parent, part, reached, parent.shown().size() - 1);
      removals.add(new Removal((ArrayNode) parent.stored(), (ArrayNode) parent.shown(), index));
    }
  }

  private static int index(Pair parent, PathPart part, String reached, int max) {
    if (!(part instanceof PathPart.Index index)) {
      throw new PathExpression.Malformed("[*] is not one place");
    }
    if (!(parent.stored().isArray() && parent.isContainer())) {
      throw new PathExpression.Malformed(place(reached) + " is not a list");
    }
    if (index.index() < 0 || index.index() > max) {
      int size = parent.shown().size();
      throw new PathExpression.Malformed(
          place(reached) + " has " + size + " items; [" + size + "] appends one");
    }
    return index.index();
  }

  private static String noField(Pair parent, String name, String reached) {
    if (!parent.shown().isObject()) {
      return place(reached) + " is not an object";
    }
    List<String> names = List.copyOf(parent.fields().keySet());
    String known =
        names.isEmpty()
            ? "is empty"
            : "has "
                + String.join(", ", names.stream().limit(MAX_NAMES).map(Quoted::shortened).toList())
                + (names.size() > MAX_NAMES ? ", …" : "");
    return place(reached)
        + " has no \""
        + Quoted.shortened(name)
        + "\"."
        + NearestName.hint(name, names)
        + " It "
        + known;
  }

  private static String place(String path) {
    return path.isEmpty() ? "the workflow" : Quoted.shortened(path);
  }
}
