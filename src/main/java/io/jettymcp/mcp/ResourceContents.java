package io.jettymcp.mcp;

import io.jettymcp.guide.Skill;
import io.jettymcp.json.Json;
import io.jettymcp.mcp.call.McpClient;
import io.jettymcp.mcp.call.ResourceAddress;
import io.jettymcp.mcp.call.ResourceKind;
import io.jettymcp.mcp.call.ToolCalls;
import io.jettymcp.mcp.call.ToolResponse;
import io.jettymcp.text.MediaType;
import io.jettymcp.tool.Tool;
import io.jettymcp.ui.UiView;
import java.util.Optional;
import java.util.stream.Stream;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads skills and views, and other resources by calling the tools that they represent. A view is
 * served byte for byte: it is part of this program.
 */
final class ResourceContents {
  private static final String JSON = "application/json";
  private static final String MERMAID = "text/vnd.mermaid";
  private static final String ANY = "application/octet-stream";

  private final ToolCalls calls;
  private final Skills skills;

  ResourceContents(ToolCalls calls, Skills skills) {
    this.calls = calls;
    this.skills = skills;
  }

  /** Returns the result of {@code resources/read}. */
  Mono<ObjectNode> read(JsonNode params, McpClient client) {
    JsonNode uri = params.path("uri");
    if (!uri.isString()) {
      throw RpcErrors.invalid("\"uri\" must be the URI of a resource.");
    }
    return skills
        .contents(uri.stringValue())
        .or(() -> UiView.at(uri.stringValue()).map(view -> contents(view, uri.stringValue())))
        .map(Mono::just)
        .orElseGet(() -> call(uri.stringValue(), client));
  }

  private Mono<ObjectNode> call(String uri, McpClient client) {
    if (uri.startsWith(UiView.SCHEME)) {
      throw RpcErrors.notFound(
          "Unknown view. The views of this server are " + String.join(", ", UiView.uris()) + ".");
    }
    if (uri.startsWith(Skill.SCHEME)) {
      throw skills.unknownFile(uri);
    }
    ResourceAddress address =
        ResourceAddress.parse(uri)
            .map(this::inLockedCollection)
            .orElseThrow(ResourceContents::unknown);
    Tool tool =
        calls.enabledTools().find(address.kind().tool()).orElseThrow(ResourceContents::unknown);
    if (isOutsideLock(address)) {
      throw RpcErrors.notFound("This server is locked to another collection.");
    }
    return calls
        .call(tool, address.arguments(), client)
        .flatMap(
            answer ->
                answer.isNotFound() ? respelled(tool, address, answer, client) : Mono.just(answer))
        .map(answer -> contents(address.kind(), uri, answer, tool));
  }

  /** Returns the page under the address that was asked for, by which the host finds it. */
  private static ObjectNode contents(UiView view, String uri) {
    ObjectNode result = Json.object();
    result
        .putArray("contents")
        .addObject()
        .put("uri", uri)
        .put("mimeType", UiView.MEDIA_TYPE)
        .put("text", view.html())
        .putObject("_meta")
        .putObject("ui")
        .put("prefersBorder", true);
    return result;
  }

  private static RuntimeException unknown() {
    return RpcErrors.notFound(
        "Unknown resource. resources/templates/list shows the form of the URIs.");
  }

  /** Names the locked collection as it is spelled: some hosts write authorities in lower case. */
  private ResourceAddress inLockedCollection(ResourceAddress address) {
    return calls
        .enabledTools()
        .collection()
        .filter(name -> calls.enabledTools().locked() && address.kind().isInCollection())
        .filter(address.authority()::equalsIgnoreCase)
        .map(address::withAuthority)
        .orElse(address);
  }

  /**
   * Reads from the collection whose name has other cases, if there is one, else keeps an answer.
   */
  private Mono<ToolResponse> respelled(
      Tool tool, ResourceAddress address, ToolResponse answer, McpClient client) {
    return Mono.just(address)
        .filter(asked -> asked.kind().isInCollection() && !calls.enabledTools().locked())
        .flatMap(asked -> calls.respelledCollection(asked.authority()))
        .flatMap(name -> calls.call(tool, address.withAuthority(name).arguments(), client))
        .defaultIfEmpty(answer);
  }

  /** Returns whether it names a collection other than the locked one. */
  private boolean isOutsideLock(ResourceAddress address) {
    return calls.enabledTools().locked()
        && address.kind().parts().contains(Tool.COLLECTION.name())
        && !calls.enabledTools().collection().equals(Json.text(address.arguments(), "collection"));
  }

  private ObjectNode contents(ResourceKind kind, String uri, ToolResponse answer, Tool tool) {
    ObjectNode data =
        answer.structured().orElseThrow(() -> RpcErrors.of(answer, kind.tool())).deepCopy();
    addAddresses(data);
    ObjectNode result = Json.object();
    ArrayNode contents = result.putArray("contents");
    for (ObjectNode image : answer.attached()) {
      if (image.path("type").asString("").equals("image")) {
        contents
            .addObject()
            .put("uri", uri)
            .put("mimeType", image.path("mimeType").asString(""))
            .put("blob", image.path("data").asString(""));
      }
    }
    if (!contents.isEmpty()) {
      return result;
    }
    Optional<String> text = kind == ResourceKind.FILE ? text(data) : Optional.empty();
    contents
        .addObject()
        .put("uri", uri)
        .put("mimeType", text.map(whole -> type(data)).orElse(JSON))
        .put("text", text.orElseGet(data::toString));
    text.flatMap(piece -> rest(data)).ifPresent(contents::add);
    tool.diagram()
        .flatMap(drawing -> drawing.apply(data))
        .ifPresent(
            chart ->
                contents.addObject().put("uri", uri).put("mimeType", MERMAID).put("text", chart));
    return result;
  }

  /** Returns a file's text or a piece of it; empty for a binary file. */
  private static Optional<String> text(ObjectNode file) {
    return Stream.of("text", "text_text")
        .map(file::path)
        .filter(JsonNode::isString)
        .map(JsonNode::stringValue)
        .findFirst();
  }

  /** Returns the media type; text/plain where Jetty knows none. */
  private static String type(ObjectNode file) {
    return Json.text(file, "content_type")
        .flatMap(MediaType::of)
        .filter(type -> !type.equals(ANY))
        .orElse(MediaType.PLAIN);
  }

  /** Adds the URI to each suggested call that a host can read as a resource. */
  private void addAddresses(ObjectNode data) {
    for (JsonNode next : data.path("next")) {
      ObjectNode arguments = (ObjectNode) next.path("arguments").deepCopy();
      if (calls.enabledTools().locked()) {
        calls.enabledTools().collection().ifPresent(c -> arguments.put(Tool.COLLECTION.name(), c));
      }
      ResourceAddress.of(next.path("tool").asString(""), arguments)
          .ifPresent(uri -> ((ObjectNode) next).put("uri", uri));
    }
  }

  /**
   * Points to the rest of a text in a content of its own, so that it is not taken for file text.
   */
  private static Optional<ObjectNode> rest(ObjectNode file) {
    for (JsonNode next : file.path("next")) {
      if (file.has("next_offset") && next.has("uri")) {
        return Optional.of(
            Json.object()
                .put("uri", next.path("uri").stringValue())
                .put("mimeType", MediaType.PLAIN)
                .put(
                    "text",
                    "The text continues at character "
                        + file.path("next_offset")
                        + " of "
                        + file.path("total_characters")
                        + ". Read this URI for the rest."));
      }
    }
    return Optional.empty();
  }
}
