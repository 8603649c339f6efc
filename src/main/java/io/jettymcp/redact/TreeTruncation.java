package io.jettymcp.redact;

import io.jettymcp.json.JsonSize;
import io.jettymcp.text.Truncate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Truncates a tree that is too large. Each container first decides which of its parts stay (each
 * needs a minimum), then gives each what it needs up to an equal share of the rest; larger parts
 * shrink to the share.
 */
final class TreeTruncation {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final String ELLIPSIS = "…";
  private static final int ELLIPSIS_BYTES = 3;
  private static final int BRACKETS = 2;

  /** The room that a text or container is worth, unless it needs less or there is little room. */
  private static final int WORTH = 64;

  private static final int FIELDS_WORTH_SHOWING = 4;

  /** An item of an array is worth an equal share for so many, even if others go for it. */
  private static final int ITEMS_WORTH_SHOWING = 8;

  /** Objects that can all have this much are all shown, as each may differ. */
  private static final int OBJECT_WORTH = 160;

  /** The least that a field takes: an empty name, a colon, one digit and a comma. */
  private static final int MIN_FIELD = 5;

  /** Below this depth nothing is shown of what does not fit. */
  private static final int MAX_DEPTH = 200;

  private static final int MAX_NAME_LENGTH = 60;

  private final Set<String> protectedFields;
  private final List<SizeLimit.Cut> cuts;

  TreeTruncation(Set<String> protectedFields, List<SizeLimit.Cut> cuts) {
    this.protectedFields = protectedFields;
    this.cuts = cuts;
  }

  /**
   * A part that stays.
   *
   * @param size bytes of the value, or more than there is room for
   * @param cuttable whether the value may get less than its size
   */
  private record Part(JsonNode value, int size, boolean cuttable) {}

  /** The top of the tree, which is known not to fit. */
  ObjectNode object(ObjectNode object, int room) {
    return object(object, room, "", 0);
  }

  private JsonNode shrink(JsonNode value, int room, String path, int depth) {
    if (JsonSize.of(value, room) <= room) {
      return value;
    }
    if (value instanceof ObjectNode object) {
      return object(object, room, path, depth);
    }
    return value instanceof ArrayNode array
        ? array(array, room, path, depth)
        : text(value.stringValue(), room, path);
  }

  private JsonNode text(String text, int room, String path) {
    int bytes = room - BRACKETS - ELLIPSIS_BYTES;
    int end = JsonSize.fitting(text, 0, Math.max(0, bytes));
    cuts.add(new SizeLimit.Cut(path, end, text.length(), "characters"));
    return NODES.stringNode(bytes < 0 ? "" : text.substring(0, end) + ELLIPSIS);
  }

  private ObjectNode object(ObjectNode object, int room, String path, int depth) {
    Map<String, Part> kept = Map.of();
    if (depth < MAX_DEPTH) {
      kept = keepFields(object, room, depth == 0, worth(room));
      if (kept.isEmpty()) {
        kept = keepFields(object, room, depth == 0, BRACKETS);
      }
    }
    if (kept.size() < object.size()) {
      cuts.add(new SizeLimit.Cut(path, kept.size(), object.size(), "fields"));
    }
    int forValues = room - BRACKETS - Math.max(0, kept.size() - 1);
    for (String name : kept.keySet()) {
      forValues -= JsonSize.ofName(name, room);
    }
    Shares shares = new Shares(kept.values(), forValues);
    ObjectNode result = NODES.objectNode();
    for (String name : object.propertyNames()) {
      Part part = kept.get(name);
      if (part != null) {
        String at = path.isEmpty() ? shortened(name) : path + "." + shortened(name);
        result.set(name, shared(part, shares, at, depth));
      }
    }
    return result;
  }

  private ArrayNode array(ArrayNode array, int room, String path, int depth) {
    List<Part> kept = List.of();
    if (depth < MAX_DEPTH) {
      kept = keepItems(array, room, itemWorth(array, room));
      if (kept.isEmpty()) {
        kept = keepItems(array, room, BRACKETS);
      }
    }
    if (kept.size() < array.size()) {
      cuts.add(new SizeLimit.Cut(path, kept.size(), array.size(), "items"));
    }
    Shares shares = new Shares(kept, room - BRACKETS - Math.max(0, kept.size() - 1));
    ArrayNode result = NODES.arrayNode();
    for (int i = 0; i < kept.size(); i++) {
      result.add(shared(kept.get(i), shares, path + "[" + i + "]", depth));
    }
    return result;
  }

  private JsonNode shared(Part part, Shares shares, String path, int depth) {
    if (!shares.isShort(part)) {
      return part.value;
    }
    int share = shares.next();
    JsonNode shrunk = shrink(part.value, share, path, depth + 1);
    shares.took(JsonSize.of(shrunk, share));
    return shrunk;
  }

  /** Selects the fields that stay: protected ones uncut if possible, then the others in order. */
  private Map<String, Part> keepFields(ObjectNode object, int room, boolean top, int worth) {
    Map<String, Part> kept = new LinkedHashMap<>();
    int left = room - BRACKETS;
    if (top) {
      for (String name : object.propertyNames()) {
        if (protectedFields.contains(name)) {
          JsonNode value = object.path(name);
          Part part = new Part(value, JsonSize.of(value, room), false);
          long needed = (long) JsonSize.ofName(name, room) + part.size + (kept.isEmpty() ? 0 : 1);
          if (needed <= left) {
            kept.put(name, part);
            left -= (int) needed;
          }
        }
      }
    }
    for (Map.Entry<String, JsonNode> field : object.properties()) {
      if (left < MIN_FIELD) {
        break;
      }
      if (!kept.containsKey(field.getKey())) {
        Part part = part(field.getValue(), room);
        int name = JsonSize.ofName(field.getKey(), room);
        long needed = (long) name + needed(part, worth) + (kept.isEmpty() ? 0 : 1);
        if (needed <= left) {
          kept.put(field.getKey(), part);
          left -= (int) needed;
        }
      }
    }
    return kept;
  }

  /** Selects the items that stay: those at the head. */
  private static List<Part> keepItems(ArrayNode array, int room, int worth) {
    List<Part> kept = new ArrayList<>();
    int left = room - BRACKETS;
    for (JsonNode item : array) {
      Part part = part(item, room);
      int needed = needed(part, worth) + (kept.isEmpty() ? 0 : 1);
      if (needed > left) {
        break;
      }
      kept.add(part);
      left -= needed;
    }
    return kept;
  }

  private static Part part(JsonNode value, int room) {
    return new Part(value, JsonSize.of(value, room), value.isContainer() || value.isString());
  }

  private static int itemWorth(ArrayNode array, int room) {
    int forFew = Math.max(worth(room), room / ITEMS_WORTH_SHOWING);
    int share = (room - BRACKETS) / Math.max(1, array.size()) - 1;
    return share >= OBJECT_WORTH && array.values().stream().allMatch(JsonNode::isObject)
        ? Math.min(share, forFew)
        : forFew;
  }

  private static int worth(int room) {
    return Math.max(BRACKETS, Math.min(WORTH, room / FIELDS_WORTH_SHOWING));
  }

  private static int needed(Part part, int worth) {
    return part.cuttable ? Math.min(part.size, worth) : part.size;
  }

  private static String shortened(String name) {
    return Truncate.withEllipsis(name, MAX_NAME_LENGTH);
  }

  /** Divides the rest equally among the parts that need more than their share. */
  private static final class Shares {
    /** Parts up to this size have what they need. */
    private final int enough;

    private int room;
    private int parts;

    Shares(Iterable<Part> kept, int room) {
      this.room = room;
      List<Part> smallestFirst = new ArrayList<>();
      for (Part part : kept) {
        if (part.cuttable) {
          smallestFirst.add(part);
        } else {
          this.room -= part.size;
        }
      }
      smallestFirst.sort((a, b) -> Integer.compare(a.size, b.size));
      parts = smallestFirst.size();
      int largest = 0;
      for (Part part : smallestFirst) {
        if (part.size > this.room / parts) {
          break;
        }
        this.room -= part.size;
        parts--;
        largest = part.size;
      }
      enough = largest;
    }

    boolean isShort(Part part) {
      return part.cuttable && part.size > enough;
    }

    int next() {
      return room / parts;
    }

    void took(int bytes) {
      room -= bytes;
      parts--;
    }
  }
}
