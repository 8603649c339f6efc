package io.jettymcp.simulator.api;

import io.jettymcp.json.Json;
import io.jettymcp.simulator.http.ApiCall;
import io.jettymcp.simulator.http.ApiError;
import io.jettymcp.simulator.http.ApiResponse;
import io.jettymcp.simulator.http.RequestFields;
import io.jettymcp.simulator.http.Route;
import io.jettymcp.simulator.http.RouteAccess;
import io.jettymcp.simulator.model.SimulatedCollection;
import io.jettymcp.simulator.model.SimulatedJetty;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Collections and their environments. Their routes compare names in any case. */
final class CollectionsApi {
  private static final String ENVIRONMENT = "environment_variables";

  private final SimulatedJetty jetty;

  CollectionsApi(SimulatedJetty jetty) {
    this.jetty = jetty;
  }

  List<Route> routes() {
    String one = "/api/v1/collections/{c}";
    return List.of(
        Route.get("/api/v1/collections/", RouteAccess.TOKEN, this::list),
        Route.json("POST", "/api/v1/collections/", RouteAccess.PERSON, this::create),
        Route.get(one, RouteAccess.TOKEN, call -> ApiResponse.ok(collection(call).json())),
        Route.get(
            one + "/environment",
            RouteAccess.TOKEN,
            call -> ApiResponse.ok(collection(call).jsonWithEnvironment())),
        Route.json("PATCH", one + "/environment", RouteAccess.TOKEN, this::patchEnvironment));
  }

  private SimulatedCollection collection(ApiCall call) {
    return ResourceLookup.requireVisible(
        call.caller(), jetty.collectionIgnoreCase(call.param("c")));
  }

  /** A key gets its own collection, whatever page it asks for. */
  private ApiResponse list(ApiCall call) {
    Page page = Page.unchecked(call);
    List<SimulatedCollection> visible =
        jetty.collections().stream()
            .filter(collection -> ResourceLookup.isVisible(call.caller(), collection))
            .toList();
    if (call.caller().isPerson() && page.isNegative()) {
      throw ApiError.of(422, "Invalid pagination parameters");
    }
    ArrayNode list = Json.array();
    (call.caller().isPerson() ? page.of(visible) : visible)
        .forEach(collection -> list.add(collection.json()));
    return ApiResponse.ok(list);
  }

  private ApiResponse create(ApiCall call) {
    call.caller().requireWrite();
    RequestFields fields = call.fields();
    String name = fields.string("name");
    String description = fields.stringOrNull("description");
    Map<String, @Nullable String> environment =
        fields.isSet(ENVIRONMENT) ? variables(fields) : Map.of();
    fields.throwIfInvalid();
    if (jetty.collectionIgnoreCase(name) != null) {
      throw ApiError.of(400, "Collection already exists");
    }
    SimulatedCollection created = jetty.create(name, description, call.caller().owner(), null);
    environment.forEach(created::setVariable);
    return ApiResponse.ok(created.json());
  }

  /** Merges; a null deletes a variable, and null in place of all of them deletes all. */
  private ApiResponse patchEnvironment(ApiCall call) {
    SimulatedCollection collection = collection(call);
    call.caller().requireWrite();
    RequestFields fields = call.fields();
    boolean clears = fields.node(ENVIRONMENT).isNull();
    Map<String, @Nullable String> variables = clears ? Map.of() : variables(fields);
    fields.throwIfInvalid();
    if (clears) {
      collection.clearEnvironment();
    }
    variables.forEach(collection::setVariable);
    return ApiResponse.ok(collection.jsonWithEnvironment());
  }

  private static Map<String, @Nullable String> variables(RequestFields fields) {
    ObjectNode sent = fields.object(ENVIRONMENT);
    RequestFields nested = fields.nested(ENVIRONMENT);
    Map<String, @Nullable String> variables = new LinkedHashMap<>();
    sent.propertyNames().forEach(name -> variables.put(name, nested.stringOrNull(name)));
    return variables;
  }
}
