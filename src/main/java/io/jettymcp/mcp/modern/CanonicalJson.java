package io.jettymcp.mcp.modern;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.jettymcp.json.Json;
import io.jettymcp.json.JsonWriter;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
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
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(JsonWriter.of(sorted(tree)).getBytes(UTF_8));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
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
