package io.jettymcp.runbooks;

import static io.jettymcp.tool.CommonParams.COLLECTION;

import io.jettymcp.jetty.Failure.BadArguments;
import io.jettymcp.runbooks.document.Frontmatter.SecretNeed;
import io.jettymcp.runbooks.document.Runbook;
import io.jettymcp.runbooks.document.RunbookFinding;
import io.jettymcp.runs.EnvironmentNames;
import io.jettymcp.runs.RunStart;
import io.jettymcp.runs.Trial;
import io.jettymcp.tool.Args;
import io.jettymcp.tool.Call;
import io.jettymcp.tool.CommonParams;
import io.jettymcp.tool.Param;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import reactor.core.publisher.Mono;

/**
 * The secrets to check, from a list of names or from a runbook.
 *
 * @param sandbox that of the runbook, whose model needs a key; empty for a list of names
 */
public record RequiredSecrets(List<SecretNeed> declared, Optional<RunbookSandbox> sandbox) {
  public RequiredSecrets {
    declared = List.copyOf(declared);
  }

  public static RequiredSecrets of(Call call, Param<List<String>> keys) {
    Args in = call.in();
    if (Stream.of(keys, RunbookSource.RUNBOOK, RunbookSource.RUNBOOK_PATH).filter(in::has).count()
        != 1) {
      throw new BadArguments(
          keys.name(),
          CommonParams.oneOf(in, keys, RunbookSource.RUNBOOK, RunbookSource.RUNBOOK_PATH));
    }
    if (in.has(keys)) {
      return new RequiredSecrets(
          in.find(keys).orElseThrow().stream()
              .distinct()
              .map(key -> new SecretNeed(key, key, "", true))
              .toList(),
          Optional.empty());
    }
    RunbookSource given = RunbookSource.of(call);
    Runbook runbook = Runbook.read(given.text());
    return new RequiredSecrets(
        of(runbook, given.argument()), Optional.of(RunbookSandbox.of(runbook.frontmatter())));
  }

  /** Returns them, with the key of the model if the collection lacks it and no trial is active. */
  public Mono<List<SecretNeed>> in(Call call, EnvironmentNames environment) {
    String collection = call.in().get(COLLECTION);
    RunbookSecrets none = new RunbookSecrets(collection, List.of());
    List<SecretNeed> keys =
        sandbox.stream()
            .map(model -> model.choice(environment.names(), false))
            .flatMap(choice -> none.andKey(choice, environment, Set.of()).needed().stream())
            .filter(key -> declared.stream().noneMatch(need -> isRequiredAs(key.env(), need)))
            .toList();
    return keys.isEmpty()
        ? Mono.just(declared)
        : RunStart.atMostBriefly(Trial.read(call, collection), Trial.UNKNOWN)
            .map(trial -> trial.isActive() ? List.<SecretNeed>of() : keys)
            .map(more -> Stream.concat(declared.stream(), more.stream()).toList());
  }

  private static boolean isRequiredAs(String variable, SecretNeed need) {
    return need.required() && need.env().equals(variable);
  }

  /**
   * Lists the secrets of a runbook.
   *
   * @param argument the argument that names the runbook, for the error
   * @throws BadArguments if its secrets cannot be read
   */
  private static List<SecretNeed> of(Runbook runbook, String argument) {
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
