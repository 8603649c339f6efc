package io.jettymcp.tools;

import static io.jettymcp.runs.RunSignatures.FROM_ENV;
import static io.jettymcp.runs.RunSignatures.VALUE;
import static io.jettymcp.runs.RunSignatures.VARIABLE;
import static io.jettymcp.tool.CommonParams.COLLECTION;

import io.jettymcp.jetty.Failure.BadArguments;
import io.jettymcp.jetty.Request;
import io.jettymcp.json.Json;
import io.jettymcp.runbooks.RequiredSecrets;
import io.jettymcp.runbooks.RunbookSource;
import io.jettymcp.runs.EnvironmentNames;
import io.jettymcp.runs.RunSignatures;
import io.jettymcp.secret.Secret;
import io.jettymcp.text.VariableName;
import io.jettymcp.tool.Args;
import io.jettymcp.tool.Call;
import io.jettymcp.tool.CommonParams;
import io.jettymcp.tool.Effect;
import io.jettymcp.tool.Param;
import io.jettymcp.tool.ReplyShapes;
import io.jettymcp.tool.Result;
import io.jettymcp.tool.Tool;
import io.jettymcp.tool.Toolset;
import io.jettymcp.tool.View;
import java.util.List;
import java.util.Optional;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.ObjectNode;

/**
 * Declares the tools about the environment variables of a collection. Only their names are ever
 * shown.
 */
public final class EnvironmentTools {
  private static final Param<List<String>> REQUIRED_KEYS =
      Param.list("required_keys", "Variable names", 200);

  /** A change of a variable, with the environment before and after. */
  private record Change(String name, EnvironmentNames before, EnvironmentNames after) {
    static final View<Change> SET =
        View.of(Change.class)
            .text("name", Change::name)
            .required()
            .text("action", change -> change.before().has(change.name()) ? "updated" : "created")
            .describedAs("created or updated")
            .required()
            .include(EnvironmentNames.VIEW, Change::after);

    static final View<Change> DELETED =
        View.of(Change.class)
            .text("name", Change::name)
            .required()
            .bool("existed", change -> change.before().has(change.name()))
            .describedAs("Whether it was there")
            .required()
            .bool("deleted", change -> !change.after().has(change.name()))
            .describedAs("Whether it is gone now")
            .required()
            .include(EnvironmentNames.VIEW, Change::after);
  }

  static final Tool LIST_ENV_VARS =
      Tool.named("list-env-vars", "List environment variables")
          .in(Toolset.ENVIRONMENT)
          .about("Lists the names of a collection's environment variables, never their values.")
          .effect(Effect.READ)
          .takes(COLLECTION)
          .gives(() -> EnvironmentNames.VIEW)
          .sends(
              in -> EnvironmentNames.request(in.get(COLLECTION)),
              (in, reply) ->
                  Result.of(
                      EnvironmentNames.VIEW,
                      new EnvironmentNames(ReplyShapes.object(reply.body()))));

  static final Tool SET_ENV_VAR =
      Tool.named(RunSignatures.SET_ENV_VAR, "Set an environment variable")
          .in(Toolset.ENVIRONMENT)
          .about("Sets one environment variable of a collection; others stay.")
          .localSentence("Prefer from_env: the value then never passes the conversation.")
          .effect(Effect.OVERWRITE)
          .gives(() -> Change.SET)
          .runs(EnvironmentTools::set);

  static final Tool DELETE_ENV_VAR =
      Tool.named("delete-env-var", "Delete an environment variable")
          .in(Toolset.ENVIRONMENT)
          .about("Permanently deletes one environment variable of a collection.")
          .effect(Effect.DESTROY)
          .takes(VARIABLE, COLLECTION)
          .gives(() -> Change.DELETED)
          .runs(EnvironmentTools::delete);

  static final Tool CHECK_SECRETS =
      Tool.named("check-secrets", "Check secrets")
          .in(Toolset.ENVIRONMENT)
          .about(
              "Shows which secrets a collection lacks, for a list of names or for a runbook. Use"
                  + " it before a run; set-env-var sets what is missing.")
          .effect(Effect.READ)
          .takes(REQUIRED_KEYS, RunbookSource.RUNBOOK, RunbookSource.RUNBOOK_PATH, COLLECTION)
          .gives(() -> SecretCheck.VIEW)
          .runs(EnvironmentTools::check);

  static final List<Tool> ALL = List.of(LIST_ENV_VARS, SET_ENV_VAR, DELETE_ENV_VAR, CHECK_SECRETS);

  private EnvironmentTools() {}

  private static Mono<EnvironmentNames> names(Call call) {
    return EnvironmentNames.fetch(call, call.in().get(COLLECTION));
  }

  private static Mono<Result> set(Call call) {
    String name = variable(call.in());
    Secret value = value(call);
    ObjectNode variables = Json.object().put(name, value.reveal());
    return names(call)
        .flatMap(
            before ->
                patch(call, variables)
                    .filter(after -> after.body().path("environment_variables").isObject())
                    .switchIfEmpty(Mono.defer(() -> names(call)))
                    .map(after -> Result.of(Change.SET, new Change(name, before, after))));
  }

  private static Mono<EnvironmentNames> patch(Call call, ObjectNode variables) {
    return call.send(
            Request.patch("/api/v1/collections/{}/environment", call.in().get(COLLECTION))
                .json(Json.object().set("environment_variables", variables)))
        .map(reply -> new EnvironmentNames(reply.body()));
  }

  private static String variable(Args in) {
    String name = in.get(VARIABLE);
    checkName(VARIABLE.name(), "", name);
    return name;
  }

  /**
   * @param place in the argument, if it has several names
   */
  private static void checkName(String argument, String place, String name) {
    if (!VariableName.isValid(name)) {
      throw new BadArguments(
          argument,
          "\""
              + argument
              + place
              + "\" must be letters, digits and underscores and not start with a digit, for"
              + " example OPENAI_API_KEY.");
    }
  }

  private static Secret value(Call call) {
    Args in = call.in();
    Optional<Secret> value =
        in.find(VALUE).filter(given -> !in.has(FROM_ENV) || !Param.isFiller(given.reveal()));
    if (value.isPresent() == in.has(FROM_ENV)) {
      throw new BadArguments("value", CommonParams.oneOf(in, VALUE, FROM_ENV));
    }
    if (value.filter(given -> given.reveal().isEmpty()).isPresent()) {
      throw new BadArguments(
          "value", "\"value\" is empty. To remove the variable, use delete-env-var.");
    }
    return value.orElseGet(
        () -> call.local().environment("from_env", in.find(FROM_ENV).orElseThrow()));
  }

  /** Deletes with null, then reads again: some servers keep the name with a null under it. */
  private static Mono<Result> delete(Call call) {
    String name = variable(call.in());
    return names(call)
        .flatMap(
            before ->
                patch(call, Json.object().putNull(name))
                    .then(names(call))
                    .map(after -> Result.of(Change.DELETED, new Change(name, before, after))));
  }

  private static Mono<Result> check(Call call) {
    List<String> keys = call.in().find(REQUIRED_KEYS).orElse(List.of());
    for (int i = 0; i < keys.size(); i++) {
      checkName(REQUIRED_KEYS.name(), "[" + i + "]", keys.get(i));
    }
    RequiredSecrets secrets = RequiredSecrets.of(call, REQUIRED_KEYS);
    return names(call)
        .flatMap(
            names ->
                secrets
                    .in(call, names)
                    .map(needs -> SecretCheck.of(call, needs, names))
                    .map(check -> check.result(call.in().get(COLLECTION))));
  }
}
