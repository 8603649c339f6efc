package io.jettymcp.tools;

import static io.jettymcp.tool.CommonParams.COLLECTION;
import static io.jettymcp.tool.CommonParams.LIMIT;
import static io.jettymcp.tool.CommonParams.OFFSET;

import io.jettymcp.jetty.Request;
import io.jettymcp.json.FieldMask;
import io.jettymcp.json.Json;
import io.jettymcp.tool.Args;
import io.jettymcp.tool.Call;
import io.jettymcp.tool.Effect;
import io.jettymcp.tool.ListPage;
import io.jettymcp.tool.Result;
import io.jettymcp.tool.Tool;
import io.jettymcp.tool.Toolset;
import io.jettymcp.tool.View;
import java.util.List;
import java.util.stream.Stream;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What a collection has beside its tasks: datasets and models. */
final class AssetTools {
  private static final View<JsonNode> ASSET =
      View.of(JsonNode.class)
          .text("name")
          .text("type")
          .text("format")
          .text("description")
          .max(300)
          .text("path");

  private static final FieldMask BRIEF =
      FieldMask.fields("name", "entity_type", "format", "description", "long_description")
          .with("data_path", FieldMask.ALL)
          .with("model_path", FieldMask.ALL);

  /** The one route ends with a slash, the other must not. */
  static final Tool LIST_DATASETS = list("datasets", "/api/v1/datasets/{}");

  static final Tool LIST_MODELS = list("models", "/api/v1/models/{}/");

  static final List<Tool> ALL = List.of(LIST_DATASETS, LIST_MODELS);

  private AssetTools() {}

  private static Tool list(String noun, String route) {
    String name = "list-" + noun;
    return Tool.named(name, "List " + noun)
        .in(Toolset.ASSETS)
        .about("Lists a collection's " + noun + ".")
        .effect(Effect.READ)
        .takes(LIMIT, OFFSET, COLLECTION)
        .gives(
            View.of(JsonNode.class)
                .list(noun, ASSET)
                .required()
                .integer("returned")
                .required()
                .bool("has_more")
                .required())
        .runs(call -> list(call, name, noun, route));
  }

  private static Mono<Result> list(Call call, String tool, String noun, String route) {
    Args in = call.in();
    String collection = in.get(COLLECTION);
    Request all = Request.get(route, collection).fields(BRIEF);
    return ListPage.read(call, all, in.get(OFFSET), in.get(LIMIT))
        .map(
            rows ->
                rows.result(
                    noun,
                    AssetTools::asset,
                    tool,
                    Json.object().put("collection", collection),
                    in.get(OFFSET),
                    in.get(LIMIT)));
  }

  private static ObjectNode asset(JsonNode from) {
    ObjectNode asset = Json.object();
    first(asset, "name", from, "name");
    first(asset, "type", from, "entity_type");
    first(asset, "format", from, "format");
    first(asset, "description", from, "description", "long_description");
    first(asset, "path", from, "data_path", "model_path");
    return asset;
  }

  private static void first(ObjectNode asset, String field, JsonNode from, String... names) {
    Stream.of(names)
        .flatMap(name -> Json.text(from, name).stream())
        .findFirst()
        .ifPresent(text -> asset.put(field, text));
  }
}
