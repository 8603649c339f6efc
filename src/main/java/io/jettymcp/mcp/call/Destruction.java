package io.jettymcp.mcp.call;

import io.jettymcp.json.Json;
import io.jettymcp.text.ShellWord;
import io.jettymcp.tool.Args;
import io.jettymcp.tool.Param;
import io.jettymcp.tool.Tool;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Describes a destructive call: for people, and as the shell command that carries it out. */
final class Destruction {
  private static final Pattern ARTICLE = Pattern.compile(" an? ");

  /** Matches a name that is shown without quotes. */
  private static final Pattern PLAIN = Pattern.compile("[\\w.-]{1,80}");

  private Destruction() {}

  /**
   * Returns for example {@code delete task "hello" in acme}. Values are quoted, so that none can
   * look like several.
   *
   * @param shown sanitizes a value
   */
  static String describe(Tool tool, Args in, UnaryOperator<String> shown) {
    Param<?> main = main(tool);
    StringBuilder text =
        new StringBuilder(ARTICLE.matcher(tool.title().toLowerCase(Locale.ROOT)).replaceFirst(" "));
    in.find(main).ifPresent(value -> text.append(' ').append(quoted(shown, value)));
    for (Param<?> param : tool.params()) {
      if (param != main && param != Tool.COLLECTION) {
        in.find(param)
            .ifPresent(
                value ->
                    text.append(" of ")
                        .append(param.name())
                        .append(' ')
                        .append(quoted(shown, value)));
      }
    }
    in.find(Tool.COLLECTION)
        .ifPresent(
            name ->
                text.append(" in ")
                    .append(PLAIN.matcher(name).matches() ? name : quoted(shown, name)));
    return text.toString();
  }

  /** Returns the parameter that names what is destroyed. */
  private static Param<?> main(Tool tool) {
    List<Param<?>> params =
        tool.params().stream().filter(param -> param != Tool.COLLECTION).toList();
    return params.stream()
        .filter(param -> param.name().equals("name"))
        .findFirst()
        .orElse(params.isEmpty() ? Tool.COLLECTION : params.get(0));
  }

  private static JsonNode quoted(UnaryOperator<String> shown, Object value) {
    return JsonNodeFactory.instance.stringNode(shown.apply(value.toString()));
  }

  /**
   * Returns the shell command that carries out the call without asking.
   *
   * @param program how the user types the name of this program
   */
  static String commandLine(String program, Tool tool, Args in) {
    ObjectNode arguments = Json.object();
    for (Param<?> param : tool.params()) {
      in.find(param).ifPresent(value -> arguments.set(param.name(), Json.node(value)));
    }
    return program + " call " + tool.name() + " " + ShellWord.of(arguments.toString()) + " --yes";
  }
}
