package io.jettymcp.cli.install;

import io.jettymcp.config.GeneralSettings;
import io.jettymcp.config.Setting;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Splits a command line that starts this server into the program and its flags.
 *
 * @param program the words that are neither flags of the server nor its command, {@code stdio}
 * @param isScript whether a word of the program is a shell command about this server, of which
 *     nothing is known
 */
record CommandLineParts(List<String> program, LaunchFlags flags, boolean isScript) {
  /** The command of the server. */
  static final String STDIO = "stdio";

  private static final String NAME = "jetty-mcp";

  /** Matches the launcher, a jar, a package and an image, each with or without a version. */
  private static final Pattern PROGRAM =
      Pattern.compile("(.*[/\\\\])?" + NAME + "([^A-Za-z0-9\\s]\\S*)?", Pattern.CASE_INSENSITIVE);

  /** Matches a variable as env and docker take it. */
  private static final Pattern VARIABLE =
      Pattern.compile("(?:--env=|-e)?([A-Z_][A-Z0-9_]*)=(\\S*)");

  static CommandLineParts of(List<String> words) {
    int end = endOfProgram(words);
    if (end > 0) {
      List<String> flags = words.subList(end, words.size());
      return new CommandLineParts(
          List.copyOf(words.subList(0, end)),
          LaunchFlags.of(flags.stream().filter(word -> !word.equals(STDIO)).toList()),
          false);
    }
    return ofAnotherProgram(words);
  }

  /** Returns 0 if it is not known which word is the program. */
  private static int endOfProgram(List<String> words) {
    if (!words.isEmpty() && isProgram(words.get(0))) {
      return 1;
    }
    int jar = words.indexOf("-jar");
    if (jar >= 0 && jar + 1 < words.size() && isProgram(words.get(jar + 1))) {
      return jar + 2;
    }
    int end = 0;
    while (end < words.size() && !isOfServer(words.get(end))) {
      end++;
    }
    boolean isKnown =
        end > 0
            && isProgram(words.get(end - 1))
            && words.stream().noneMatch(word -> isScript(word));
    return isKnown ? end : 0;
  }

  /** Selects the flags that this server has, wherever they are. */
  private static CommandLineParts ofAnotherProgram(List<String> words) {
    List<String> program = new ArrayList<>();
    List<String> flags = new ArrayList<>();
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      Optional<Setting<?>> setting = setting(word);
      if (setting.isPresent()) {
        flags.add(word);
        if (!setting.get().isSwitch() && !word.contains("=") && i + 1 < words.size()) {
          flags.add(words.get(++i));
        }
      } else if (!word.equals(STDIO)) {
        program.add(word);
      }
    }
    return new CommandLineParts(
        program, LaunchFlags.of(flags), program.stream().anyMatch(CommandLineParts::isScript));
  }

  private static boolean isOfServer(String word) {
    return word.equals(STDIO) || setting(word).isPresent();
  }

  private static Optional<Setting<?>> setting(String word) {
    String flag = word.split("=", 2)[0];
    return GeneralSettings.all().stream()
        .filter(setting -> setting.flag().filter(flag::equals).isPresent())
        .findFirst();
  }

  private static boolean isProgram(String word) {
    return PROGRAM.matcher(word).matches();
  }

  private static boolean isScript(String word) {
    return word.contains(" ")
        && (word.contains(NAME)
            || List.of(word.split("\\s+")).stream().anyMatch(part -> setting(part).isPresent()));
  }

  /** Returns the variables that the program sets. */
  Map<String, Object> variables() {
    Map<String, Object> variables = new LinkedHashMap<>();
    for (String word : program) {
      Matcher variable = VARIABLE.matcher(word);
      if (variable.matches()) {
        variables.put(variable.group(1), variable.group(2));
      }
    }
    return variables;
  }

  /** Returns true if a shell command seems to restrict the server to reading. */
  boolean mentionsReadOnly() {
    return isScript
        && program.stream()
            .anyMatch(
                word ->
                    word.contains(GeneralSettings.READ_ONLY.title())
                        || word.contains(GeneralSettings.READ_ONLY.variable().orElseThrow()));
  }
}
