package io.jettymcp.tool;

import java.util.Locale;
import java.util.Set;

/**
 * Lists the names that hosts and proxies add to calls, whatever the tool: ids of theirs, the
 * message of the user, a placeholder for tools without arguments, words about the call itself.
 */
public final class AddedArguments {
  /** In lower case, without dashes and underscores. */
  private static final Set<String> NAMES =
      Set.of(
          "toolcallid",
          "tooluseid",
          "sessionid",
          "action",
          "chatinput",
          "tool",
          "toolname",
          "servername",
          "randomstring",
          "dummy",
          "requestheartbeat",
          "taskprogress",
          "securityrisk",
          "waitforprevious",
          "waitforprevioustools",
          "toolaction",
          "toolsummary");

  private AddedArguments() {}

  /** Returns whether a host added an argument of this name, which no tool declares. */
  public static boolean includes(String name) {
    return name.startsWith("_")
        || NAMES.contains(name.toLowerCase(Locale.ROOT).replaceAll("[_-]", ""));
  }
}
