package io.jettymcp.mcp.call;

import io.jettymcp.json.Json;
import io.jettymcp.redact.Sanitizer;
import io.jettymcp.redact.SizeLimit;
import io.jettymcp.text.RedactionMark;
import io.jettymcp.tool.Next;
import io.jettymcp.tool.Result;
import io.jettymcp.tool.Tool;
import io.jettymcp.tool.View;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Limits the size of a result: of a list it shows the first items, of a text a piece, of all else
 * what fits, each with the call that shows the rest.
 */
final class ResultLimit {
  /** Bytes reserved for the fields around an excerpt. */
  private static final int AROUND_EXCERPT = 1_200;

  /** In bytes: a smaller piece is not worth a call. */
  private static final int MIN_EXCERPT = 200;

  /** Bytes reserved for {@code cut}. */
  private static final int FOR_CUTS = 1_200;

  /** Fields that are cut last. */
  private static final Set<String> KEPT =
      Set.of(
          "next",
          "cut",
          View.CLEANED,
          "status",
          "finished",
          "trajectory_id",
          "workflow_id",
          "url",
          "note",
          "name",
          "returned",
          "has_more",
          "offset",
          "next_offset",
          "total_characters");

  private final EnabledTools enabledTools;
  private final Sanitizer sanitizer;

  ResultLimit(EnabledTools enabledTools, Sanitizer sanitizer) {
    this.enabledTools = enabledTools;
    this.sanitizer = sanitizer;
  }

  /** Returns the data with the suggested calls, as much of it as fits. */
  ObjectNode applied(ObjectNode data, Tool tool, Result result) {
    List<Next> next = new ArrayList<>(result.next());
    return result.page().isPresent()
        ? paged(data, tool, result, result.page().get(), next)
        : result.excerpt().isPresent()
            ? excerpt(data, tool, result, result.excerpt().get(), next)
            : whole(data, tool, result, next);
  }

  /** Removes items from the end of the list until the rest fits. */
  private ObjectNode paged(
      ObjectNode data, Tool tool, Result result, Result.Page page, List<Next> next) {
    ArrayNode items = (ArrayNode) data.path(page.noun());
    int total = items.size();
    int shown = total;
    while (true) {
      boolean more = page.more() || shown < total;
      ObjectNode candidate = data.deepCopy();
      ArrayNode list = (ArrayNode) candidate.path(page.noun());
      for (int i = total - 1; i >= shown; i--) {
        list.remove(i);
      }
      candidate.put("returned", shown).put("has_more", more);
      List<Next> calls = new ArrayList<>(next);
      if (more) {
        calls.add(page.rest().apply(shown));
      }
      if (shown < total) {
        candidate.set("cut", cuts(List.of(new SizeLimit.Cut(page.noun(), shown, total, "items"))));
      }
      addNext(candidate, calls);
      int size = SizeLimit.bytes(candidate);
      if (size <= result.maxBytes()) {
        return candidate;
      }
      if (shown <= 1) {
        return fitted(candidate, tool, result);
      }
      shown = Math.min(shown - 1, Math.max(1, (int) ((long) shown * result.maxBytes() / size)));
    }
  }

  private ObjectNode whole(ObjectNode data, Tool tool, Result result, List<Next> next) {
    ObjectNode whole = data.deepCopy();
    addNext(whole, next);
    if (SizeLimit.bytes(whole) > result.maxBytes()) {
      List<Next> calls = new ArrayList<>(next);
      calls.addAll(result.ifCut());
      addNext(whole, calls);
    }
    return fitted(whole, tool, result);
  }

  /** Shows data in full if it fits, else a piece of its text. */
  private ObjectNode excerpt(
      ObjectNode data, Tool tool, Result result, Result.Excerpt excerpt, List<Next> next) {
    JsonNode value = sanitizer.json(excerpt.value());
    if (excerpt.offset() == 0) {
      ObjectNode whole = data.deepCopy();
      whole.set(excerpt.field(), value);
      addNext(whole, next);
      if (SizeLimit.bytes(whole) <= result.maxBytes()) {
        return whole;
      }
    }
    String text = value.isString() ? value.stringValue() : value.toString();
    int room = Math.max(MIN_EXCERPT, result.maxBytes() - SizeLimit.bytes(data) - AROUND_EXCERPT);
    ObjectNode shown = piece(data, text, excerpt, room, next);
    while (SizeLimit.bytes(shown) > result.maxBytes() && room > MIN_EXCERPT) {
      room = Math.max(MIN_EXCERPT, room / 2);
      shown = piece(data, text, excerpt, room, next);
    }
    return fitted(shown, tool, result, excerpt.field() + "_text");
  }

  private ObjectNode piece(
      ObjectNode data, String text, Result.Excerpt excerpt, int room, List<Next> next) {
    SizeLimit.Slice slice = SizeLimit.slice(text, excerpt.offset(), room);
    ObjectNode piece = data.deepCopy().put(excerpt.field() + "_text", slice.text());
    piece.put("offset", slice.offset()).put("total_characters", slice.total());
    List<Next> calls = new ArrayList<>(next);
    if (slice.nextOffset() < slice.total()) {
      piece.put("next_offset", slice.nextOffset());
      calls.add(excerpt.rest().apply(slice.nextOffset()));
    }
    addNext(piece, calls);
    return piece;
  }

  /**
   * Limits the size: required fields are kept, and {@code next} is kept in full or left out.
   *
   * @param kept fields that are cut last, besides the usual ones
   */
  private static ObjectNode fitted(ObjectNode data, Tool tool, Result result, String... kept) {
    if (SizeLimit.bytes(data) <= result.maxBytes()) {
      return data;
    }
    ObjectNode ordered = Json.object();
    for (JsonNode required : tool.outputSchema().path("required")) {
      data.optional(required.stringValue())
          .ifPresent(value -> ordered.set(required.stringValue(), value));
    }
    ordered.setAll(data);
    Set<String> last = new HashSet<>(KEPT);
    last.addAll(List.of(kept));
    if (SizeLimit.bytes(data.path("next")) > result.maxBytes() / 2) {
      ordered.remove("next");
    }
    int room = result.maxBytes() - Math.min(FOR_CUTS, result.maxBytes() / 4);
    SizeLimit.Fitted fitted = SizeLimit.fit(ordered, room, last);
    ObjectNode shown = fitted.value().deepCopy();
    ArrayNode cut = data.path("cut") instanceof ArrayNode before ? before.deepCopy() : Json.array();
    cut.addAll(cuts(fitted.cuts()));
    if (!cut.isEmpty()) {
      shown.set("cut", cut);
    }
    // The list of cuts must not displace required fields.
    while (cut.size() > 1 && SizeLimit.bytes(shown) > result.maxBytes()) {
      cut.remove(cut.size() - 1);
    }
    ObjectNode done = SizeLimit.fit(shown, result.maxBytes(), last).value();
    return data.has("next") && lacksRequired(done, data, tool)
        ? fitted(data.without("next"), tool, result, kept)
        : done;
  }

  private static boolean lacksRequired(ObjectNode shown, ObjectNode data, Tool tool) {
    return tool.outputSchema().path("required").values().stream()
        .map(JsonNode::stringValue)
        .anyMatch(field -> data.has(field) && !shown.has(field));
  }

  private static ArrayNode cuts(List<SizeLimit.Cut> cuts) {
    ArrayNode list = Json.array();
    cuts.stream()
        .limit(8)
        .forEach(
            cut ->
                list.add(
                    Json.object()
                        .put("path", cut.path())
                        .put("shown", cut.shown())
                        .put("total", cut.total())
                        .put("unit", cut.unit())));
    return list;
  }

  /**
   * Adds the suggested calls: only of enabled tools, only with arguments that those accept, and
   * without a collection where it is locked. A call whose arguments had to be redacted is left out,
   * because it could not be sent.
   */
  private void addNext(ObjectNode data, List<Next> calls) {
    ArrayNode list = Json.array();
    for (Next call : calls) {
      boolean unchanged =
          sanitizer.json(call.arguments()).equals(call.arguments())
              && !RedactionMark.isIn(call.arguments().toString());
      ObjectNode arguments = call.arguments().deepCopy();
      if (enabledTools.locked()) {
        arguments.remove("collection");
      }
      boolean possible =
          enabledTools
              .find(call.tool())
              .filter(tool -> tool.takes(arguments.propertyNames(), enabledTools.locked()))
              .isPresent();
      if (unchanged && possible) {
        ObjectNode item = Json.object().put("tool", call.tool());
        item.set("arguments", arguments);
        list.add(item.put("why", call.why()));
      }
    }
    if (!list.isEmpty()) {
      data.set("next", sanitizer.json(list));
    }
  }
}
