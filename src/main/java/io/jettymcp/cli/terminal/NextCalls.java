package io.jettymcp.cli.terminal;

import io.jettymcp.json.Json;
import io.jettymcp.text.ShellWord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** Shows the calls that a result suggests as commands of a shell. */
final class NextCalls {
  /** Words that tell an agent when to make a call; a person decides. */
  private static final Pattern FOR_AGENTS = Pattern.compile("^(ask first: |then )");

  private final String program;

  /**
   * @param program how the user starts this program
   */
  NextCalls(String program) {
    this.program = program;
  }

  void draw(Drawing drawing, JsonNode result) {
    List<JsonNode> calls =
        Values.items(result, "next").filter(call -> Json.text(call, "tool").isPresent()).toList();
    if (calls.isEmpty()) {
      return;
    }
    drawing.gap();
    for (JsonNode call : calls) {
      String why = Json.text(call, "why").map(NextCalls::title).orElse("Next:");
      drawing.paragraph(0, why, Style.QUIET);
      drawing.verbatim(2, command(call), Style.PLAIN);
    }
  }

  private static String title(String why) {
    return "Next, " + FOR_AGENTS.matcher(why).replaceFirst("") + ":";
  }

  /**
   * Returns the command as {@code call} reads it; each argument is quoted where a shell would read
   * it as anything else.
   */
  String command(JsonNode call) {
    List<String> words = new ArrayList<>(List.of(program, "call"));
    words.add(ShellWord.of(DisplayWidth.clean(Json.text(call, "tool").orElse(""))));
    for (Map.Entry<String, JsonNode> argument : call.path("arguments").properties()) {
      JsonNode value = argument.getValue();
      words.add(
          ShellWord.of(
              DisplayWidth.clean(
                  argument.getKey()
                      + (isPlain(value) ? "=" + value.stringValue() : typed(value)))));
    }
    return String.join(" ", words);
  }

  /** Returns whether a string arrives as it is: some name a file or stdin, some span lines. */
  private static boolean isPlain(JsonNode value) {
    return value.isString()
        && !value.stringValue().startsWith("@")
        && !value.stringValue().equals("-")
        && DisplayWidth.clean(value.stringValue()).equals(value.stringValue());
  }

  private static String typed(JsonNode value) {
    return (value.isString() ? ":=" : "=") + value;
  }
}
