package io.jettymcp.runbooks;

import io.jettymcp.jetty.Failure.BadArguments;
import io.jettymcp.jetty.LocalFile;
import io.jettymcp.text.TextEncoding;
import io.jettymcp.tool.Args;
import io.jettymcp.tool.Call;
import io.jettymcp.tool.CommonParams;
import io.jettymcp.tool.Next;
import io.jettymcp.tool.Param;
import java.io.IOException;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads the runbook of a call, from an argument or a file.
 *
 * @param argument the argument that names it, for errors
 * @param given the value of that argument
 */
public record RunbookSource(String argument, String given, String text) {
  public static final Param<String> RUNBOOK = Param.text("runbook", "Text of a RUNBOOK.md");
  public static final Param<String> RUNBOOK_PATH =
      Param.text("runbook_path", "Or its path").local();

  /** The longest text that a suggested call repeats, in characters. */
  private static final int MAX_REPEATED = 6_000;

  /** Stands for a text that is not repeated. */
  private static final String SAME = "<the same runbook>";

  private static final int MAX_RUNBOOK_BYTES = 2_000_000;

  /**
   * Reads it.
   *
   * @throws BadArguments if both arguments are given or none is, or the file cannot be read
   */
  public static RunbookSource of(Call call) {
    Args in = call.in();
    if (in.has(RUNBOOK) == in.has(RUNBOOK_PATH)) {
      throw new BadArguments(RUNBOOK.name(), CommonParams.oneOf(in, RUNBOOK, RUNBOOK_PATH));
    }
    if (in.has(RUNBOOK)) {
      String text = TextEncoding.withoutMark(in.find(RUNBOOK).orElseThrow());
      return new RunbookSource(RUNBOOK.name(), text, text);
    }
    String path = in.find(RUNBOOK_PATH).orElseThrow();
    return new RunbookSource(RUNBOOK_PATH.name(), path, read(call, path));
  }

  /** Adds the runbook to a suggested call; a long text is not repeated. */
  Next in(Next call) {
    return argument.equals(RUNBOOK_PATH.name())
        ? call.with(RUNBOOK_PATH, given)
        : call.with(RUNBOOK, given.length() <= MAX_REPEATED ? given : SAME);
  }

  /** Returns arguments of a suggested call in which the text of the runbook is not repeated. */
  static ObjectNode withoutText(ObjectNode arguments) {
    ObjectNode shorter = arguments.deepCopy();
    return shorter.has(RUNBOOK.name()) ? shorter.put(RUNBOOK.name(), SAME) : shorter;
  }

  /** Hides the text, which may hold secrets. */
  @Override
  public String toString() {
    return "RunbookSource " + argument;
  }

  private static String read(Call call, String path) {
    LocalFile file = call.local().readable(RUNBOOK_PATH.name(), path);
    try {
      byte[] bytes =
          file.read(MAX_RUNBOOK_BYTES)
              .orElseThrow(
                  () ->
                      new BadArguments(
                          RUNBOOK_PATH.name(),
                          "\"runbook_path\" is larger than " + MAX_RUNBOOK_BYTES + " bytes."));
      return TextEncoding.decode(bytes);
    } catch (IOException e) {
      throw new BadArguments(RUNBOOK_PATH.name(), "\"runbook_path\" cannot be read as UTF-8 text.");
    }
  }
}
