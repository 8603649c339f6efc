package io.jettymcp.mcp;

import io.jettymcp.json.Json;
import io.jettymcp.mcp.call.ResourceKind;
import io.jettymcp.mcp.call.ToolCalls;
import io.jettymcp.mcp.completion.ArgumentNames;
import io.jettymcp.mcp.completion.ArgumentNames.Names;
import java.util.List;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Completes arguments of prompts and of resource templates while the user types. */
final class ArgumentCompletion {
  private static final int MAX = 100;

  private final ArgumentNames argumentNames;
  private final Prompts prompts;
  private final List<ResourceKind> kinds;

  ArgumentCompletion(ToolCalls calls, Prompts prompts, List<ResourceKind> kinds) {
    this.argumentNames = new ArgumentNames(calls);
    this.prompts = prompts;
    this.kinds = kinds;
  }

  /** Returns the result of {@code completion/complete}. */
  Mono<ObjectNode> complete(JsonNode params) {
    checkReference(params.path("ref"));
    JsonNode name = params.path("argument").path("name");
    JsonNode typed = params.path("argument").path("value");
    if (!name.isString() || !typed.isString()) {
      throw RpcErrors.invalid("\"argument\" must have a name and a value.");
    }
    JsonNode chosen = params.path("context").path("arguments");
    return argumentNames
        .find(name.stringValue(), typed.stringValue(), chosen)
        .map(ArgumentCompletion::result);
  }

  private void checkReference(JsonNode reference) {
    String type = reference.path("type").asString("");
    if (type.equals("ref/prompt")) {
      prompts.find(reference.path("name"));
    } else if (type.equals("ref/resource")) {
      String uri = reference.path("uri").asString("");
      List<String> known = kinds.stream().map(ResourceKind::template).toList();
      if (!known.contains(uri)) {
        throw RpcErrors.unknown(
            "resource template", uri, known, "resources/templates/list lists all");
      }
    } else {
      throw RpcErrors.invalid("\"ref\" must be of type ref/prompt or ref/resource.");
    }
  }

  private static ObjectNode result(Names names) {
    List<String> matching = names.values();
    List<String> shown = matching.subList(0, Math.min(MAX, matching.size()));
    ObjectNode result = Json.object();
    ObjectNode completion = result.putObject("completion");
    completion.set("values", Json.array(shown));
    if (!names.more()) {
      completion.put("total", matching.size());
    }
    completion.put("hasMore", names.more() || shown.size() < matching.size());
    return result;
  }
}
