package io.jettymcp.conformance;

import io.modelcontextprotocol.spec.McpError;
import io.modelcontextprotocol.spec.McpSchema.ErrorCodes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Holds the tools, resources and prompts that the official conformance suite looks for in a server,
 * by the names that it knows. {@code fixture.json} declares those of both eras; another file
 * declares those of one.
 */
final class Fixture {
  private static final Pattern TEMPLATE = Pattern.compile("test://template/([^/]+)/data");

  private final JsonMapper json;
  private final ObjectNode declared;

  private Fixture(JsonMapper json, ObjectNode declared) {
    this.json = json;
    this.declared = declared;
  }

  static Fixture of(JsonMapper json, String era) {
    ObjectNode declared = read(json, "fixture.json");
    for (Map.Entry<String, JsonNode> more : read(json, era).properties()) {
      JsonNode known = declared.path(more.getKey());
      if (known instanceof ArrayNode list) {
        more.getValue().forEach(list::add);
      } else if (known instanceof ObjectNode object) {
        object.setAll((ObjectNode) more.getValue());
      } else {
        declared.set(more.getKey(), more.getValue());
      }
    }
    return new Fixture(json, declared);
  }

  private static ObjectNode read(JsonMapper json, String file) {
    try (InputStream in = Fixture.class.getResourceAsStream(file)) {
      return (ObjectNode) json.readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns a member of the files by its path. */
  JsonNode at(String... path) {
    JsonNode found = declared;
    for (String name : path) {
      found = found.path(name);
    }
    return found;
  }

  ObjectNode list(String kind) {
    return json.createObjectNode().set(kind, at(kind));
  }

  ObjectNode text(String text) {
    ObjectNode result = json.createObjectNode();
    result.putArray("content").addObject().put("type", "text").put("text", text);
    return result;
  }

  /** Returns the result of a tool that always has the same. */
  ObjectNode constant(String tool) {
    if (at("results", tool) instanceof ObjectNode result) {
      return result.deepCopy();
    }
    throw McpError.builder(ErrorCodes.INVALID_PARAMS).message("No such tool").build();
  }

  ObjectNode resource(JsonNode params) {
    String uri = params.path("uri").asString("");
    ObjectNode result = json.createObjectNode();
    result.putArray("contents").add(content(uri).orElseThrow(Fixture::notFound));
    return result;
  }

  private Optional<JsonNode> content(String uri) {
    for (JsonNode content : at("contents")) {
      if (content.path("uri").asString().equals(uri)) {
        return Optional.of(content);
      }
    }
    Matcher templated = TEMPLATE.matcher(uri);
    return templated.matches()
        ? Optional.of(
            json.createObjectNode()
                .put("uri", uri)
                .put("mimeType", "application/json")
                .put("text", json.createObjectNode().put("id", templated.group(1)).toString()))
        : Optional.empty();
  }

  private static McpError notFound() {
    return McpError.builder(ErrorCodes.RESOURCE_NOT_FOUND).message("No such resource").build();
  }

  /** Returns the messages of a prompt, in which values replace {@code {argument}}. */
  ObjectNode prompt(JsonNode params) {
    JsonNode messages = at("messages", params.path("name").asString(""));
    if (messages.isMissingNode()) {
      throw McpError.builder(ErrorCodes.INVALID_PARAMS).message("No such prompt").build();
    }
    String filled = messages.toString();
    for (Map.Entry<String, JsonNode> argument : params.path("arguments").properties()) {
      String quoted = argument.getValue().toString();
      filled =
          filled.replace("{" + argument.getKey() + "}", quoted.substring(1, quoted.length() - 1));
    }
    return json.createObjectNode().set("messages", json.readTree(filled));
  }

  ObjectNode noCompletions() {
    ObjectNode result = json.createObjectNode();
    result.putObject("completion").put("hasMore", false).putArray("values");
    return result;
  }
}
