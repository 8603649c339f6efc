package io.jettymcp.runbooks;

import static io.jettymcp.runs.RunSignatures.FROM_ENV;
import static io.jettymcp.runs.RunSignatures.SET_ENV_VAR;
import static io.jettymcp.runs.RunSignatures.VARIABLE;
import static io.jettymcp.tool.CommonParams.COLLECTION;

import io.jettymcp.jetty.Failure.Declined;
import io.jettymcp.runbooks.document.Frontmatter.SecretNeed;
import io.jettymcp.runbooks.document.ModelChoice;
import io.jettymcp.runbooks.document.Runbook;
import io.jettymcp.runs.EnvironmentNames;
import io.jettymcp.tool.Call;
import io.jettymcp.tool.Links;
import io.jettymcp.tool.Next;
import io.jettymcp.tool.View;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import reactor.core.publisher.Mono;

/** Lists the variables that a runbook needs and a collection lacks, each once. */
record RunbookSecrets(String collection, List<SecretNeed> needed) {
  /** One of {@link #needed}. */
  static final View<SecretNeed> VIEW =
      View.of(SecretNeed.class)
          .text("env", SecretNeed::env)
          .text("description", SecretNeed::description)
          .max(300)
          .unlessEmpty();

  /** Google's own agent reads its key from either variable. */
  private static final Map<String, String> OTHER_NAMES = Map.of("GOOGLE_API_KEY", "GEMINI_API_KEY");

  RunbookSecrets {
    Set<String> names = new HashSet<>();
    needed = needed.stream().filter(secret -> names.add(secret.env())).toList();
  }

  /**
   * Returns the required secrets that are missing; none where the names cannot be known.
   *
   * @param passed the names of those that the run itself gets
   */
  static RunbookSecrets missing(
      String collection, Runbook runbook, EnvironmentNames environment, Set<String> passed) {
    return new RunbookSecrets(
        collection,
        runbook.frontmatter().secrets().stream()
            .filter(SecretNeed::required)
            .filter(secret -> lacks(environment, passed, secret.env()))
            .toList());
  }

  /** Adds the key of the agent's model, where that is missing. */
  RunbookSecrets andKey(ModelChoice choice, EnvironmentNames environment, Set<String> passed) {
    List<SecretNeed> more = new ArrayList<>(needed);
    missingKey(choice, environment, passed)
        .map(
            key ->
                new SecretNeed(
                    key, key, choice.agent() + " needs it at " + choice.provider(), true))
        .ifPresent(more::add);
    return new RunbookSecrets(collection, more);
  }

  static Optional<String> missingKey(
      ModelChoice choice, EnvironmentNames environment, Set<String> passed) {
    return choice
        .key()
        .filter(key -> lacks(environment, passed, key))
        .filter(key -> lacks(environment, passed, OTHER_NAMES.getOrDefault(key, key)));
  }

  private static boolean lacks(EnvironmentNames environment, Set<String> passed, String name) {
    return environment.isKnown() && !environment.has(name) && !passed.contains(name);
  }

  /**
   * Refuses to go on, after offering the user the page where they are set.
   *
   * @param nothing what was not done, such as "Nothing was started"
   * @param also what to add
   */
  <T> Mono<T> refuse(Call call, String nothing, String also) {
    String lacks = "The collection " + collection + " lacks secrets that the runbook needs: ";
    return call.offerPage(lacks + names() + ". They are set in its settings.", page())
        .then(
            Mono.error(
                () ->
                    new Declined(
                        nothing + ". " + lacks.stripTrailing() + "\n" + listed(call) + also)));
  }

  boolean isEmpty() {
    return needed.isEmpty();
  }

  String page() {
    return Links.to(collection);
  }

  /** The names of the variables, separated by commas. */
  String names() {
    return needed.stream().map(SecretNeed::env).collect(Collectors.joining(", "));
  }

  /** The variables with their descriptions and how to set them, a line each. */
  private String listed(Call call) {
    List<String> lines = new ArrayList<>();
    for (SecretNeed secret : needed) {
      String description = secret.description().isEmpty() ? "" : " (" + secret.description() + ")";
      lines.add("- " + secret.env() + description);
    }
    if (!call.local().isOfCaller() || !call.offers(SET_ENV_VAR)) {
      lines.add("The user sets them at " + page() + ".");
      return String.join("\n", lines);
    }
    lines.add("Set them at " + page() + ", or send these calls, for which the user may have to");
    lines.add("start this server with --secret-env and the names:");
    calls().forEach(next -> lines.add("- " + next.tool() + " " + next.arguments()));
    return String.join("\n", lines);
  }

  /** The calls that set them from variables of this server. */
  List<Next> calls() {
    return needed.stream()
        .map(SecretNeed::env)
        .map(
            env ->
                SET_ENV_VAR
                    .with(COLLECTION, collection)
                    .with(VARIABLE, env)
                    .with(FROM_ENV, env)
                    .because("ask first: stores a missing secret"))
        .toList();
  }
}
