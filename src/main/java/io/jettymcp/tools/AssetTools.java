package io.jettymcp.tools;

import static io.jettymcp.tool.CommonParams.COLLECTION;
import static io.jettymcp.tool.CommonParams.LIMIT;
import static io.jettymcp.tool.CommonParams.OFFSET;

import io.jettymcp.jetty.Failure.Declined;
import io.jettymcp.jetty.Failure.NotSignedIn;
import io.jettymcp.jetty.Request;
import io.jettymcp.json.FieldMask;
import io.jettymcp.json.Json;
import io.jettymcp.tool.Args;
import io.jettymcp.tool.Call;
import io.jettymcp.tool.Effect;
import io.jettymcp.tool.ListPage;
import io.jettymcp.tool.Signature;
import io.jettymcp.tool.Tool;
import io.jettymcp.tool.Toolset;
import io.jettymcp.tool.View;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** Declares the tools about the datasets and models of a collection. */
final class AssetTools {
  private static final FieldMask BRIEF =
      FieldMask.fields("name", "entity_type", "format", "description", "long_description")
          .with("data_path", FieldMask.ALL)
          .with("model_path", FieldMask.ALL);

  /** This route must not end with a slash, the one of models must. */
  static final Tool LIST_DATASETS =
      list("datasets", "/api/v1/datasets/{}", "Lists a collection's datasets.");

  static final Tool LIST_MODELS =
      list(
          "models",
          "/api/v1/models/{}/",
          "Lists the trained models registered in a collection, not the LLMs that chat-completion"
              + " accepts.");

  static final List<Tool> ALL = List.of(LIST_DATASETS, LIST_MODELS);

  private AssetTools() {}

  private static View<JsonNode> asset() {
    return View.of(JsonNode.class)
        .text("name", asset -> first(asset, "name"))
        .text("type", asset -> first(asset, "entity_type"))
        .text("format", asset -> first(asset, "format"))
        .text("description", asset -> first(asset, "description", "long_description"))
        .max(300)
        .text("path", asset -> first(asset, "data_path", "model_path"));
  }

  private static Tool list(String noun, String route, String about) {
    String name = "list-" + noun;
    Signature signature = Signature.of(name, LIMIT, OFFSET, COLLECTION);
    return Tool.named(signature, "List " + noun)
        .in(Toolset.ASSETS)
        .about(about)
        .effect(Effect.READ)
        .gives(() -> ListPage.view(noun, asset()))
        .runs(
            call -> {
              Args in = call.in();
              String collection = in.get(COLLECTION);
              Request all = Request.get(route, collection).fields(BRIEF);
              return ListPage.read(call, all, in.get(OFFSET), in.get(LIMIT))
                  .map(rows -> rows.result(asset(), noun, signature.with(COLLECTION, collection)))
                  .onErrorMap(
                      failure -> isKeyRefused(call, failure), failure -> personNeeded(noun));
            });
  }

  /** Returns whether Jetty refused an API key, where only a person's token may do. */
  private static boolean isKeyRefused(Call call, Throwable failure) {
    return failure instanceof NotSignedIn refused
        && refused.detail().equals("Invalid or expired token")
        && call.local().identity().path("token").asString("").startsWith("mlc_");
  }

  private static Declined personNeeded(String noun) {
    return new Declined(
        "Nothing was read: Jetty refused the API key, which is bound to one collection and may not"
            + " list "
            + noun
            + ". If whoami works, use a person's token or see https://jetty.io; else the key has"
            + " expired or been revoked.");
  }

  private static Optional<String> first(JsonNode asset, String... fields) {
    return Stream.of(fields).flatMap(field -> Json.text(asset, field).stream()).findFirst();
  }
}
