package io.jettymcp.simulator;

import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Datasets and models. Their two lists differ as at Jetty: in the slash at the end, in whether a
 * token is asked for, and in what they say to a bad page.
 */
final class AssetsApi {
  private static final int PAGE = 100;
  private static final int MAX_PAGE = 500;

  /** What only the answer about one asset holds. */
  private static final List<String> DETAILS =
      List.of("dataset_metadata", "croissant_metadata", "created_at", "updated_at");

  private final SimulatedJetty jetty;

  AssetsApi(SimulatedJetty jetty) {
    this.jetty = jetty;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/api/v1/datasets/{c}", RouteAccess.OPEN, this::datasets),
        Route.get("/api/v1/datasets/{c}/{name}", RouteAccess.TOKEN, this::dataset),
        Route.get("/api/v1/models/{c}/", RouteAccess.TOKEN, this::models),
        Route.get("/api/v1/models/{c}/{name}", RouteAccess.TOKEN, this::model));
  }

  private ApiResponse datasets(ApiCall call) {
    Paging paging = new Paging(call);
    int skip = paging.number("skip", 0, Integer.MIN_VALUE, Integer.MAX_VALUE);
    int limit = paging.number("limit", PAGE, Integer.MIN_VALUE, Integer.MAX_VALUE);
    paging.check();
    if (skip < 0 || limit < 0) {
      throw ApiError.with(400, "Offset and limit must be non-negative");
    }
    SimulatedCollection collection = jetty.collection(call.param("c"));
    if (collection == null) {
      throw ApiError.notFound("Collection not found");
    }
    return ApiResponse.ok(
        listed(collection, Paging.cut(collection.datasets(), skip, limit), "dataset"));
  }

  private ApiResponse models(ApiCall call) {
    Paging paging = new Paging(call);
    int skip = paging.number("skip", 0, 0, Integer.MAX_VALUE);
    int limit = paging.number("limit", PAGE, 1, MAX_PAGE);
    paging.check();
    SimulatedCollection collection = jetty.entered(call);
    List<ObjectNode> page = Paging.cut(collection.models(), skip, limit);
    return ApiResponse.ok(listed(collection, page, "trained_model"));
  }

  private ApiResponse dataset(ApiCall call) {
    return one(call, jetty.entered(call).datasets(), "Dataset not found");
  }

  private ApiResponse model(ApiCall call) {
    return one(call, jetty.entered(call).models(), "Trained model not found");
  }

  private static ArrayNode listed(
      SimulatedCollection collection, List<ObjectNode> assets, String type) {
    ArrayNode list = SimulatorJson.array();
    for (ObjectNode asset : assets) {
      ObjectNode row = asset.deepCopy().without(DETAILS);
      list.add(row.put("collection_name", collection.name()).put("entity_type", type));
    }
    return list;
  }

  private static ApiResponse one(ApiCall call, List<ObjectNode> assets, String otherwise) {
    for (JsonNode asset : assets) {
      if (asset.path("name").asString("").equalsIgnoreCase(call.param("name"))) {
        return ApiResponse.ok(asset);
      }
    }
    throw ApiError.notFound(otherwise);
  }
}
