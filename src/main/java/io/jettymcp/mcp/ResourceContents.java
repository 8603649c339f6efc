package io.jettymcp.mcp;

import io.jettymcp.json.Json;
import io.jettymcp.tool.Tool;
import java.util.Optional;
import java.util.stream.Stream;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads resources, which is to carry out the tools behind them. */
final class ResourceContents {
  private static final String PLAIN = "text/plain";
  private static final String JSON = "application/json";
  private static final String ANY = "application/octet-stream";

  private final ToolCalls calls;

  ResourceContents(ToolCalls calls) {
    this.calls = calls;
  }

  /** The result of {@code resources/read}. */
  Mono<ObjectNode> read(JsonNode params, McpClient peer) {
    JsonNode uri = params.path("uri");
    if (!uri.isString()) {
      throw RpcErrors.invalid("\"uri\" must be the address of a resource.");
    }
    ResourceAddress address =
        ResourceAddress.parse(uri.stringValue()).orElseThrow(ResourceContents::unknown);
    Tool tool = calls.offer().find(address.kind().tool()).orElseThrow(ResourceContents::unknown);
    if (isElsewhere(address)) {
      throw RpcErrors.notFound("This server is locked to one collection, and not to that one.");
    }
    return calls
        .call(tool, address.arguments(), peer)
        .map(answer -> contents(address.kind(), uri.stringValue(), answer));
  }

  private static RuntimeException unknown() {
    return RpcErrors.notFound(
        "There is no such resource. resources/templates/list shows what addresses look like.");
  }

  /** Whether it names another collection than the one that this server is locked to. */
  private boolean isElsewhere(ResourceAddress address) {
    return calls.offer().locked()
        && address.kind().parts().contains(Tool.COLLECTION.name())
        && !calls.offer().collection().equals(Json.text(address.arguments(), "collection"));
  }

  private ObjectNode contents(ResourceKind kind, String uri, ToolResponse answer) {
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
    return result;
  }

  /** A file's text, whole or a piece of it; empty if the file is no text. */
  private static Optional<String> text(ObjectNode file) {
    return Stream.of("text", "text_text")
        .map(file::path)
        .filter(JsonNode::isString)
        .map(JsonNode::stringValue)
        .findFirst();
  }

  /** What is shown as text is one, also where Jetty only says that it is a file. */
  private static String type(ObjectNode file) {
    return Json.text(file, "content_type").filter(type -> !type.equals(ANY)).orElse(PLAIN);
  }

  /** A call that a host can as well read as a resource gets its address. */
  private void addAddresses(ObjectNode data) {
    for (JsonNode next : data.path("next")) {
      ObjectNode arguments = (ObjectNode) next.path("arguments").deepCopy();
      if (calls.offer().locked()) {
        calls.offer().collection().ifPresent(c -> arguments.put(Tool.COLLECTION.name(), c));
      }
      ResourceAddress.of(next.path("tool").asString(""), arguments)
          .ifPresent(uri -> ((ObjectNode) next).put("uri", uri));
    }
  }

  /** Says where the rest of a text is: inside the text it would be taken for a part of it. */
  private static Optional<ObjectNode> rest(ObjectNode file) {
    for (JsonNode next : file.path("next")) {
      if (file.has("next_offset") && next.has("uri")) {
        return Optional.of(
            Json.object()
                .put("uri", next.path("uri").stringValue())
                .put("mimeType", PLAIN)
                .put(
                    "text",
                    "The text goes on at character "
                        + file.path("next_offset")
                        + " of "
                        + file.path("total_characters")
                        + ". Read this address for the rest."));
      }
    }
    return Optional.empty();
  }
}
