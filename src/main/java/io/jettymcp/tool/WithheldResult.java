package io.jettymcp.tool;

import static io.jettymcp.tool.CommonParams.SAVE_TO;

import io.jettymcp.json.Json;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reduces the result of a write to what cannot hold a secret, for collections whose environment
 * could not be read: ids, status, address and the calls that come next. The write has taken effect,
 * so an error would mislead, and its result cannot be redacted.
 */
public final class WithheldResult {
  /** The value of a required string that is left out. */
  static final String WITHHELD = "[withheld]";

  private static final String WHY =
      "The effects of the call remain. The collection's environment could not be read, and without it"
          + " the rest of the result cannot be redacted. It is withheld. Read it later.";

  /** Fields with an id; Jetty makes ids of letters, digits and dashes. */
  private static final Set<String> IDS = Set.of("trajectory_id", "workflow_id", "id", "upload_id");

  /** Arguments of a suggested call that name something. */
  private static final Set<String> NAMES =
      Set.of("collection", "task", "routine", "trajectory_id", "workflow_id");

  /** States of a run of a batch that is not known to have started, and words that count runs. */
  private static final Set<String> BATCH_WORDS =
      Set.of("not_started", "refused", "unknown", "unsuccessful", "other");

  /** Lists of runs, each with an id and a status. */
  private static final Set<String> LISTS = Set.of("runs", "results");

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,300}");
  private static final Pattern ADDRESS =
      Pattern.compile("https://jetty\\.io(?:/[A-Za-z0-9._~%-]{1,300}){0,3}");

  /** Numbers of fewer digits are shorter than any secret. */
  private static final int MAX_NUMBER = 9_999_999;

  private WithheldResult() {}

  /**
   * Reduces a result to what cannot hold a secret.
   *
   * @param in the arguments: the caller knows the file that it named
   */
  public static Result of(Tool tool, Args in, Result result) {
    JsonNode data = tool.view().project(result.data());
    ObjectNode kept = kept(data);
    if (tool.effect() == Effect.SAVE && in.takes(SAVE_TO) && in.has(SAVE_TO)) {
      data.optional("path").ifPresent(path -> kept.set("path", path));
    }
    ObjectNode schema = tool.outputSchema();
    for (JsonNode required : schema.path("required")) {
      String name = required.stringValue();
      if (!kept.has(name)) {
        kept.set(name, empty(schema.path("properties").path(name).path("type").asString("")));
      }
    }
    Result shown = Result.of(Warnings.before(kept, tool, List.of(new Warnings.Warning("", WHY))));
    for (Next next : result.next()) {
      shown = isSafe(next) ? shown.suggest(next) : shown;
    }
    return shown;
  }

  private static ObjectNode kept(JsonNode data) {
    ObjectNode kept = Json.object();
    for (Map.Entry<String, JsonNode> field : data.properties()) {
      String name = field.getKey();
      JsonNode value = field.getValue();
      if (LISTS.contains(name) && value.isArray()) {
        ArrayNode items = kept.putArray(name);
        value.forEach(item -> items.add(kept(item)));
      } else if (isSafe(name, value)) {
        kept.set(name, value);
      }
    }
    return kept;
  }

  private static boolean isSafe(String name, JsonNode value) {
    if (value.isObject()) {
      return value.properties().stream()
          .allMatch(count -> isStatus(count.getKey()) && isShort(count.getValue()));
    }
    if (!value.isString()) {
      return isShort(value);
    }
    String text = value.stringValue();
    return switch (name) {
      case "status" -> isStatus(text);
      case "url" -> ADDRESS.matcher(text).matches();
      default -> IDS.contains(name) && NAME.matcher(text).matches();
    };
  }

  private static boolean isStatus(String word) {
    return StatusWords.isKnown(word) || BATCH_WORDS.contains(word);
  }

  private static boolean isSafe(Next next) {
    return next.arguments().properties().stream()
        .allMatch(
            argument ->
                isShort(argument.getValue())
                    || (NAMES.contains(argument.getKey())
                        && NAME.matcher(argument.getValue().asString("")).matches()));
  }

  private static boolean isShort(JsonNode value) {
    return value.isBoolean()
        || (value.isInt() && value.intValue() >= 0 && value.intValue() <= MAX_NUMBER);
  }

  private static JsonNode empty(String type) {
    return switch (type) {
      case "array" -> Json.array();
      case "object" -> Json.object();
      case "boolean" -> Json.node(false);
      case "integer", "number" -> Json.node(0);
      default -> Json.node(WITHHELD);
    };
  }
}
