package io.jettymcp.tools;

import static io.jettymcp.tool.CommonParams.COLLECTION;
import static io.jettymcp.tool.CommonParams.LIMIT;
import static io.jettymcp.tool.CommonParams.OFFSET;

import io.jettymcp.jetty.Exchange;
import io.jettymcp.jetty.Failure;
import io.jettymcp.jetty.Failure.Declined;
import io.jettymcp.jetty.Failure.NotSignedIn;
import io.jettymcp.jetty.Failure.Refused;
import io.jettymcp.jetty.Reply;
import io.jettymcp.jetty.Request;
import io.jettymcp.json.Json;
import io.jettymcp.runs.EnvironmentNames;
import io.jettymcp.runs.Runs;
import io.jettymcp.runs.Trial;
import io.jettymcp.tool.Args;
import io.jettymcp.tool.Call;
import io.jettymcp.tool.Effect;
import io.jettymcp.tool.Links;
import io.jettymcp.tool.ListPage;
import io.jettymcp.tool.Next;
import io.jettymcp.tool.Param;
import io.jettymcp.tool.ReplyShapes;
import io.jettymcp.tool.Result;
import io.jettymcp.tool.Tool;
import io.jettymcp.tool.Toolset;
import io.jettymcp.tool.View;
import java.util.List;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

/** Who you are, which collections there are, and the trial. */
final class AccountTools {
  private static final Param<String> NEW_NAME =
      Param.name("name", "Name of the new collection").required();
  private static final Param<String> DESCRIPTION = Param.text("description", "");

  private static final View<JsonNode> COLLECTION_VIEW =
      View.of(JsonNode.class).text("name").text("description").max(300).text("url");

  static final Tool WHOAMI =
      Tool.named("whoami", "Who am I")
          .in(Toolset.ACCOUNT)
          .about(
              "Shows which Jetty account, token (redacted), API address and collections this"
                  + " server works with. Use it first, or when calls are refused.")
          .effect(Effect.READ)
          .gives(
              View.of(JsonNode.class)
                  .text("token")
                  .describedAs("Redacted")
                  .text("token_source")
                  .text("api_url")
                  .text("auth_type")
                  .text("access_level")
                  .text("identifier")
                  .texts("collections")
                  .text("default_collection")
                  .text("server_version")
                  .required())
          .runs(AccountTools::whoami);

  static final Tool LIST_COLLECTIONS =
      Tool.named("list-collections", "List collections")
          .in(Toolset.ACCOUNT)
          .about("Lists the collections the token may see. Tasks live in collections.")
          .effect(Effect.READ)
          .takes(LIMIT, OFFSET)
          .gives(
              View.of(JsonNode.class)
                  .list("collections", COLLECTION_VIEW)
                  .required()
                  .integer("returned")
                  .required()
                  .bool("has_more")
                  .required())
          .runs(AccountTools::listCollections);

  static final Tool GET_COLLECTION =
      Tool.named("get-collection", "Show a collection")
          .in(Toolset.ACCOUNT)
          .about(
              "Shows one collection and the names of its environment variables, never values."
                  + " list-tasks shows what is in it.")
          .effect(Effect.READ)
          .takes(COLLECTION)
          .gives(
              View.of(JsonNode.class)
                  .text("name")
                  .text("description")
                  .text("url")
                  .texts("environment_keys"))
          .runs(AccountTools::getCollection);

  static final Tool CREATE_COLLECTION =
      Tool.named("create-collection", "Create a collection")
          .in(Toolset.ACCOUNT)
          .about(
              "Creates a collection. Needs a person's token: API keys (mlc_) are bound to one"
                  + " collection and may not.")
          .effect(Effect.ADD)
          .takes(NEW_NAME, DESCRIPTION)
          .gives(COLLECTION_VIEW)
          .runs(AccountTools::createCollection);

  static final Tool GET_TRIAL_STATUS =
      Tool.named("get-trial-status", "Show the trial")
          .in(Toolset.ACCOUNT)
          .about("Shows whether a collection is on trial and how many trial runs are left.")
          .effect(Effect.READ)
          .takes(COLLECTION)
          .gives(Trial.VIEW)
          .sends(
              in -> Request.get("/api/v1/trial/{}", in.get(COLLECTION)),
              (in, reply) -> Result.of(Trial.VIEW, new Trial(ReplyShapes.object(reply.body()))));

  static final Tool ACTIVATE_TRIAL =
      Tool.named("activate-trial", "Activate the trial")
          .in(Toolset.ACCOUNT)
          .about(
              "Starts a collection's trial: a few runs on Jetty's own model keys. Check"
                  + " get-trial-status first.")
          .effect(Effect.ADD)
          .takes(COLLECTION)
          .gives(Trial.VIEW)
          .runs(AccountTools::activateTrial);

  static final List<Tool> ALL =
      List.of(
          WHOAMI,
          LIST_COLLECTIONS,
          GET_COLLECTION,
          CREATE_COLLECTION,
          GET_TRIAL_STATUS,
          ACTIVATE_TRIAL);

  private AccountTools() {}

  private static Mono<Result> whoami(Call call) {
    Mono<JsonNode> account =
        call.send(Request.get("/api/v1/auth/whoami"))
            .map(Reply::body)
            .onErrorResume(Runs::isNotFound, e -> Mono.just(MissingNode.getInstance()));
    return Mono.zip(account, collections(call, 0, 100))
        .map(
            both -> {
              ObjectNode data = call.local().identity().deepCopy();
              for (String field : List.of("auth_type", "access_level", "identifier")) {
                Json.text(both.getT1(), field).ifPresent(text -> data.put(field, text));
              }
              data.set("collections", Json.array(names(both.getT2())));
              return Result.of(data).mentionsCollections(names(both.getT2()));
            });
  }

  private static Mono<ListPage> collections(Exchange jetty, int offset, int limit) {
    return ListPage.read(jetty, Request.get("/api/v1/collections/"), offset, limit);
  }

  private static Mono<Result> listCollections(Call call) {
    Args in = call.in();
    return collections(call, in.get(OFFSET), in.get(LIMIT))
        .map(
            rows ->
                rows.result(
                        "collections",
                        AccountTools::collection,
                        "list-collections",
                        Json.object(),
                        in.get(OFFSET),
                        in.get(LIMIT))
                    .mentionsCollections(names(rows)));
  }

  private static List<String> names(ListPage collections) {
    return collections.items().stream().flatMap(c -> Json.text(c, "name").stream()).toList();
  }

  private static Mono<Result> getCollection(Call call) {
    String name = call.in().get(COLLECTION);
    Mono<Reply> environment =
        EnvironmentNames.fetch(call, name)
            .onErrorResume(
                Refused.class, e -> Mono.just(new Reply(200, MissingNode.getInstance())));
    return Mono.zip(call.send(Request.get("/api/v1/collections/{}", name)), environment)
        .map(
            both -> {
              ObjectNode data = collection(name, ReplyShapes.object(both.getT1().body()));
              JsonNode variables = both.getT2().body().path("environment_variables");
              if (!both.getT2().body().isMissingNode()) {
                data.set("environment_keys", Json.setNames(variables));
              }
              return Result.of(data)
                  .suggest(
                      new Next(
                          "list-tasks", Json.object().put("collection", name), "what is in it"));
            });
  }

  private static Mono<Result> createCollection(Call call) {
    String name = call.in().get(NEW_NAME);
    ObjectNode body = Json.object().put("name", name);
    call.in().find(DESCRIPTION).ifPresent(text -> body.put("description", text));
    return call.send(Request.post("/api/v1/collections/").json(body))
        .map(reply -> Result.of(collection(name, reply.body())).mentionsCollections(List.of(name)))
        .onErrorMap(
            failure -> failure instanceof NotSignedIn refused && refused.tokenSent(),
            failure ->
                new Declined(
                    "Nothing was created: API keys are bound to one collection and may not create"
                        + " others. Create it at https://jetty.io, or use a person's token."));
  }

  /** A collection that Jetty was asked for, or told to create, by name. */
  private static ObjectNode collection(String name, JsonNode from) {
    ObjectNode data = Json.object().put("name", name).put("url", Links.to(name));
    return data.setAll(collection(from));
  }

  private static ObjectNode collection(JsonNode from) {
    ObjectNode data = Json.object();
    Json.text(from, "name").ifPresent(name -> data.put("name", name).put("url", Links.to(name)));
    Json.text(from, "description").ifPresent(text -> data.put("description", text));
    return data;
  }

  private static Mono<Result> activateTrial(Call call) {
    String name = call.in().get(COLLECTION);
    return call.send(Request.post("/api/v1/trial/{}/activate", name))
        .flatMap(
            activated ->
                call.send(Request.get("/api/v1/trial/{}", name))
                    .onErrorReturn(Failure.class, activated)
                    .map(reply -> Result.of(Trial.VIEW, new Trial(reply.body()))));
  }
}
