package io.jettymcp.tool;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Knows the names by which people and agents call tools that have another name here. */
public final class ToolSynonyms {
  private static final Map<String, String> NOUNS =
      Map.ofEntries(
          Map.entry("run", "trajectory"),
          Map.entry("runs", "trajectories"),
          Map.entry("workflow", "task"),
          Map.entry("workflows", "tasks"),
          Map.entry("schedule", "routine"),
          Map.entry("schedules", "routines"),
          Map.entry("secret", "env-var"),
          Map.entry("secrets", "env-vars"),
          Map.entry("variable", "env-var"),
          Map.entry("variables", "env-vars"),
          Map.entry("activity", "step-template"),
          Map.entry("activities", "step-templates"));

  private static final Map<String, String> VERBS =
      Map.of(
          "show", "get", "describe", "get", "remove", "delete", "edit", "update", "add", "create");

  private static final Map<String, String> NAMES =
      Map.ofEntries(
          Map.entry("runs", "list-trajectories"),
          Map.entry("run", "run-task-sync"),
          Map.entry("start-run", "run-task"),
          Map.entry("create-run", "run-task"),
          Map.entry("trigger-run", "run-task"),
          Map.entry("run-workflow", "run-task"),
          Map.entry("get-run-status", "get-trajectory"),
          Map.entry("wait", "wait-for-run"),
          Map.entry("cancel", "update-trajectory-status"),
          Map.entry("cancel-run", "update-trajectory-status"),
          Map.entry("stop-run", "update-trajectory-status"),
          Map.entry("archive-run", "update-trajectory-status"),
          Map.entry("logs", "get-workflow-logs"),
          Map.entry("get-logs", "get-workflow-logs"),
          Map.entry("list-logs", "get-workflow-logs"),
          Map.entry("get-run-logs", "get-workflow-logs"),
          Map.entry("download-run", "download-trajectory"),
          Map.entry("run-routine", "run-routine-now"),
          Map.entry("run-schedule", "run-routine-now"),
          Map.entry("create-env-var", "set-env-var"),
          Map.entry("create-secret", "set-env-var"),
          Map.entry("set-secret", "set-env-var"),
          Map.entry("chat", "chat-completion"),
          Map.entry("get-file", "read-file"));

  private ToolSynonyms() {}

  /** Returns the tool that is meant, which may be disabled; empty if the name is no synonym. */
  public static Optional<String> find(String name) {
    String plain = name.toLowerCase(Locale.ROOT).replace('_', '-').replace(' ', '-');
    int dash = plain.indexOf('-');
    if (NAMES.containsKey(plain) || dash < 0) {
      return Optional.ofNullable(NAMES.get(plain));
    }
    String verb = plain.substring(0, dash);
    String noun = plain.substring(dash + 1);
    String translated = VERBS.getOrDefault(verb, verb) + "-" + NOUNS.getOrDefault(noun, noun);
    return translated.equals(plain)
        ? Optional.empty()
        : Optional.of(NAMES.getOrDefault(translated, translated));
  }
}
