package io.jettymcp.runbooks;

import io.jettymcp.json.Json;
import io.jettymcp.runbooks.document.Frontmatter.SecretNeed;
import io.jettymcp.runbooks.document.ModelChoice;
import io.jettymcp.runbooks.document.Runbook;
import io.jettymcp.runs.EnvironmentNames;
import io.jettymcp.tool.Links;
import io.jettymcp.tool.LocalAccess;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The variables that a runbook needs and a collection does not have.
 *
 * @param needed what each is for, or empty, by the name of the variable
 */
record RunbookSecrets(String collection, Map<String, String> needed) {
  /** Google's own agent reads its key under either name. */
  private static final Map<String, String> OTHER_NAMES = Map.of("GOOGLE_API_KEY", "GEMINI_API_KEY");

  /** The required secrets that are missing; none where the names cannot be known. */
  static RunbookSecrets missing(String collection, Runbook runbook, EnvironmentNames environment) {
    Map<String, String> needed = new LinkedHashMap<>();
    for (SecretNeed secret : runbook.frontmatter().secrets()) {
      if (secret.required() && environment.isKnown() && !environment.has(secret.env())) {
        needed.putIfAbsent(secret.env(), secret.description());
      }
    }
    return new RunbookSecrets(collection, needed);
  }

  /** The same with the key of the agent's model, where that is missing. */
  RunbookSecrets andKey(ModelChoice choice, EnvironmentNames environment) {
    Map<String, String> more = new LinkedHashMap<>(needed);
    missingKey(choice, environment)
        .ifPresent(
            key -> more.putIfAbsent(key, choice.agent() + " needs it at " + choice.provider()));
    return new RunbookSecrets(collection, more);
  }

  static Optional<String> missingKey(ModelChoice choice, EnvironmentNames environment) {
    return choice
        .key()
        .filter(key -> environment.isKnown() && !environment.has(key))
        .filter(key -> !environment.has(OTHER_NAMES.getOrDefault(key, key)));
  }

  boolean isEmpty() {
    return needed.isEmpty();
  }

  String page() {
    return Links.to(collection);
  }

  ArrayNode describe() {
    ArrayNode list = Json.array();
    needed.forEach(
        (env, description) -> {
          ObjectNode item = list.addObject().put("env", env);
          if (!description.isEmpty()) {
            item.put("description", description);
          }
        });
    return list;
  }

  /** The names with what they are for, and how they are set, a line each. */
  String listed(LocalAccess local) {
    List<String> lines = new ArrayList<>();
    needed.forEach(
        (env, description) ->
            lines.add("- " + env + (description.isEmpty() ? "" : " (" + description + ")")));
    if (!local.isOfCaller()) {
      lines.add("The user sets them at " + page() + ".");
      return String.join("\n", lines);
    }
    lines.add("Set them at " + page() + ", or send these calls, for which the user may have to");
    lines.add("start this server with --secret-env and the names:");
    needed.keySet().forEach(env -> lines.add("- set-env-var " + setting(env)));
    return String.join("\n", lines);
  }

  ObjectNode setting(String env) {
    return Json.object().put("collection", collection).put("name", env).put("from_env", env);
  }
}
