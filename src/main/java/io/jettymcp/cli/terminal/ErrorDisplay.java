package io.jettymcp.cli.terminal;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Shows the errors of tools to a person.
 *
 * @param program how the user starts this program
 */
public record ErrorDisplay(String program) {
  /** Matches the calls that an error suggests to a model. */
  private static final Pattern NEXT = Pattern.compile(" next: (\\[\\{.*}])$", Pattern.DOTALL);

  /** Returns the text with each call that it suggests as a command. */
  public String text(String error) {
    Matcher next = NEXT.matcher(error);
    if (!next.find()) {
      return error;
    }
    NextCalls calls = new NextCalls(program);
    StringBuilder text = new StringBuilder(error.substring(0, next.start()));
    try {
      for (JsonNode call : JsonMapper.shared().readTree(next.group(1))) {
        text.append(System.lineSeparator()).append("Next: ").append(calls.command(call));
      }
      return text.toString();
    } catch (JacksonException e) {
      return error;
    }
  }
}
