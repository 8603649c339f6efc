package io.jettymcp.runbooks;

import io.jettymcp.jetty.Failure.BadArguments;
import io.jettymcp.runbooks.document.Frontmatter.SecretNeed;
import io.jettymcp.runbooks.document.Runbook;
import io.jettymcp.runbooks.document.RunbookFinding;
import io.jettymcp.tool.Args;
import io.jettymcp.tool.Call;
import io.jettymcp.tool.CommonParams;
import io.jettymcp.tool.Param;
import java.util.List;
import java.util.stream.Stream;

/** Lists the secrets to check, from a list of names or from a runbook. */
public final class RequiredSecrets {
  private RequiredSecrets() {}

  public static List<SecretNeed> of(Call call, Param<List<String>> keys) {
    Args in = call.in();
    if (Stream.of(keys, RunbookSource.RUNBOOK, RunbookSource.RUNBOOK_PATH).filter(in::has).count()
        != 1) {
      throw new BadArguments(
          keys.name(),
          CommonParams.oneOf(in, keys, RunbookSource.RUNBOOK, RunbookSource.RUNBOOK_PATH));
    }
    if (in.has(keys)) {
      return in.find(keys).orElseThrow().stream()
          .distinct()
          .map(key -> new SecretNeed(key, key, "", true))
          .toList();
    }
    RunbookSource given = RunbookSource.of(call);
    return of(Runbook.read(given.text()), given.argument());
  }

  /**
   * Lists the secrets of a runbook.
   *
   * @param argument the argument that names the runbook, for the error
   * @throws BadArguments if its secrets cannot be read
   */
  public static List<SecretNeed> of(Runbook runbook, String argument) {
    runbook.findings().stream()
        .filter(RunbookRefusal::hidesSecrets)
        .findFirst()
        .ifPresent(
            finding -> {
              throw new BadArguments(argument, sentence(argument, finding));
            });
    return runbook.frontmatter().secrets();
  }

  private static String sentence(String argument, RunbookFinding finding) {
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
