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

  private final Jetty jetty;

  CollectionsApi(Jetty jetty) {
    this.jetty = jetty;
  }

  List<Route> routes() {
    String one = "/api/v1/collections/{c}";
    return List.of(
        Route.get("/api/v1/collections/", Access.TOKEN, this::list),
        Route.json("POST", "/api/v1/collections/", Access.PERSON, this::create),
        Route.get(one, Access.TOKEN, call -> Answer.ok(entered(call).json())),
        Route.get(
            one + "/environment",
            Access.TOKEN,
            call -> Answer.ok(entered(call).jsonWithEnvironment())),
        Route.json("PATCH", one + "/environment", Access.TOKEN, this::patchEnvironment));
  }

  private Holdings entered(Call call) {
    return call.caller().enter(jetty.collectionInAnyCase(call.param("c")));
  }

  /** A key gets its own collection, whatever page it asks for. */
  private Answer list(Call call) {
    Paging paging = new Paging(call);
    int skip = paging.number("skip", 0, Integer.MIN_VALUE, Integer.MAX_VALUE);
    int limit = paging.number("limit", PAGE, Integer.MIN_VALUE, Integer.MAX_VALUE);
    paging.check();
    List<Holdings> seen = jetty.collections().stream().filter(call.caller()::sees).toList();
    if (call.caller().isPerson()) {
      if (skip < 0 || limit < 0) {
        throw Refused.with(422, "Invalid pagination parameters");
      }
      seen = Paging.cut(seen, skip, limit);
    }
    ArrayNode list = Json.array();
    seen.forEach(collection -> list.add(collection.json()));
    return Answer.ok(list);
  }

  private Answer create(Call call) {
    call.caller().mustWrite();
    Fields fields = call.fields();
    String name = fields.text("name");
    String description = fields.textOrNull("description");
    Map<String, @Nullable String> environment =
        fields.gives(ENVIRONMENT) ? variables(fields) : Map.of();
    fields.check();
    if (jetty.collectionInAnyCase(name) != null) {
      throw Refused.with(400, "Collection already exists");
    }
    Holdings created = jetty.create(name, description, call.caller().owner(), null);
    environment.forEach(created::setVariable);
    return Answer.ok(created.json());
  }

  /** Merges; a null deletes a variable, and null in place of all of them wipes everything. */
  private Answer patchEnvironment(Call call) {
    Holdings collection = entered(call);
    call.caller().mustWrite();
    Fields fields = call.fields();
    boolean wipes = fields.raw(ENVIRONMENT).isNull();
    Map<String, @Nullable String> variables = wipes ? Map.of() : variables(fields);
    fields.check();
    if (wipes) {
      collection.wipeEnvironment();
    }
    variables.forEach(collection::setVariable);
    return Answer.ok(collection.jsonWithEnvironment());
  }

  private static Map<String, @Nullable String> variables(Fields fields) {
    ObjectNode sent = fields.object(ENVIRONMENT);
    Fields inside = fields.inside(ENVIRONMENT);
    Map<String, @Nullable String> variables = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : sent.properties()) {
      variables.put(entry.getKey(), inside.textOrNull(entry.getKey()));
    }
    return variables;
  }
}
