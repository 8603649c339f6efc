package io.jettymcp.workflow;

import io.jettymcp.text.Truncate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * One place of a tree whose name or value contains a text, in any case.
 *
 * @param value the value, or the surroundings of the text in a long one
 */
public record Occurrence(String path, JsonNode value) {
  private static final int BEFORE = 40;
  private static final int LENGTH = 120;

  /**
   * Finds a text in a tree as a reader is shown it.
   *
   * @param path of the tree; empty for a complete workflow
   */
  public static List<Occurrence> of(String text, JsonNode tree, String path) {
    List<Occurrence> found = new ArrayList<>();
    search(text.toLowerCase(Locale.ROOT), tree, path, "", found);
    return found;
  }

  private static void search(
      String wanted, JsonNode node, String path, String name, List<Occurrence> found) {
    int at = node.isContainer() ? -1 : lower(node.asString("")).indexOf(wanted);
    if (at >= 0) {
      found.add(new Occurrence(path, excerpt(node, at)));
    } else if (lower(name).contains(wanted)) {
      found.add(new Occurrence(path, node));
    }
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      String place = PathExpression.field(path, field.getKey());
      search(wanted, field.getValue(), place, field.getKey(), found);
    }
    for (int i = 0; node.isArray() && i < node.size(); i++) {
      search(wanted, node.get(i), PathExpression.item(path, i), "", found);
    }
  }

  private static JsonNode excerpt(JsonNode node, int at) {
    if (!node.isString() || node.stringValue().length() <= LENGTH) {
      return node;
    }
    String text = node.stringValue();
    int start = Truncate.boundary(text, Math.max(0, Math.min(at - BEFORE, text.length() - LENGTH)));
    int end = Truncate.boundary(text, start + LENGTH);
    return JsonNodeFactory.instance.stringNode(
        (start > 0 ? "…" : "") + text.substring(start, end) + (end < text.length() ? "…" : ""));
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }
}
