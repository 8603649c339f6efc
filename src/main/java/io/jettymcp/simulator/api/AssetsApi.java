package io.jettymcp.simulator.api;

import io.jettymcp.json.Json;
import io.jettymcp.simulator.http.ApiCall;
import io.jettymcp.simulator.http.ApiError;
import io.jettymcp.simulator.http.ApiResponse;
import io.jettymcp.simulator.http.Route;
import io.jettymcp.simulator.http.RouteAccess;
import io.jettymcp.simulator.model.SimulatedCollection;
import io.jettymcp.simulator.model.SimulatedJetty;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Datasets and models. Their two lists differ as at Jetty: in the trailing slash, in whether a
 * token is required, and in the response to an invalid page.
 */
final class AssetsApi {
  private static final int MAX_PAGE = 500;

  /** The fields that only the response about one asset has. */
  private static final List<String> DETAILS =
      List.of("dataset_metadata", "croissant_metadata", "created_at", "updated_at");

  private final SimulatedJetty jetty;
  private final ResourceLookup lookup;

  AssetsApi(SimulatedJetty jetty, ResourceLookup lookup) {
    this.jetty = jetty;
    this.lookup = lookup;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/api/v1/datasets/{c}", RouteAccess.OPEN, this::datasets),
        Route.get("/api/v1/datasets/{c}/{name}", RouteAccess.TOKEN, this::dataset),
        Route.get("/api/v1/models/{c}/", RouteAccess.TOKEN, this::models),
        Route.get("/api/v1/models/{c}/{name}", RouteAccess.TOKEN, this::model));
  }

  private ApiResponse datasets(ApiCall call) {
    Page page = Page.unchecked(call);
    if (page.isNegative()) {
      throw ApiError.of(400, "Offset and limit must be non-negative");
    }
    SimulatedCollection collection = jetty.collection(call.param("c"));
    if (collection == null) {
      throw ApiError.notFound("Collection not found");
    }
    return list(collection, page.of(collection.datasets()), "dataset");
  }

  private ApiResponse models(ApiCall call) {
    Page page = Page.of(call, MAX_PAGE);
    SimulatedCollection collection = lookup.collection(call);
    return list(collection, page.of(collection.models()), "trained_model");
  }

  private ApiResponse dataset(ApiCall call) {
    return one(call, lookup.collection(call).datasets(), "Dataset not found");
  }

  private ApiResponse model(ApiCall call) {
    return one(call, lookup.collection(call).models(), "Trained model not found");
  }

  private static ApiResponse list(
      SimulatedCollection collection, List<ObjectNode> assets, String type) {
    ArrayNode list = Json.array();
    for (ObjectNode asset : assets) {
      ObjectNode row = asset.deepCopy().without(DETAILS);
      list.add(row.put("collection_name", collection.name()).put("entity_type", type));
    }
    return ApiResponse.ok(list);
  }

  private static ApiResponse one(ApiCall call, List<ObjectNode> assets, String notFound) {
    return assets.stream()
        .filter(asset -> asset.path("name").asString("").equalsIgnoreCase(call.param("name")))
        .findFirst()
        .map(ApiResponse::ok)
        .orElseThrow(() -> ApiError.notFound(notFound));
  }
}
