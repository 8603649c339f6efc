package io.jettymcp.mcp;

import io.jettymcp.json.Json;
import io.jettymcp.redact.CleaningReport;
import io.jettymcp.redact.Sanitizer;
import io.jettymcp.redact.SizeLimit;
import io.jettymcp.text.MediaType;
import io.jettymcp.text.RedactionMark;
import io.jettymcp.tool.Args;
import io.jettymcp.tool.Attachment;
import io.jettymcp.tool.Next;
import io.jettymcp.tool.Ongoing;
import io.jettymcp.tool.Param;
import io.jettymcp.tool.Result;
import io.jettymcp.tool.Tool;
import io.jettymcp.tool.View;
import io.jettymcp.tool.Warnings;
import io.jettymcp.tool.WithheldResult;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Renders a result: sanitizes it as a whole first, so that no cut can split a secret, then projects
 * it through the tool's view, then limits its size.
 */
final class Rendering {
  /** Bytes reserved for the fields around an excerpt. */
  private static final int AROUND_EXCERPT = 1_200;

  /** In bytes: a smaller piece is not worth a call. */
  private static final int MIN_EXCERPT = 200;

  /** Bounds the warnings about ignored arguments, which come first. */
  private static final int MAX_IGNORED = 5;

  /** Bytes reserved for {@code cut}. */
  private static final int FOR_CUTS = 1_200;

  /** In characters; how far something is, with warnings about its start. */
  private static final int MAX_MESSAGE = 500;

  /** Says how far something is where the secrets of its collection are unknown. */
  private static final String GENERIC_MESSAGE = "working";

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

  Rendering(EnabledTools enabledTools, Sanitizer sanitizer) {
    this.enabledTools = enabledTools;
    this.sanitizer = sanitizer;
  }

  /**
   * Renders a result.
   *
   * @param ignored the names of arguments that were ignored, which the result reports
   */
  ToolResponse of(Tool tool, Result result, List<String> ignored) {
    ObjectNode data = (ObjectNode) tool.view().project(sanitizer.json(result.data()));
    if (!ignored.isEmpty()) {
      data =
          Warnings.before(
              data,
              tool,
              ignored.stream().limit(MAX_IGNORED).map(name -> ignored(tool, name)).toList());
    }
    if (tool.view().fieldNames().contains(View.CLEANED)) {
      addCleaned(data, result);
    }
    ObjectNode shown = limited(data, tool, result);
    List<String> suspicious = UntrustedText.suspicious(tool, shown);
    if (!suspicious.isEmpty()) {
      shown = limited(UntrustedText.warned(data, tool, suspicious), tool, result);
    }
    List<ObjectNode> attached = new ArrayList<>(attached(result));
    UntrustedText.mark(tool, shown).ifPresent(attached::add);
    return ToolResponse.result(shown, attached)
        .ongoing(
            result
                .ongoing()
                .map(
                    how ->
                        new Ongoing(how.arguments(), sanitizer.line(how.message(), MAX_MESSAGE))));
  }

  /** Renders what cannot hold a secret, for a collection whose environment could not be read. */
  ToolResponse withheld(Tool tool, Args in, Result result) {
    Result kept = WithheldResult.of(tool, in, result);
    return ToolResponse.result(limited(kept.data(), tool, kept), List.of())
        .ongoing(result.ongoing().map(how -> new Ongoing(how.arguments(), GENERIC_MESSAGE)));
  }

  private Warnings.Warning ignored(Tool tool, String name) {
    List<String> known =
        tool.params(enabledTools.locked()).stream().map(Param::name).sorted().toList();
    return new Warnings.Warning(
        sanitizer.line(name, 60),
        " was ignored: "
            + tool.name()
            + (known.isEmpty()
                ? " takes no arguments."
                : " has no such argument. Known: " + String.join(", ", known) + "."));
  }

  private ObjectNode limited(ObjectNode data, Tool tool, Result result) {
    List<Next> next = new ArrayList<>(result.next());
    return result.page().isPresent()
        ? paged(data, tool, result, result.page().get(), next)
        : result.excerpt().isPresent()
            ? excerpt(data, tool, result, result.excerpt().get(), next)
            : whole(data, tool, result, next);
  }

  private void addCleaned(ObjectNode data, Result result) {
    CleaningReport report = new CleaningReport();
    report.add("", result.data());
    result.excerpt().ifPresent(excerpt -> report.add(excerpt.field(), excerpt.value()));
    ArrayNode list = Json.array();
    for (CleaningReport.Place place : report.places()) {
      list.add(Json.object().put("path", place.path()).put("removed", place.removed()));
    }
    if (!list.isEmpty()) {
      data.set(View.CLEANED, sanitizer.json(list));
    }
  }

  private List<ObjectNode> attached(Result result) {
    if (result.attached().isEmpty()) {
      return List.of();
    }
    return result.attached().stream().map(this::content).flatMap(Optional::stream).toList();
  }

  /**
   * Renders an attachment as content of the protocol; none for a link that no enabled tool can
   * open. A URI or an image that contains a secret is left out, because it cannot be redacted.
   */
  private Optional<ObjectNode> content(Attachment attachment) {
    if (attachment instanceof Attachment.Image image) {
      if (!sanitizer.text(image.base64()).equals(image.base64())) {
        return Optional.of(
            Json.object()
                .put("type", "text")
                .put("text", "The image is not shown because its bytes contain a secret."));
      }
      return Optional.of(
          Json.object()
              .put("type", "image")
              .put("data", image.base64())
              .put("mimeType", image.type()));
    }
    Attachment.Link link = (Attachment.Link) attachment;
    boolean opens =
        ResourceAddress.parse(link.uri())
            .flatMap(address -> enabledTools.find(address.kind().tool()))
            .isPresent();
    boolean redacted =
        RedactionMark.isIn(link.name()) || !sanitizer.text(link.uri()).equals(link.uri());
    if (!opens || redacted) {
      return Optional.empty();
    }
    ObjectNode shown =
        Json.object()
            .put("type", "resource_link")
            .put("uri", link.uri())
            .put("name", sanitizer.line(link.name(), 200));
    MediaType.of(sanitizer.text(link.type())).ifPresent(type -> shown.put("mimeType", type));
    link.size().ifPresent(size -> shown.put("size", size));
    return Optional.of(shown);
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
