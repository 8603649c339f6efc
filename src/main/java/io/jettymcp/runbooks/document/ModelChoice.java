package io.jettymcp.runbooks.document;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Chooses the agent, the model and the provider of a runbook.
 *
 * @param agent as Jetty accepts it
 * @param model by the name that the provider uses
 * @param provider as Jetty accepts it
 * @param key the environment variable of the collection that this needs; empty if the provider is
 *     not known to us
 * @param mismatch why the provider does not know the model, where that is certain
 * @param warnings what is not known to fit together, a sentence each
 */
public record ModelChoice(
    String agent,
    String model,
    String provider,
    Optional<String> key,
    Optional<String> mismatch,
    List<String> warnings) {
  /** A version as Anthropic writes it, {@code 4-6}; a date after it has more digits. */
  private static final Pattern DASHED = Pattern.compile("-(\\d{1,2})-(\\d{1,2})(?!\\d)");

  private static final Pattern DOTTED = Pattern.compile("-(\\d{1,2})\\.(\\d{1,2})(?!\\d)");

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._:/-]{1,60}");

  private static final String CONSEQUENCE =
      " The agent would quit within seconds, and the run end as completed without files.";

  public ModelChoice {
    warnings = List.copyOf(warnings);
  }

  /**
   * Chooses what is not given. A model that only one provider has by this name is taken from that
   * one; else the order is Jetty's: OpenRouter if its key is there, then Bedrock, then the agent's
   * own provider.
   *
   * @param environmentKeys the names of the collection's environment variables
   */
  public static ModelChoice of(
      Optional<String> agent,
      Optional<String> model,
      Optional<String> provider,
      Set<String> environmentKeys) {
    Agent runner =
        agent
            .flatMap(Agent::named)
            .or(() -> model.flatMap(Agent::ofModel))
            .orElse(Agent.CLAUDE_CODE);
    Optional<Provider> known =
        provider.isPresent()
            ? provider.flatMap(Provider::named)
            : Optional.of(pick(runner, model, environmentKeys));
    String chosen = model.orElseGet(() -> runner.defaultModel(known.orElse(runner.provider())));
    Optional<String> mismatch = known.flatMap(from -> mismatch(from, chosen));
    List<String> warnings = new ArrayList<>();
    known.flatMap(from -> otherSpelling(from, chosen)).ifPresent(warnings::add);
    if (known.equals(Optional.of(Provider.OPENROUTER))
        && chosen.indexOf('/') < 0
        && mismatch.isEmpty()) {
      warnings.add("openrouter calls models vendor/model." + CONSEQUENCE);
    }
    known
        .filter(from -> !runner.runsWith(from))
        .ifPresent(
            from ->
                warnings.add(
                    runner.label()
                        + " is not known to run with the provider "
                        + from.label()
                        + "."));
    return new ModelChoice(
        agent.orElse(runner.label()),
        chosen,
        provider.or(() -> known.map(Provider::label)).orElseThrow(),
        known.map(Provider::key),
        mismatch,
        warnings);
  }

  /** Returns all that does not, or may not, fit together. */
  public List<String> problems() {
    return Stream.concat(mismatch.stream(), warnings.stream()).toList();
  }

  private static Provider pick(Agent agent, Optional<String> model, Set<String> keys) {
    Provider own = agent.provider();
    if (model.isPresent() && model.get().indexOf('/') > 0) {
      return Provider.OPENROUTER;
    }
    if (model.isPresent() && keys.contains(own.key())) {
      return own;
    }
    for (Provider shared : List.of(Provider.OPENROUTER, Provider.BEDROCK)) {
      if (keys.contains(shared.key()) && agent.runsWith(shared)) {
        return shared;
      }
    }
    return own;
  }

  /** Quotes only names like known ones. */
  private static Optional<String> mismatch(Provider provider, String model) {
    Optional<Agent> maker = Agent.ofMaker(model);
    if (maker.isEmpty() || !NAME.matcher(model).matches()) {
      return Optional.empty();
    }
    Optional<Agent> own = Agent.ofOwnModels(provider);
    if (own.isPresent() && !own.equals(maker)) {
      return Optional.of(
          provider.label()
              + " has no model "
              + model
              + "; "
              + own.get().label()
              + " uses "
              + own.get().defaultModel(provider)
              + " there."
              + CONSEQUENCE);
    }
    String right = rightName(provider, model, maker.get());
    return isSpelledAs(right, model)
        ? Optional.empty()
        : Optional.of(called(provider, right, model));
  }

  /** Returns a warning if only dots and dashes differ: a provider may have names of both kinds. */
  private static Optional<String> otherSpelling(Provider provider, String model) {
    return Agent.ofMaker(model)
        .filter(maker -> NAME.matcher(model).matches())
        .map(maker -> rightName(provider, model, maker))
        .filter(right -> !right.equals(model) && isSpelledAs(right, model))
        .map(right -> called(provider, right, model));
  }

  private static boolean isSpelledAs(String right, String model) {
    return right.replace('.', '-').equals(model.replace('.', '-'));
  }

  private static String called(Provider provider, String right, String model) {
    return provider.label() + " calls this model " + right + ", not " + model + "." + CONSEQUENCE;
  }

  private static String rightName(Provider provider, String model, Agent maker) {
    boolean claude = maker == Agent.CLAUDE_CODE;
    if (provider == Provider.BEDROCK) {
      return model;
    }
    if (provider == Provider.OPENROUTER) {
      String dotted = claude ? DASHED.matcher(model).replaceFirst("-$1.$2") : model;
      return dotted.indexOf('/') < 0 ? maker.provider().label() + "/" + dotted : dotted;
    }
    String bare = model.substring(model.indexOf('/') + 1);
    return claude ? DOTTED.matcher(bare).replaceFirst("-$1-$2") : bare;
  }
}
