package io.jettymcp.mcp.modern;

import io.jettymcp.json.Json;
import io.jettymcp.json.JsonWriter;
import io.jettymcp.text.Sha256;
import java.util.Base64;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Digests JSON; the order of the members of an object does not matter. */
final class CanonicalJson {
  private CanonicalJson() {}

  /** Returns the SHA-256 of a tree as text. */
  static String digest(JsonNode tree) {
    byte[] hash = Sha256.of(JsonWriter.of(sorted(tree)));
    return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
  }

  private static JsonNode sorted(JsonNode tree) {
    if (tree instanceof ArrayNode array) {
      ArrayNode sorted = Json.array();
      array.forEach(item -> sorted.add(sorted(item)));
      return sorted;
    }
    if (!(tree instanceof ObjectNode)) {
      return tree;
    }
    TreeMap<String, JsonNode> members = new TreeMap<>();
    tree.properties().forEach(member -> members.put(member.getKey(), sorted(member.getValue())));
    ObjectNode sorted = Json.object();
    members.forEach(sorted::set);
    return sorted;
  }
}
