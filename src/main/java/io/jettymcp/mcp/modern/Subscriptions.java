package io.jettymcp.mcp.modern;

import io.jettymcp.json.Json;
import io.jettymcp.mcp.modern.ModernService.Change;
import java.time.Duration;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Serves {@code subscriptions/listen}: a stream of changes that ends with its request, after some
 * time, or with the server. Nothing is replayed: a host that comes again lists again.
 */
public final class Subscriptions {
  /** The method's name. */
  public static final String METHOD = "subscriptions/listen";

  /** Ends a stream that its host may have forgotten; a host that still wants it comes again. */
  private static final Duration MAX_AGE = Duration.ofMinutes(30);

  /** Limits the tasks of one stream, as each is polled; the acknowledgement names those. */
  private static final int MAX_TASKS = 20;

  private static final String TASK_IDS = "taskIds";

  /** Made for the first stream, because loading Reactor takes longer than a greeting should. */
  private Sinks.@Nullable Empty<Void> ending;

  private boolean ended;

  /** Holds what a host subscribes to, as far as it is served. */
  private record Filter(Set<Change> changes, Map<String, Flux<JsonNode>> tasks) {
    static Filter read(JsonNode params, ModernService service, ModernCall call) {
      JsonNode wanted = params.path("notifications");
      if (!wanted.isObject()) {
        throw ModernErrors.invalid("\"notifications\" must be an object that names what to send.");
      }
      Set<Change> changes = EnumSet.noneOf(Change.class);
      for (Change change : Change.values()) {
        if (wants(wanted, change)) {
          changes.add(change);
        }
      }
      return new Filter(changes, tasks(wanted.path(TASK_IDS), service, call));
    }

    private static boolean wants(JsonNode wanted, Change change) {
      JsonNode value = wanted.path(change.filter());
      if (!value.isMissingNode() && !value.isNull() && !value.isBoolean()) {
        throw ModernErrors.invalid("\"" + change.filter() + "\" must be true or false.");
      }
      return value.booleanValue(false);
    }

    /** Returns the states of those tasks that the caller has. */
    private static Map<String, Flux<JsonNode>> tasks(
        JsonNode wanted, ModernService service, ModernCall call) {
      if (wanted.isMissingNode()) {
        return Map.of();
      }
      call.meta().requireExtension(Extensions.TASKS);
      if (!wanted.isArray()) {
        throw ModernErrors.invalid("\"" + TASK_IDS + "\" must be a list of ids.");
      }
      Map<String, Flux<JsonNode>> tasks = new LinkedHashMap<>();
      for (JsonNode id : wanted) {
        if (!id.isString()) {
          throw ModernErrors.invalid("\"" + TASK_IDS + "\" must hold strings.");
        }
        if (tasks.size() < MAX_TASKS) {
          service
              .task(id.stringValue(), call)
              .ifPresent(states -> tasks.put(id.stringValue(), states));
        }
      }
      return tasks;
    }

    ObjectNode json() {
      ObjectNode json = Json.object();
      changes.forEach(change -> json.put(change.filter(), true));
      if (!tasks.isEmpty()) {
        tasks.keySet().forEach(json.putArray(TASK_IDS)::add);
      }
      return json;
    }
  }

  /** Sends what the host subscribes to; completes when the stream must end. */
  Mono<ObjectNode> listen(ModernService service, JsonNode params, ModernCall call) {
    Filter filter = Filter.read(params, service, call);
    ObjectNode acknowledged = Json.object();
    acknowledged.set("notifications", filter.json());
    acknowledged.set("_meta", call.subscription());
    call.notify("notifications/subscriptions/acknowledged", acknowledged);
    Flux<Runnable> events =
        Flux.merge(
            service
                .changes()
                .filter(filter.changes()::contains)
                .map(change -> () -> send(change.notification(), Json.object(), call)),
            Flux.merge(filter.tasks().values())
                .map(
                    state ->
                        () -> send("notifications/tasks", (ObjectNode) state.deepCopy(), call)));
    Mono<ObjectNode> sending =
        events
            .doOnNext(Runnable::run)
            .then(Mono.<ObjectNode>never())
            .timeout(MAX_AGE, Mono.empty());
    return Mono.firstWithSignal(sending, ending().asMono().then(Mono.<ObjectNode>empty()))
        .defaultIfEmpty(Json.object())
        .map(
            result -> {
              result.set("_meta", call.subscription());
              return result;
            });
  }

  private static void send(String method, ObjectNode params, ModernCall call) {
    params.set("_meta", call.subscription());
    call.notify(method, params);
  }

  /** Ends all streams with their results. */
  public synchronized void drain() {
    ended = true;
    if (ending != null) {
      ending.tryEmitEmpty();
    }
  }

  private synchronized Sinks.Empty<Void> ending() {
    if (ending == null) {
      ending = Sinks.empty();
      if (ended) {
        ending.tryEmitEmpty();
      }
    }
    return ending;
  }
}
