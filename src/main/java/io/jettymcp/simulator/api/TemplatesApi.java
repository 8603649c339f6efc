package io.jettymcp.simulator.api;

import io.jettymcp.json.Json;
import io.jettymcp.simulator.engine.BundledJson;
import io.jettymcp.simulator.http.ApiCall;
import io.jettymcp.simulator.http.ApiError;
import io.jettymcp.simulator.http.ApiResponse;
import io.jettymcp.simulator.http.Route;
import io.jettymcp.simulator.http.RouteAccess;
import io.jettymcp.workflow.Activities;
import io.jettymcp.workflow.Activity;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The list of activities. As at Jetty, some of the parameter names in it are not those that the
 * runtime reads; so the names have a file of their own, and only the description of an activity
 * comes from the workflow language.
 */
final class TemplatesApi {
  private final ArrayNode templates = Json.array();
  private final ObjectNode listing = Json.object().put("simulated", true);

  TemplatesApi() {
    Set<String> categories = new TreeSet<>();
    JsonNode names = BundledJson.read(TemplatesApi.class, "step-templates.json");
    for (JsonNode template : names.path("templates")) {
      ObjectNode described = describe(template.asObject());
      templates.add(described);
      categories.add(described.path("category").asString());
    }
    listing.set("templates", templates);
    listing.set("categories", Json.array(categories));
    listing.put("total_count", templates.size());
  }

  private static ObjectNode describe(ObjectNode template) {
    Activity activity = Activities.find(template.path("activity_name").asString()).orElseThrow();
    return Json.object()
        .put("activity_name", activity.name())
        .put("category", activity.category())
        .put("description", activity.about())
        .setAll(template);
  }

  List<Route> routes() {
    return List.of(
        Route.get("/api/v1/step-templates", RouteAccess.OPEN, call -> ApiResponse.ok(listing)),
        Route.get("/api/v1/step-templates/{activity}", RouteAccess.OPEN, this::one));
  }

  private ApiResponse one(ApiCall call) {
    String activity = call.param("activity");
    return templates
        .valueStream()
        .filter(template -> template.path("activity_name").asString("").equals(activity))
        .findFirst()
        .map(ApiResponse::ok)
        .orElseThrow(() -> ApiError.notFound("Step template '%s' not found".formatted(activity)));
  }
}
