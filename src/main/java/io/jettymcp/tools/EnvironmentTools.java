package io.jettymcp.tools;

import static io.jettymcp.runs.RunSignatures.FROM_ENV;
import static io.jettymcp.runs.RunSignatures.VALUE;
import static io.jettymcp.runs.RunSignatures.VARIABLE;
import static io.jettymcp.tool.CommonParams.COLLECTION;

import io.jettymcp.jetty.Failure.BadArguments;
import io.jettymcp.jetty.Reply;
import io.jettymcp.jetty.Request;
import io.jettymcp.json.Json;
import io.jettymcp.runbooks.RequiredSecrets;
import io.jettymcp.runbooks.RunbookSource;
import io.jettymcp.runs.EnvironmentNames;
import io.jettymcp.runs.RunSignatures;
import io.jettymcp.secret.Secret;
import io.jettymcp.tool.Args;
import io.jettymcp.tool.Call;
import io.jettymcp.tool.CommonParams;
import io.jettymcp.tool.Effect;
import io.jettymcp.tool.Next;
import io.jettymcp.tool.Param;
import io.jettymcp.tool.ReplyShapes;
import io.jettymcp.tool.Result;
import io.jettymcp.tool.Tool;
import io.jettymcp.tool.Toolset;
import io.jettymcp.tool.View;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Environment variables of a collection. Only their names are ever shown. */
public final class EnvironmentTools {
  private static final Pattern VARIABLE_NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,254}");

  private static final Param<List<String>> REQUIRED_KEYS = Param.list("required_keys", "", 200);

  static final Tool LIST_ENV_VARS =
      Tool.named("list-env-vars", "List environment variables")
          .in(Toolset.ENVIRONMENT)
          .about("Lists the names of a collection's environment variables, never their values.")
          .effect(Effect.READ)
          .takes(COLLECTION)
          .gives(View.of(JsonNode.class).texts("keys").required())
          .sends(
              in -> environment(in.get(COLLECTION)),
              (in, reply) -> Result.of(keys(ReplyShapes.object(reply.body()))));

  static final Tool SET_ENV_VAR =
      Tool.named(RunSignatures.SET_ENV_VAR, "Set an environment variable")
          .in(Toolset.ENVIRONMENT)
          .about("Sets one environment variable of a collection; others stay.")
          .localDescription("Prefer from_env: the value then never passes the conversation.")
          .effect(Effect.OVERWRITE)
          .gives(
              View.of(JsonNode.class)
                  .text("name")
                  .required()
                  .text("action")
                  .describedAs("created or updated")
                  .required()
                  .texts("keys")
                  .required())
          .runs(EnvironmentTools::set);

  static final Tool DELETE_ENV_VAR =
      Tool.named("delete-env-var", "Delete an environment variable")
          .in(Toolset.ENVIRONMENT)
          .about("Deletes one environment variable of a collection for good.")
          .effect(Effect.DESTROY)
          .takes(VARIABLE, COLLECTION)
          .gives(
              View.of(JsonNode.class)
                  .text("name")
                  .required()
                  .bool("existed")
                  .describedAs("Whether it was there")
                  .required()
                  .bool("deleted")
                  .describedAs("Whether it is gone now")
                  .required()
                  .texts("keys")
                  .required())
          .runs(EnvironmentTools::delete);

  static final Tool CHECK_SECRETS =
      Tool.named("check-secrets", "Check secrets")
          .in(Toolset.ENVIRONMENT)
          .about(
              "Says which secrets a collection lacks, for a list of names or for a runbook. Use it"
                  + " before a run; set-env-var sets what is missing.")
          .effect(Effect.READ)
          .takes(REQUIRED_KEYS, RunbookSource.RUNBOOK, RunbookSource.RUNBOOK_PATH, COLLECTION)
          .gives(
              View.of(JsonNode.class)
                  .bool("ready")
                  .describedAs("Nothing required is missing")
                  .required()
                  .texts("configured")
                  .required()
                  .texts("missing")
                  .required()
                  .list(
                      "secrets",
                      View.of(JsonNode.class)
                          .text("name")
                          .text("env")
                          .bool("required")
                          .text("description")
                          .max(300)
                          .bool("configured"))
                  .required())
          .runs(EnvironmentTools::check);

  static final List<Tool> ALL = List.of(LIST_ENV_VARS, SET_ENV_VAR, DELETE_ENV_VAR, CHECK_SECRETS);

  private EnvironmentTools() {}

  private static Request environment(String collection) {
    return Request.get("/api/v1/collections/{}/environment", collection);
  }

  private static ObjectNode keys(JsonNode body) {
    ObjectNode data = Json.object();
    data.set("keys", Json.setNames(body.path("environment_variables")));
    return data;
  }

  private static JsonNode variables(Reply reply) {
    return reply.body().path("environment_variables");
  }

  private static boolean isSet(Reply reply, String name) {
    return variables(reply).hasNonNull(name);
  }

  private static Mono<Result> set(Call call) {
    Args in = call.in();
    String name = variable(in);
    Secret value = value(call);
    ObjectNode change = Json.object();
    change.putObject("environment_variables").put(name, value.reveal());
    return EnvironmentNames.fetch(call, in.get(COLLECTION))
        .flatMap(
            before ->
                call.send(patch(in.get(COLLECTION), change))
                    .flatMap(
                        answer ->
                            variables(answer).isObject()
                                ? Mono.just(answer)
                                : EnvironmentNames.fetch(call, in.get(COLLECTION)))
                    .map(
                        after -> {
                          ObjectNode data = Json.object().put("name", name);
                          data.put("action", isSet(before, name) ? "updated" : "created");
                          return Result.of(data.setAll(keys(after.body())));
                        }));
  }

  private static Request patch(String collection, ObjectNode change) {
    return Request.patch("/api/v1/collections/{}/environment", collection).json(change);
  }

  private static String variable(Args in) {
    String name = in.get(VARIABLE);
    if (!VARIABLE_NAME.matcher(name).matches()) {
      throw new BadArguments(
          "name",
          "\"name\" must be letters, digits and underscores and not start with a digit, for"
              + " example OPENAI_API_KEY.");
    }
    return name;
  }

  private static Secret value(Call call) {
    Args in = call.in();
    if (in.has(VALUE) == in.has(FROM_ENV)) {
      throw new BadArguments("value", CommonParams.oneOf(in, VALUE, FROM_ENV));
    }
    return in.find(VALUE)
        .orElseGet(() -> call.local().environment("from_env", in.find(FROM_ENV).orElseThrow()));
  }

  /** Deletes with null, then looks: some servers keep the name with a null under it. */
  private static Mono<Result> delete(Call call) {
    Args in = call.in();
    String name = variable(in);
    ObjectNode change = Json.object();
    change.putObject("environment_variables").putNull(name);
    return EnvironmentNames.fetch(call, in.get(COLLECTION))
        .flatMap(
            before ->
                call.send(patch(in.get(COLLECTION), change))
                    .then(EnvironmentNames.fetch(call, in.get(COLLECTION)))
                    .map(
                        after -> {
                          ObjectNode data = Json.object().put("name", name);
                          data.put("existed", isSet(before, name));
                          data.put("deleted", !isSet(after, name));
                          return Result.of(data.setAll(keys(after.body())));
                        }));
  }

  private static Mono<Result> check(Call call) {
    List<RequiredSecrets.Need> needs = RequiredSecrets.of(call, REQUIRED_KEYS);
    return EnvironmentNames.fetch(call, call.in().get(COLLECTION))
        .map(
            reply -> {
              Set<String> configured = new LinkedHashSet<>();
              Set<String> missing = new LinkedHashSet<>();
              ArrayNode secrets = Json.array();
              for (RequiredSecrets.Need need : needs) {
                boolean there = isSet(reply, need.env());
                if (there) {
                  configured.add(need.env());
                } else if (need.required()) {
                  missing.add(need.env());
                }
                secrets.add(need.describe(there));
              }
              ObjectNode data = Json.object().put("ready", missing.isEmpty());
              data.set("configured", Json.array(configured));
              data.set("missing", Json.array(missing));
              data.set("secrets", secrets);
              return missing.stream()
                  .findFirst()
                  .map(env -> Result.of(data).suggest(setting(call, env)))
                  .orElseGet(() -> Result.of(data));
            });
  }

  private static Next setting(Call call, String env) {
    return new Next(
        "set-env-var",
        Json.object()
            .put("collection", call.in().get(COLLECTION))
            .put("name", env)
            .put("from_env", env),
        "set what is missing, one by one");
  }
}
