package io.jettymcp.simulator;

import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * The list of activities. As at Jetty, some of the parameter names that it lists are not those that
 * the runtime reads.
 */
final class TemplatesApi {
  private final JsonNode listing = Resource.read("step-templates.json");

  List<Route> routes() {
    return List.of(
        Route.get("/api/v1/step-templates", Access.OPEN, call -> Answer.ok(listing)),
        Route.get("/api/v1/step-templates/{activity}", Access.OPEN, this::one));
  }

  private Answer one(Call call) {
    String activity = call.param("activity");
    for (JsonNode template : listing.path("templates")) {
      if (template.path("activity_name").asString("").equals(activity)) {
        return Answer.ok(template);
      }
    }
    throw Refused.notFound("Step template '%s' not found".formatted(activity));
  }
}
