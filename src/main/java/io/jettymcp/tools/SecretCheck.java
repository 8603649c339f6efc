package io.jettymcp.tools;

import static io.jettymcp.runs.RunSignatures.FROM_ENV;
import static io.jettymcp.runs.RunSignatures.VARIABLE;
import static io.jettymcp.tool.CommonParams.COLLECTION;

import io.jettymcp.runbooks.document.Frontmatter.SecretNeed;
import io.jettymcp.runs.EnvironmentNames;
import io.jettymcp.runs.RunSignatures;
import io.jettymcp.text.NearestName;
import io.jettymcp.tool.Call;
import io.jettymcp.tool.Next;
import io.jettymcp.tool.Result;
import io.jettymcp.tool.View;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Compares the secrets that are needed with those that a collection has.
 *
 * @param allowed the variables of this process that {@code from_env} accepts, with whether they are
 *     set
 */
record SecretCheck(List<SecretNeed> needs, EnvironmentNames names, Map<String, Boolean> allowed) {
  static final View<SecretCheck> VIEW =
      View.of(SecretCheck.class)
          .bool("ready", check -> check.missing().isEmpty())
          .describedAs("Nothing required is missing")
          .required()
          .texts("configured", check -> check.variables(check::isConfigured))
          .required()
          .texts("missing", SecretCheck::missing)
          .required()
          .list(
              "secrets",
              View.of(SecretState.class)
                  .text("name", secret -> secret.need().name())
                  .text("env", secret -> secret.need().env())
                  .bool("required", secret -> secret.need().required())
                  .text("description", secret -> secret.need().description())
                  .max(300)
                  .unlessEmpty()
                  .bool("configured", SecretState::configured)
                  .text("near", SecretState::near)
                  .describedAs("Configured variable with a similar name"),
              SecretCheck::secrets)
          .required()
          .texts("model_keys", check -> check.names().providerKeys())
          .describedAs("Keys of model providers that are set")
          .required()
          .list(
              "server_variables",
              View.of(Variable.class).text("name", Variable::name).bool("set", Variable::set),
              SecretCheck::variablesOfProcess)
          .describedAs("Variables of this server that set-env-var can read")
          .unlessEmpty();

  /** One secret, whether it is there, and the variable that may hold it under another name. */
  private record SecretState(SecretNeed need, boolean configured, Optional<String> near) {}

  private record Variable(String name, boolean set) {}

  static SecretCheck of(Call call, List<SecretNeed> needs, EnvironmentNames names) {
    return new SecretCheck(needs, names, call.local().allowedVariables());
  }

  /** Returns the result with the call that sets the first missing secret, if one can. */
  Result result(String collection) {
    Result result = Result.of(VIEW, this);
    return missing().stream()
        .flatMap(
            variable -> source(variable).map(from -> setting(collection, variable, from)).stream())
        .findFirst()
        .map(result::suggest)
        .orElse(result);
  }

  private Set<String> missing() {
    return variables(need -> need.required() && !isConfigured(need));
  }

  private Set<String> variables(Predicate<SecretNeed> which) {
    return needs.stream()
        .filter(which)
        .map(SecretNeed::env)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private boolean isConfigured(SecretNeed need) {
    return names.has(need.env());
  }

  private List<SecretState> secrets() {
    return needs.stream()
        .map(need -> new SecretState(need, isConfigured(need), near(need)))
        .toList();
  }

  private Optional<String> near(SecretNeed need) {
    return isConfigured(need) ? Optional.empty() : NearestName.of(need.env(), names.names());
  }

  private List<Variable> variablesOfProcess() {
    return allowed.entrySet().stream()
        .map(entry -> new Variable(entry.getKey(), entry.getValue()))
        .toList();
  }

  /** Returns the variable of this process that has the value: of the same or a similar name. */
  private Optional<String> source(String variable) {
    List<String> set =
        allowed.entrySet().stream().filter(Map.Entry::getValue).map(Map.Entry::getKey).toList();
    return set.contains(variable) ? Optional.of(variable) : NearestName.of(variable, set);
  }

  private static Next setting(String collection, String variable, String from) {
    return RunSignatures.SET_ENV_VAR
        .with(COLLECTION, collection)
        .with(VARIABLE, variable)
        .with(FROM_ENV, from)
        .because("ask first: stores the missing secret");
  }
}
