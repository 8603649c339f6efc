package io.jettymcp.runbooks;

import io.jettymcp.jetty.Failure.BadArguments;
import io.jettymcp.tool.Args;
import io.jettymcp.tool.Call;
import io.jettymcp.tool.CommonParams;
import io.jettymcp.tool.Param;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Reads the runbook of a call, from an argument or a file.
 *
 * @param argument the argument that names it, for errors
 */
public record RunbookSource(String argument, String text) {
  public static final Param<String> RUNBOOK = Param.text("runbook", "Text of a RUNBOOK.md");
  public static final Param<String> RUNBOOK_PATH =
      Param.text("runbook_path", "Or its path").local();

  private static final long MAX_RUNBOOK_BYTES = 2_000_000;

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
    return in.has(RUNBOOK)
        ? new RunbookSource(RUNBOOK.name(), in.find(RUNBOOK).orElseThrow())
        : new RunbookSource(RUNBOOK_PATH.name(), read(call, in.find(RUNBOOK_PATH).orElseThrow()));
  }

  private static String read(Call call, String path) {
    Path file = call.local().readable(RUNBOOK_PATH.name(), path);
    try {
      if (Files.size(file) > MAX_RUNBOOK_BYTES) {
        throw new BadArguments(
            RUNBOOK_PATH.name(),
            "\"runbook_path\" is larger than " + MAX_RUNBOOK_BYTES + " bytes.");
      }
      return Files.readString(file, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new BadArguments(RUNBOOK_PATH.name(), "\"runbook_path\" cannot be read as UTF-8 text.");
    }
  }
}
