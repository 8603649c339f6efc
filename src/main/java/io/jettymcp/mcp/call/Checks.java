package io.jettymcp.mcp.call;

import static java.util.Map.entry;

import io.jettymcp.tool.Args;
import io.jettymcp.tool.Param;
import io.jettymcp.tool.Tool;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Says what to check after a failure, and with which tool if that is enabled. */
final class Checks {
  /** The tools that show whether another one did its work. */
  private static final Map<String, String> OUTCOMES =
      Map.ofEntries(
          entry("create-collection", "list-collections"),
          entry("activate-trial", "get-trial-status"),
          entry("set-env-var", "list-env-vars"),
          entry("delete-env-var", "list-env-vars"),
          entry("create-task", "list-tasks"),
          entry("update-task", "get-task"),
          entry("delete-task", "list-tasks"),
          entry("deploy-runbook", "get-task"),
          entry("update-trajectory-status", "list-trajectories"),
          entry("add-label", "get-trajectory"),
          entry("create-routine", "list-routines"),
          entry("update-routine", "get-routine"),
          entry("delete-routine", "list-routines"),
          entry("pause-routine", "get-routine"),
          entry("resume-routine", "get-routine"));

  private final EnabledTools enabledTools;

  Checks(EnabledTools enabledTools) {
    this.enabledTools = enabledTools;
  }

  /** Returns how to find out whether a call that may have changed something did so. */
  String outcome(Tool tool) {
    String shows = OUTCOMES.getOrDefault(tool.name(), "");
    return " Check before you retry" + enabledTools.mention(shows, ", with " + shows) + ".";
  }

  /**
   * Returns which arguments to check: those that Jetty's message quotes, else all that name what
   * must exist, and the collection only if there is no other.
   *
   * @param said the message of Jetty, raw
   */
  String arguments(Args in, String said) {
    Map<Param<?>, List<String>> named = new LinkedHashMap<>(in.existing());
    if (named.size() > 1 || enabledTools.locked()) {
      named.remove(Tool.COLLECTION);
    }
    List<Param<?>> quoted = new ArrayList<>();
    named.forEach(
        (param, texts) -> {
          if (texts.stream().anyMatch(text -> quotes(said, text))) {
            quoted.add(param);
          }
        });
    return check(quoted.isEmpty() ? List.copyOf(named.keySet()) : quoted);
  }

  private static boolean quotes(String said, String text) {
    return Pattern.compile("(?<![\\w-])" + Pattern.quote(text) + "(?![\\w-])").matcher(said).find();
  }

  private String check(List<Param<?>> params) {
    if (params.isEmpty()) {
      return "";
    }
    boolean queued = params.stream().anyMatch(Param::isRunId);
    return " Check "
        + params.stream().map(this::withLister).collect(Collectors.joining(" and "))
        + (queued ? "; a run that was started seconds ago may still be queued." : ".");
  }

  private String withLister(Param<?> param) {
    return "\""
        + param.name()
        + "\""
        + param.lister().map(tool -> enabledTools.mention(tool, " with " + tool)).orElse("");
  }
}
