package io.jettymcp.workflow;

import io.jettymcp.text.RedactionMark;
import io.jettymcp.workflow.StoredValues.Pair;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * Finds hidden values that an update would make visible: the name of a parent can be all that hides
 * a value, and an object is restored under other names too.
 */
final class HiddenValues {
  /** A shorter value can be a part of any text. */
  private static final int MIN_PART = 4;

  private final Set<String> hidden = new HashSet<>();
  private final Set<String> known = new HashSet<>();
  private final List<String> exposed = new ArrayList<>();

  /**
   * @param given the values that the caller sent, and so knows
   */
  HiddenValues(Pair before, JsonNode given) {
    collect(before);
    addKnown(given);
  }

  /** The paths where a tree shows a hidden value that the caller does not know. */
  List<String> exposedIn(JsonNode shown) {
    exposed.clear();
    find(shown, "");
    return List.copyOf(exposed);
  }

  private void collect(Pair pair) {
    if (pair.stored().isObject() && pair.isContainer()) {
      pair.fields().values().forEach(field -> collect(field.value()));
    } else if (pair.isContainer()) {
      for (int i = 0; i < pair.stored().size(); i++) {
        collect(pair.item(i));
      }
    } else {
      addHidden(pair);
    }
  }

  private void addHidden(Pair pair) {
    addKnown(pair.shown());
    if (!pair.stored().equals(pair.shown()) && isMarked(pair.shown())) {
      addHidden(pair.stored());
      hidden.addAll(HiddenParts.of(pair.stored().asString(""), pair.shown().asString("")));
    }
  }

  private void addHidden(JsonNode value) {
    if (value.isContainer()) {
      value.forEach(this::addHidden);
    } else {
      hidden.add(value.asString(""));
    }
  }

  private void addKnown(JsonNode value) {
    if (value.isContainer()) {
      value.forEach(this::addKnown);
    } else {
      known.add(value.asString(""));
    }
  }

  private static boolean isMarked(JsonNode shown) {
    return shown.isString() && RedactionMark.isIn(shown.stringValue());
  }

  private void find(JsonNode shown, String path) {
    if (shown.isObject()) {
      shown.properties().forEach(e -> find(e.getValue(), PathExpression.field(path, e.getKey())));
    } else if (shown.isArray()) {
      for (int i = 0; i < shown.size(); i++) {
        find(shown.get(i), PathExpression.item(path, i));
      }
    } else if (isExposed(shown.asString(""))) {
      exposed.add(path);
    }
  }

  private boolean isExposed(String text) {
    return !text.isEmpty()
        && !known.contains(text)
        && (hidden.contains(text) || hidden.stream().anyMatch(value -> isPart(value, text)));
  }

  private boolean isPart(String value, String text) {
    return value.length() >= MIN_PART
        && text.contains(value)
        && known.stream().noneMatch(other -> other.contains(value));
  }
}
