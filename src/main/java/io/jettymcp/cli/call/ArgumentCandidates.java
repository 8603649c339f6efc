package io.jettymcp.cli.call;

import io.jettymcp.app.Invocation;
import io.jettymcp.app.ServerComponents;
import io.jettymcp.cli.completion.NameLookup;
import io.jettymcp.mcp.call.EnabledTools;
import io.jettymcp.redact.KnownSecrets;
import io.jettymcp.tool.Param;
import io.jettymcp.tool.Tool;
import io.jettymcp.tool.Toolset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Finds what the word that is being typed can become as an argument of a tool. */
final class ArgumentCandidates {
  private final Optional<Tool> tool;
  private final List<Param<?>> params;
  private final List<String> bare;
  private final NameLookup lookup;

  private ArgumentCandidates(
      Optional<Tool> tool, List<Param<?>> params, List<String> bare, NameLookup lookup) {
    this.tool = tool;
    this.params = params;
    this.bare = bare;
    this.lookup = lookup;
  }

  /** Completes the arguments of a tool, which may not exist. */
  static ArgumentCandidates of(String name, Invocation invocation, KnownSecrets secrets) {
    return of(name, Optional.empty(), invocation, secrets);
  }

  static ArgumentCandidates of(Shortcut shortcut, Invocation invocation, KnownSecrets secrets) {
    return of(shortcut.tool(), Optional.of(shortcut), invocation, secrets);
  }

  private static ArgumentCandidates of(
      String name, Optional<Shortcut> shortcut, Invocation invocation, KnownSecrets secrets) {
    EnabledTools enabled = ServerComponents.enabledTools(invocation.settings());
    Optional<Tool> tool = enabled.find(name);
    List<Param<?>> params =
        tool.<List<Param<?>>>map(found -> found.params(enabled.locked())).orElse(List.of());
    return new ArgumentCandidates(
        tool,
        params,
        shortcut.map(Shortcut::bare).orElseGet(() -> CallArguments.required(params)),
        new NameLookup(invocation, secrets));
  }

  /** Returns the names of the enabled tools. */
  static List<String> tools(Invocation invocation) {
    return ServerComponents.enabledTools(invocation.settings()).tools().stream()
        .map(Tool::name)
        .toList();
  }

  /**
   * Returns the candidates.
   *
   * @param before the arguments before the one that is typed
   */
  List<String> find(List<String> before, String typed) {
    Map<String, String> chosen = chosen(before);
    int equals = typed.indexOf('=');
    if (equals > 0) {
      return params.stream()
          .filter(param -> param.name().equals(typed.substring(0, equals)))
          .flatMap(param -> values(param, typed.substring(equals + 1), chosen).stream())
          .map(value -> typed.substring(0, equals + 1) + value)
          .toList();
    }
    List<String> all = new ArrayList<>();
    params.stream()
        .filter(param -> Optional.of(param.name()).equals(next(chosen)))
        .forEach(param -> all.addAll(values(param, typed, chosen)));
    params.stream()
        .filter(param -> !chosen.containsKey(param.name()))
        .forEach(param -> all.add(param.name() + "="));
    return all;
  }

  private Map<String, String> chosen(List<String> before) {
    Map<String, String> chosen = new LinkedHashMap<>();
    for (String word : before) {
      int equals = word.indexOf('=');
      if (equals > 0) {
        chosen.put(word.substring(0, equals), word.substring(equals + 1));
      } else {
        next(chosen).ifPresent(name -> chosen.put(name, word));
      }
    }
    return chosen;
  }

  /** Returns the argument that a bare word would be. */
  private Optional<String> next(Map<String, String> chosen) {
    return bare.stream().filter(name -> !chosen.containsKey(name)).findFirst();
  }

  private List<String> values(Param<?> param, String typed, Map<String, String> chosen) {
    JsonNode schema = param.schema(true);
    JsonNode words = schema.has("enum") ? schema.path("enum") : schema.at("/items/enum");
    if (!words.isMissingNode()) {
      return words.values().stream().map(JsonNode::asString).toList();
    }
    return schema.path("type").asString("").equals("boolean")
        ? List.of("true", "false")
        : lookup.find(noun(param), typed, chosen);
  }

  /** Returns what the argument names: the name of a routine is called just that. */
  private String noun(Param<?> param) {
    boolean ofRoutine =
        tool.filter(found -> found.toolset() == Toolset.ROUTINES).isPresent()
            && param.name().equals("name");
    return ofRoutine ? "routine" : param.name().replaceFirst("^trajectory_ids$", "trajectory_id");
  }
}
