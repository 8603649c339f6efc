package io.jettymcp.tools;

import io.jettymcp.json.Json;
import io.jettymcp.runs.WorkflowCheck;
import io.jettymcp.tool.Call;
import io.jettymcp.workflow.StoredTree;
import java.util.List;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Restores what get-routine hides of a routine's inputs and webhook, when they come back. */
final class StoredRoutine {
  private static final List<String> FIELDS = List.of("init_params_overrides", "webhook_url");

  private StoredRoutine() {}

  /** Puts stored values into the body of an update. Completes when it can be sent. */
  static Mono<Void> restore(Call call, JsonNode stored, ObjectNode body) {
    if (FIELDS.stream().noneMatch(body::has)) {
      return Mono.empty();
    }
    return call.shown(stored).flatMap(shown -> restore(call, body, new StoredTree(stored, shown)));
  }

  private static Mono<Void> restore(Call call, ObjectNode body, StoredTree stored) {
    ObjectNode given = fields(body);
    restore(body, stored);
    ObjectNode after = fields(body);
    return call.shown(after)
        .doOnNext(
            shown ->
                after
                    .propertyNames()
                    .forEach(
                        field ->
                            WorkflowCheck.refuseExposed(
                                field, stored.exposedBy(shown.path(field), given.path(field)))))
        .then();
  }

  private static ObjectNode fields(ObjectNode body) {
    ObjectNode fields = Json.object();
    FIELDS.stream().filter(body::has).forEach(field -> fields.set(field, body.path(field)));
    return fields;
  }

  /** Refuses marks of hidden values in a new routine. */
  static void refuseMarks(ObjectNode body) {
    restore(body, new StoredTree(Json.object(), Json.object()));
  }

  private static void restore(ObjectNode body, StoredTree stored) {
    for (String field : FIELDS) {
      JsonNode given = body.path(field);
      if (!given.isMissingNode()) {
        StoredTree.Edited edited = stored.field(field).replacedBy(given);
        WorkflowCheck.refuse(field, edited.unknownMarks());
        body.set(field, edited.tree());
      }
    }
  }
}
