package io.jettymcp.cli.install;

import java.util.List;
import java.util.Locale;

/**
 * Splits a command line that starts this server into the program and its flags.
 *
 * @param program the words up to the command, {@code stdio}; all of them if another program starts
 */
record CommandLineParts(List<String> program, LaunchFlags flags) {
  /** The command of the server. */
  static final String STDIO = "stdio";

  private static final String NPX = "npx";
  private static final String NAME = "jetty-mcp";

  static CommandLineParts of(List<String> words) {
    int end = endOfProgram(words);
    List<String> rest = words.subList(end, words.size());
    List<String> flags = rest.stream().filter(word -> !word.equals(STDIO)).toList();
    return new CommandLineParts(List.copyOf(words.subList(0, end)), LaunchFlags.of(flags));
  }

  private static int endOfProgram(List<String> words) {
    if (!words.isEmpty() && isProgram(words.get(0))) {
      return 1;
    }
    int jar = words.indexOf("-jar");
    if (jar >= 0 && jar + 1 < words.size() && isProgram(words.get(jar + 1))) {
      return jar + 2;
    }
    int started = packageOfNpx(words);
    if (started < words.size() && isProgram(words.get(started))) {
      return started + 1;
    }
    int command = words.indexOf(STDIO);
    return command < 0 ? words.size() : command;
  }

  /** Returns the index of the first word after npx that is no option, else the size. */
  private static int packageOfNpx(List<String> words) {
    int at = words.contains(NPX) ? words.indexOf(NPX) + 1 : words.size();
    while (at < words.size() && words.get(at).startsWith("-")) {
      at++;
    }
    return at;
  }

  private static boolean isProgram(String word) {
    String file = word.substring(Math.max(word.lastIndexOf('/'), word.lastIndexOf('\\')) + 1);
    return file.toLowerCase(Locale.ROOT).startsWith(NAME);
  }
}
