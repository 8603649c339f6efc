package io.jettymcp.simulator;

import io.jettymcp.workflow.Activities;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The list of activities. As at Jetty, some of the parameter names that it lists are not those that
 * the runtime reads; so these have a file of their own, and only what an activity is for comes from
 * the table of the workflow language.
 */
final class TemplatesApi {
  private final ArrayNode templates = SimulatorJson.array();
  private final ObjectNode listing = SimulatorJson.object().put("simulated", true);

  TemplatesApi() {
    Set<String> categories = new TreeSet<>();
    for (JsonNode names : BundledJson.read("step-templates.json").path("templates")) {
      ObjectNode template = template(names.asObject());
      templates.add(template);
      categories.add(template.path("category").asString());
    }
    listing.set("templates", templates);
    listing.set("categories", SimulatorJson.texts(categories));
    listing.put("total_count", templates.size());
  }

  private static ObjectNode template(ObjectNode names) {
    io.jettymcp.workflow.Activity activity =
        Activities.find(names.path("activity_name").asString()).orElseThrow();
    return SimulatorJson.object()
        .put("activity_name", activity.name())
        .put("category", activity.category())
        .put("description", activity.about())
        .setAll(names);
  }

  List<Route> routes() {
    return List.of(
        Route.get("/api/v1/step-templates", RouteAccess.OPEN, call -> ApiResponse.ok(listing)),
        Route.get("/api/v1/step-templates/{activity}", RouteAccess.OPEN, this::one));
  }

  private ApiResponse one(ApiCall call) {
    String activity = call.param("activity");
    for (JsonNode template : templates) {
      if (template.path("activity_name").asString("").equals(activity)) {
        return ApiResponse.ok(template);
      }
    }
    throw ApiError.notFound("Step template '%s' not found".formatted(activity));
  }
}
