package io.jettymcp.catalog;

import io.jettymcp.api.Failure.BadArguments;
import io.jettymcp.runbook.Finding;
import io.jettymcp.runbook.Runbook;
import io.jettymcp.tool.Args;
import io.jettymcp.tool.Call;
import io.jettymcp.tool.Json;
import io.jettymcp.tool.Param;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/** The secrets that something needs, from a list of names or from a runbook. */
final class SecretNeeds {
  /** A secret, the variable that should hold it, and what the runbook says of it. */
  record Need(String name, String env, String description, boolean required) {
    ObjectNode describe(boolean configured) {
      ObjectNode data = Json.object().put("name", name).put("env", env).put("required", required);
      if (!description.isEmpty()) {
        data.put("description", description);
      }
      return data.put("configured", configured);
    }
  }

  private SecretNeeds() {}

  static List<Need> of(Call call, Param<List<String>> keys) {
    Args in = call.in();
    if (Stream.of(keys, RunbookText.RUNBOOK, RunbookText.RUNBOOK_PATH).filter(in::has).count()
        != 1) {
      throw new BadArguments(
          keys.name(), Words.oneOf(in, keys, RunbookText.RUNBOOK, RunbookText.RUNBOOK_PATH));
    }
    if (in.has(keys)) {
      return in.find(keys).orElseThrow().stream()
          .distinct()
          .map(key -> new Need(key, key, "", true))
          .toList();
    }
    RunbookText given = RunbookText.of(call);
    return of(Runbook.read(given.text()), given.argument());
  }

  /**
   * The secrets of a runbook.
   *
   * @param argument the argument that gave the runbook, for the error
   * @throws BadArguments if it cannot be told which secrets the runbook declares
   */
  static List<Need> of(Runbook runbook, String argument) {
    runbook.findings().stream()
        .filter(RunbookPreflight::isOfHead)
        .findFirst()
        .ifPresent(
            finding -> {
              throw new BadArguments(argument, sentence(argument, finding));
            });
    return runbook.frontmatter().secrets().stream()
        .map(s -> new Need(s.name(), s.env(), s.description(), s.required()))
        .toList();
  }

  private static String sentence(String argument, Finding finding) {
    return "\""
        + argument
        + "\", line "
        + finding.line()
        + ", "
        + finding.where()
        + ": "
        + finding.what()
        + " "
        + finding.fix();
  }
}
