package io.jettymcp.cli.install;

import io.jettymcp.json.PrettyJson;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Edits servers in an object of a JSON file.
 *
 * @param servers the name of the object
 * @param typed whether the host wants {@code "type": "stdio"}
 */
record JsonHostConfig(String servers, boolean typed) implements HostConfigFormat {
  /** Fields of a remote server, which would contradict a command. */
  private static final List<String> REMOTE_FIELDS =
      List.of("type", "url", "httpUrl", "serverUrl", "headers", "oauth", "authProviderType");

  /** Parses strictly and preserves numbers, so that nothing is lost. */
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  @Override
  public String alone(LaunchCommand launch) {
    ObjectNode root = JSON.createObjectNode();
    write(root.putObject(servers).putObject(SERVER), launch);
    return PrettyJson.of(root, JSON);
  }

  @Override
  public String merged(String text, LaunchCommand launch) throws Unmergeable {
    ObjectNode root = text.isBlank() ? JSON.createObjectNode() : parse(text);
    ObjectNode before = root.deepCopy();
    ObjectNode entry = object(object(root, servers), SERVER);
    if (!entry.has("command")) {
      entry.remove(REMOTE_FIELDS);
    }
    write(entry, launch);
    return root.equals(before) ? text : PrettyJson.of(root, JSON);
  }

  private void write(ObjectNode entry, LaunchCommand launch) {
    if (typed) {
      entry.put("type", "stdio");
    }
    entry.put("command", launch.command());
    ArrayNode arguments = entry.putArray("args");
    launch.arguments().forEach(arguments::add);
  }

  private static ObjectNode parse(String text) throws Unmergeable {
    try {
      if (JSON.readTree(text) instanceof ObjectNode root) {
        return root;
      }
    } catch (JacksonException e) {
      throw new Unmergeable(
          "is not plain JSON (line %d, column %d); comments and trailing commas cannot be preserved"
              .formatted(e.getLocation().getLineNr(), e.getLocation().getColumnNr()));
    }
    throw new Unmergeable("is not a JSON object");
  }

  private static ObjectNode object(ObjectNode parent, String name) throws Unmergeable {
    JsonNode child = parent.get(name);
    if (child == null) {
      return parent.putObject(name);
    }
    if (child instanceof ObjectNode object) {
      return object;
    }
    throw new Unmergeable("has a \"" + name + "\" that is not an object");
  }
}
