package io.jettymcp.json;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Rebuilds objects and arrays, copying only from the first change on. */
public final class CopyOnWrite {
  /**
   * The deepest tree, well under the depth at which Jackson refuses to write one (500), as more is
   * put around it.
   */
  public static final int MAX_DEPTH = 400;

  private CopyOnWrite() {}

  /** Compares identity, not content. */
  @SuppressWarnings("ReferenceEquality") // Equal trees would be compared to the last leaf.
  static boolean differs(JsonNode before, JsonNode after) {
    return before != after;
  }

  /** The fields of an object on their way to another object, in order. */
  public static final class Fields {
    private final ObjectNode original;
    private int unchanged;
    private @Nullable ObjectNode copy;
    private @Nullable Map<String, Integer> numbers;

    public Fields(ObjectNode original) {
      this.original = original;
    }

    public void add(String name, JsonNode value, String newName, JsonNode newValue) {
      boolean renamed = !name.equals(newName);
      if (copy == null && !renamed && !differs(value, newValue)) {
        unchanged++;
        return;
      }
      ObjectNode target = copy();
      target.set(renamed ? free(newName, target) : name, newValue);
    }

    public ObjectNode result() {
      return copy == null ? original : copy;
    }

    private ObjectNode copy() {
      ObjectNode present = copy;
      if (present == null) {
        present = JsonNodeFactory.instance.objectNode();
        int left = unchanged;
        for (Map.Entry<String, JsonNode> field : original.properties()) {
          if (left-- == 0) {
            break;
          }
          present.set(field.getKey(), field.getValue());
        }
        copy = present;
      }
      return present;
    }

    /** A name that neither a field so far nor a field of the original has. */
    private String free(String name, ObjectNode target) {
      if (!target.has(name) && !original.has(name)) {
        return name;
      }
      if (numbers == null) {
        numbers = new HashMap<>();
      }
      String candidate;
      do {
        candidate = name + "_" + numbers.merge(name, 1, (number, one) -> number + one);
      } while (target.has(candidate) || original.has(candidate));
      return candidate;
    }
  }

  /** The items of an array on their way to another array, in order. */
  public static final class Items {
    private final ArrayNode original;
    private int unchanged;
    private @Nullable ArrayNode copy;

    public Items(ArrayNode original) {
      this.original = original;
    }

    public void add(JsonNode item, JsonNode newItem) {
      if (copy == null) {
        if (!differs(item, newItem)) {
          unchanged++;
          return;
        }
        ArrayNode started = JsonNodeFactory.instance.arrayNode();
        for (int i = 0; i < unchanged; i++) {
          started.add(original.get(i));
        }
        copy = started;
      }
      copy.add(newItem);
    }

    public ArrayNode result() {
      return copy == null ? original : copy;
    }
  }
}
