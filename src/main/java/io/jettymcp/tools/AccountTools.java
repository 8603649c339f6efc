package io.jettymcp.tools;

import static io.jettymcp.tool.CommonParams.COLLECTION;
import static io.jettymcp.tool.CommonParams.LIMIT;
import static io.jettymcp.tool.CommonParams.OFFSET;

import io.jettymcp.jetty.Exchange;
import io.jettymcp.jetty.Failure;
import io.jettymcp.jetty.Failure.Declined;
import io.jettymcp.jetty.Failure.NotSignedIn;
import io.jettymcp.jetty.Reply;
import io.jettymcp.jetty.Request;
import io.jettymcp.json.Json;
import io.jettymcp.runs.EnvironmentNames;
import io.jettymcp.runs.Runs;
import io.jettymcp.runs.Trial;
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
import java.util.Optional;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

/** Declares the tools about the account, its collections and the trial. */
final class AccountTools {
  private static final Param<String> NEW_NAME = Param.name("name", "New name").required();
  private static final Param<String> DESCRIPTION = Param.text("description", "Purpose");

  /** How many collections whoami names. */
  private static final int MAX_COLLECTIONS = 100;

  /** How much of a description lists show, in characters. */
  private static final int MAX_DESCRIPTION_LENGTH = 300;

  /** The account of the token, as this server and Jetty know it. */
  private record Account(
      ObjectNode identity, JsonNode json, List<String> collections, boolean more) {
    static final View<Account> VIEW =
        View.of(Account.class)
            .text("token", account -> account.identity().path("token"))
            .describedAs("Redacted")
            .text("token_source", account -> account.identity().path("token_source"))
            .text("api_url", account -> account.identity().path("api_url"))
            .text("auth_type", account -> Json.text(account.json(), "auth_type"))
            .text("access_level", account -> Json.text(account.json(), "access_level"))
            .text("identifier", account -> Json.text(account.json(), "identifier"))
            .texts("collections", Account::collections)
            .integer("returned", account -> account.collections().size())
            .bool("has_more", Account::more)
            .text("default_collection", account -> account.identity().path("default_collection"))
            .text("server_version", account -> account.identity().path("server_version"))
            .required();
  }

  /** A collection, whose name Jetty may leave out where the call named it. */
  private record Collection(String asked, JsonNode json) {
    static final View<Collection> SUMMARY = view(MAX_DESCRIPTION_LENGTH);

    String name() {
      return Json.text(json, "name").orElse(asked);
    }

    Optional<String> url() {
      return name().isEmpty() ? Optional.empty() : Optional.of(Links.to(name()));
    }

    static View<Collection> view(int maxDescription) {
      return View.of(Collection.class)
          .text("name", Collection::name)
          .unlessEmpty()
          .text("description", collection -> Json.text(collection.json(), "description"))
          .max(maxDescription)
          .text("url", Collection::url);
    }
  }

  private record CollectionDetails(Collection collection, EnvironmentNames environment) {
    static final View<CollectionDetails> VIEW =
        View.of(CollectionDetails.class)
            .include(Collection.view(Integer.MAX_VALUE), CollectionDetails::collection)
            .texts(
                "environment_keys",
                details ->
                    Optional.of(details.environment())
                        .filter(EnvironmentNames::isKnown)
                        .map(EnvironmentNames::names));
  }

  static final Tool WHOAMI =
      Tool.named("whoami", "Who am I")
          .in(Toolset.ACCOUNT)
          .about(
              "Shows which Jetty account, token (redacted), API address and collections this"
                  + " server works with. Use it first, or when calls are refused.")
          .effect(Effect.READ)
          .gives(() -> Account.VIEW)
          .runs(AccountTools::whoami);

  static final Tool LIST_COLLECTIONS =
      Tool.named("list-collections", "List collections")
          .in(Toolset.ACCOUNT)
          .about("Lists the collections that the token can see. Tasks live in collections.")
          .effect(Effect.READ)
          .takes(LIMIT, OFFSET)
          .gives(() -> ListPage.view("collections", Collection.SUMMARY))
          .runs(AccountTools::listCollections);

  static final Tool GET_COLLECTION =
      Tool.named("get-collection", "Show a collection")
          .in(Toolset.ACCOUNT)
          .about(
              "Shows one collection and the names of its environment variables, never values."
                  + " list-tasks shows what is in it.")
          .effect(Effect.READ)
          .takes(COLLECTION)
          .gives(() -> CollectionDetails.VIEW)
          .runs(AccountTools::getCollection);

  static final Tool CREATE_COLLECTION =
      Tool.named("create-collection", "Create a collection")
          .in(Toolset.ACCOUNT)
          .about(
              "Creates a collection. Needs a person's token: API keys (mlc_) are bound to one"
                  + " collection and cannot.")
          .effect(Effect.ADD)
          .takes(NEW_NAME, DESCRIPTION)
          .gives(() -> Collection.SUMMARY)
          .runs(AccountTools::createCollection);

  static final Tool GET_TRIAL_STATUS =
      Tool.named("get-trial-status", "Show the trial")
          .in(Toolset.ACCOUNT)
          .about("Shows whether a collection is on trial and how many trial runs are left.")
          .effect(Effect.READ)
          .takes(COLLECTION)
          .gives(() -> Trial.VIEW)
          .sends(
              in -> Trial.request(in.get(COLLECTION)),
              (in, reply) -> Result.of(Trial.VIEW, new Trial(ReplyShapes.object(reply.body()))));

  static final Tool ACTIVATE_TRIAL =
      Tool.named("activate-trial", "Activate the trial")
          .in(Toolset.ACCOUNT)
          .about(
              "Starts a collection's trial: a few runs on Jetty's own model keys. Check"
                  + " get-trial-status first.")
          .effect(Effect.ADD)
          .takes(COLLECTION)
          .gives(() -> Trial.VIEW)
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
    return Mono.zip(account, collections(call, 0, MAX_COLLECTIONS))
        .map(
            both -> {
              List<String> names = names(both.getT2());
              boolean more = both.getT2().more();
              return Result.of(
                      Account.VIEW, new Account(call.local().identity(), both.getT1(), names, more))
                  .paged(new Result.Page("collections", more, AccountTools::collectionsAfter))
                  .mentionsCollections(names);
            });
  }

  private static Next collectionsAfter(int first) {
    return LIST_COLLECTIONS
        .signature()
        .with(OFFSET, first)
        .with(LIMIT, MAX_COLLECTIONS)
        .because("the other collections");
  }

  private static Mono<ListPage<Collection>> collections(Exchange jetty, int offset, int limit) {
    return ListPage.read(jetty, Request.get("/api/v1/collections/"), offset, limit)
        .map(rows -> rows.map(json -> new Collection("", json)));
  }

  private static Mono<Result> listCollections(Call call) {
    return collections(call, call.in().get(OFFSET), call.in().get(LIMIT))
        .map(
            rows ->
                rows.result(Collection.SUMMARY, "collections", LIST_COLLECTIONS.signature().call())
                    .mentionsCollections(names(rows)));
  }

  private static List<String> names(ListPage<Collection> collections) {
    return collections.items().stream()
        .map(Collection::name)
        .filter(name -> !name.isEmpty())
        .toList();
  }

  private static Mono<Result> getCollection(Call call) {
    String name = call.in().get(COLLECTION);
    return Mono.zip(
            call.send(Request.get("/api/v1/collections/{}", name)),
            EnvironmentNames.read(call, name))
        .map(
            both -> {
              Collection collection = new Collection(name, ReplyShapes.object(both.getT1().body()));
              return Result.of(
                      CollectionDetails.VIEW, new CollectionDetails(collection, both.getT2()))
                  .suggest(
                      TaskTools.LIST_TASKS
                          .signature()
                          .with(COLLECTION, collection.name())
                          .because("what is in it"));
            });
  }

  private static Mono<Result> createCollection(Call call) {
    String name = call.in().get(NEW_NAME);
    ObjectNode body = Json.object().put("name", name);
    call.in().find(DESCRIPTION).ifPresent(text -> body.put("description", text));
    return call.send(Request.post("/api/v1/collections/").json(body))
        .map(
            reply ->
                Result.of(Collection.SUMMARY, new Collection(name, reply.body()))
                    .mentionsCollections(List.of(name)))
        .onErrorMap(
            failure -> failure instanceof NotSignedIn refused && refused.tokenSent(),
            failure ->
                new Declined(
                    "Nothing was created: API keys are bound to one collection and cannot create"
                        + " others. Create it at https://jetty.io, or use a person's token."));
  }

  private static Mono<Result> activateTrial(Call call) {
    String name = call.in().get(COLLECTION);
    return call.send(Request.post("/api/v1/trial/{}/activate", name))
        .flatMap(
            activated ->
                call.send(Trial.request(name))
                    .onErrorReturn(Failure.class, activated)
                    .map(reply -> Result.of(Trial.VIEW, new Trial(reply.body()))));
  }
}
