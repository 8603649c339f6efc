package io.jettymcp.redact;

import io.jettymcp.json.CopyOnWrite;
import io.jettymcp.json.Json;
import io.jettymcp.text.Truncate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * Counts the characters that {@link Cleaner} removes from a tree, by path, because they would be
 * lost if the tree were written back. A line break that becomes a line feed is not counted.
 */
public final class CleaningReport {
  private static final int MAX_PLACES = 20;
  private static final int MAX_NAME_LENGTH = 60;

  private final List<Place> places = new ArrayList<>();
  private int others;

  /**
   * A string that lost characters.
   *
   * @param path such as {@code workflow.step_configs.draft.prompt}; {@code …} for all places beyond
   *     the first {@value #MAX_PLACES}
   * @param removed how many characters were removed there
   */
  public record Place(String path, int removed) {}

  /** Adds what cleaning removes from the strings and field names of a tree. */
  @SuppressWarnings("ReferenceEquality") // A clean tree comes back as the same object.
  public void add(String path, JsonNode tree) {
    if (Cleaner.clean(tree) != tree) {
      add(path, tree, 0);
    }
  }

  /** Returns the places in order. */
  public List<Place> places() {
    List<Place> all = new ArrayList<>(places);
    if (others > 0) {
      all.add(new Place("…", others));
    }
    return all;
  }

  private void add(String path, JsonNode node, int depth) {
    if (node.isString()) {
      count(path, node.stringValue());
    } else if (depth < CopyOnWrite.MAX_DEPTH && node.isArray()) {
      for (int i = 0; i < node.size(); i++) {
        add(path + "[" + i + "]", node.get(i), depth + 1);
      }
    } else if (depth < CopyOnWrite.MAX_DEPTH) {
      for (Map.Entry<String, JsonNode> field : node.properties()) {
        String name = Truncate.withEllipsis(Cleaner.clean(field.getKey()), MAX_NAME_LENGTH);
        String inside = inside(path, name);
        count(inside, field.getKey());
        add(inside, field.getValue(), depth + 1);
      }
    }
  }

  /** Writes a name that is not made of letters, digits, _ and - in brackets and quotes. */
  private static String inside(String path, String name) {
    boolean plain =
        !name.isEmpty()
            && name.codePoints()
                .allMatch(c -> Character.isLetterOrDigit(c) || c == '_' || c == '-');
    if (!plain) {
      return path + "[" + Json.node(name) + "]";
    }
    return path.isEmpty() ? name : path + "." + name;
  }

  private void count(String path, String text) {
    String clean = Cleaner.clean(text);
    int removed = clean.equals(text) ? 0 : characters(text) - characters(clean);
    if (removed > 0 && places.size() < MAX_PLACES) {
      places.add(new Place(path, removed));
    } else {
      others += removed;
    }
  }

  /** Counts characters, CR LF as one. */
  private static int characters(String text) {
    int characters = text.codePointCount(0, text.length());
    for (int i = text.indexOf("\r\n"); i >= 0; i = text.indexOf("\r\n", i + 2)) {
      characters--;
    }
    return characters;
  }
}
