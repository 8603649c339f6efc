package io.jettymcp.simulator;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Collections and their environments. Their routes compare names without regard to case. */
final class CollectionsApi {
  private static final String ENVIRONMENT = "environment_variables";
  private static final int PAGE = 100;

  private final SimulatedJetty jetty;

  CollectionsApi(SimulatedJetty jetty) {
    this.jetty = jetty;
  }

  List<Route> routes() {
    String one = "/api/v1/collections/{c}";
    return List.of(
        Route.get("/api/v1/collections/", RouteAccess.TOKEN, this::list),
        Route.json("POST", "/api/v1/collections/", RouteAccess.PERSON, this::create),
        Route.get(one, RouteAccess.TOKEN, call -> ApiResponse.ok(entered(call).json())),
        Route.get(
            one + "/environment",
            RouteAccess.TOKEN,
            call -> ApiResponse.ok(entered(call).jsonWithEnvironment())),
        Route.json("PATCH", one + "/environment", RouteAccess.TOKEN, this::patchEnvironment));
  }

  private SimulatedCollection entered(ApiCall call) {
    return call.caller().enter(jetty.collectionInAnyCase(call.param("c")));
  }

  /** A key gets its own collection, whatever page it asks for. */
  private ApiResponse list(ApiCall call) {
    Paging paging = new Paging(call);
    int skip = paging.number("skip", 0, Integer.MIN_VALUE, Integer.MAX_VALUE);
    int limit = paging.number("limit", PAGE, Integer.MIN_VALUE, Integer.MAX_VALUE);
    paging.check();
    List<SimulatedCollection> seen =
        jetty.collections().stream().filter(call.caller()::sees).toList();
    if (call.caller().isPerson()) {
      if (skip < 0 || limit < 0) {
        throw ApiError.with(422, "Invalid pagination parameters");
      }
      seen = Paging.cut(seen, skip, limit);
    }
    ArrayNode list = SimulatorJson.array();
    seen.forEach(collection -> list.add(collection.json()));
    return ApiResponse.ok(list);
  }

  private ApiResponse create(ApiCall call) {
    call.caller().mustWrite();
    RequestFields fields = call.fields();
    String name = fields.text("name");
    String description = fields.textOrNull("description");
    Map<String, @Nullable String> environment =
        fields.gives(ENVIRONMENT) ? variables(fields) : Map.of();
    fields.check();
    if (jetty.collectionInAnyCase(name) != null) {
      throw ApiError.with(400, "Collection already exists");
    }
    SimulatedCollection created = jetty.create(name, description, call.caller().owner(), null);
    environment.forEach(created::setVariable);
    return ApiResponse.ok(created.json());
  }

  /** Merges; a null deletes a variable, and null in place of all of them wipes everything. */
  private ApiResponse patchEnvironment(ApiCall call) {
    SimulatedCollection collection = entered(call);
    call.caller().mustWrite();
    RequestFields fields = call.fields();
    boolean wipes = fields.raw(ENVIRONMENT).isNull();
    Map<String, @Nullable String> variables = wipes ? Map.of() : variables(fields);
    fields.check();
    if (wipes) {
      collection.wipeEnvironment();
    }
    variables.forEach(collection::setVariable);
    return ApiResponse.ok(collection.jsonWithEnvironment());
  }

  private static Map<String, @Nullable String> variables(RequestFields fields) {
    ObjectNode sent = fields.object(ENVIRONMENT);
    RequestFields inside = fields.inside(ENVIRONMENT);
    Map<String, @Nullable String> variables = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : sent.properties()) {
      variables.put(entry.getKey(), inside.textOrNull(entry.getKey()));
    }
    return variables;
  }
}
