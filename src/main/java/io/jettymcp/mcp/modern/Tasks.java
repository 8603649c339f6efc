package io.jettymcp.mcp.modern;

import io.jettymcp.json.Json;
import io.jettymcp.mcp.Operations;
import io.jettymcp.mcp.call.ToolResponse;
import io.jettymcp.text.Truncate;
import io.jettymcp.tool.Call;
import io.jettymcp.tool.Ongoing;
import io.modelcontextprotocol.spec.McpError;
import io.modelcontextprotocol.spec.McpSchema.ErrorCodes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Serves runs as tasks that hosts follow by themselves (SEP-2663). The id of a task is the sealed
 * name of its runs: nothing is stored, and Jetty alone knows the state.
 */
final class Tasks {
  /** How often hosts should ask, and how often Jetty is asked for those that listen. */
  static final Duration POLL_INTERVAL = Duration.ofSeconds(5);

  private static final Duration TTL = Duration.ofHours(24);

  /** In characters; what hosts accept. */
  private static final int MAX_ID = 1_024;

  private static final int MAX_MESSAGE = 500;

  /** Follows an error that ends a task, which would otherwise read as one of the start. */
  private static final String NOT_AFFECTED =
      " Only the state could not be read; the runs at Jetty are not affected. Do not start them"
          + " again.";

  private static final String COMPLETED = "completed";
  private static final String CANCELLED = "cancelled";
  private static final Set<String> FINAL = Set.of(COMPLETED, CANCELLED);

  private static final String ID = "taskId";
  private static final String STATUS = "status";
  private static final String UPDATED = "lastUpdatedAt";

  private final Operations operations;
  private final Sealer sealer;
  private final Clock clock;
  private final Duration interval;
  private final BlockedNetwork blocked = new BlockedNetwork();

  /**
   * A task, as its id names it.
   *
   * @param tool the tool whose call began it
   * @param arguments those of the tool that follows it
   */
  private record Task(String id, String tool, ObjectNode arguments, Instant created) {}

  /**
   * @param interval between two reads for hosts that listen
   */
  Tasks(Operations operations, Sealer sealer, Clock clock, Duration interval) {
    this.operations = operations;
    this.sealer = sealer;
    this.clock = clock;
    this.interval = interval;
  }

  Map<String, ModernMethod> methods() {
    return Map.of(
        TaskMethods.GET, ModernMethod.of(this::get).requiring(Extensions.TASKS),
        TaskMethods.UPDATE, ModernMethod.of(this::update).requiring(Extensions.TASKS),
        TaskMethods.CANCEL, ModernMethod.of(this::cancel).requiring(Extensions.TASKS));
  }

  /** Calls a tool; what is not finished then becomes a task, if the host follows tasks. */
  Mono<ObjectNode> call(JsonNode params, ModernCall call) {
    return operations
        .call(params, new ModernChannel(call, true))
        .map(
            called ->
                called
                    .response()
                    .ongoing()
                    .flatMap(how -> begun(params.path("name").asString(""), how, call))
                    .orElse(called.result()));
  }

  /** Returns the result that hands a task over; empty if its id would be too long. */
  private Optional<ObjectNode> begun(String tool, Ongoing how, ModernCall call) {
    Instant created = now();
    ObjectNode sealed = Json.object().put("tool", tool).put("created", created.getEpochSecond());
    sealed.set("arguments", how.arguments());
    String id = sealer.seal(Sealer.Purpose.TASK, sealed, call.owner());
    return id.length() > MAX_ID
        ? Optional.empty()
        : Optional.of(
            working(new Task(id, tool, how.arguments(), created), how.message())
                .put("resultType", "task"));
  }

  private Mono<ObjectNode> get(JsonNode params, ModernCall call) {
    return state(task(params, call), params, call);
  }

  /** Accepts answers to questions that no task asks: all keys are unknown, which is no error. */
  private Mono<ObjectNode> update(JsonNode params, ModernCall call) {
    task(params, call);
    JsonNode responses = params.path("inputResponses");
    if (!responses.isObject()) {
      throw ModernErrors.invalid("\"inputResponses\" must be an object.");
    }
    return Mono.just(Json.object());
  }

  private Mono<ObjectNode> cancel(JsonNode params, ModernCall call) {
    Task task = task(params, call);
    return operations
        .stop(task.tool(), task.arguments(), params, new ModernChannel(call, true))
        .flatMap(
            response ->
                response.isError() && !response.isNotFound()
                    ? Mono.<ObjectNode>error(notCancelled(response))
                    : Mono.just(Json.object()))
        .defaultIfEmpty(Json.object());
  }

  private static McpError notCancelled(ToolResponse response) {
    return McpError.builder(ErrorCodes.INTERNAL_ERROR).message(response.text()).build();
  }

  /**
   * Returns the states of a task whenever they change, until one is final; empty if the caller has
   * no such task.
   */
  Optional<Flux<JsonNode>> states(String id, ModernCall call) {
    return find(id, call)
        .map(
            task ->
                Mono.defer(() -> state(task, Json.object(), call))
                    .repeatWhen(done -> done.delayElements(interval))
                    .takeUntil(state -> FINAL.contains(state.path(STATUS).asString("")))
                    .distinctUntilChanged(state -> state.deepCopy().without(UPDATED))
                    .cast(JsonNode.class)
                    .onErrorComplete());
  }

  private Task task(JsonNode params, ModernCall call) {
    JsonNode id = params.path(ID);
    if (!id.isString()) {
      throw ModernErrors.invalid("\"" + ID + "\" must be a string.");
    }
    return find(id.stringValue(), call).orElseThrow(ModernErrors::unknownTask);
  }

  private Optional<Task> find(String id, ModernCall call) {
    return id.length() > MAX_ID
        ? Optional.empty()
        : sealer
            .open(Sealer.Purpose.TASK, id, call.owner())
            .flatMap(content -> opened(id, content))
            .filter(task -> now().isBefore(task.created().plus(TTL)))
            .filter(task -> operations.canFollow(task.tool(), task.arguments()));
  }

  private static Optional<Task> opened(String id, ObjectNode sealed) {
    return sealed.path("arguments") instanceof ObjectNode arguments
        ? Optional.of(
            new Task(
                id,
                sealed.path("tool").asString(""),
                arguments,
                Instant.ofEpochSecond(sealed.path("created").asLong(0))))
        : Optional.empty();
  }

  private Mono<ObjectNode> state(Task task, JsonNode params, ModernCall call) {
    return operations
        .follow(task.tool(), task.arguments(), params, new ModernChannel(call, true))
        .map(called -> state(task, called));
  }

  private ObjectNode state(Task task, Operations.Called called) {
    ToolResponse response = called.response();
    boolean isBlocked = blocked.lasts(response, now());
    if (response.ongoing().isPresent()) {
      return working(task, response.ongoing().get().message());
    }
    if (response.isTemporary() && !isBlocked) {
      return working(
          task,
          "Could not ask Jetty how far it is: " + Truncate.withEllipsis(response.text(), 300));
    }
    if (response.isNotFound() && now().isBefore(task.created().plus(Call.UNLISTED))) {
      return working(task, "Jetty does not list the run yet");
    }
    if (response.structured().filter(Tasks::isCancelled).isPresent()) {
      return fields(
          task, CANCELLED, "Jetty lists it as cancelled; work that had begun may still finish");
    }
    ObjectNode state = fields(task, COMPLETED, "");
    state.set("result", result(called).put("resultType", "complete"));
    return state;
  }

  private static ObjectNode result(Operations.Called called) {
    if (called.response().isError()
        && !called.response().isNotFound()
        && called.result().path("content").path(0) instanceof ObjectNode text) {
      text.put("text", called.response().text() + NOT_AFFECTED);
    }
    return called.result();
  }

  /** Returns whether a run was cancelled, or all runs of a batch were. */
  private static boolean isCancelled(ObjectNode result) {
    return result.path(STATUS).asString("").equals(CANCELLED)
        || Set.copyOf(result.path("totals").propertyNames()).equals(Set.of(CANCELLED));
  }

  private ObjectNode working(Task task, String message) {
    return fields(task, "working", Truncate.withEllipsis(message, MAX_MESSAGE))
        .put("pollIntervalMs", POLL_INTERVAL.toMillis());
  }

  private ObjectNode fields(Task task, String status, String message) {
    ObjectNode fields = Json.object().put(ID, task.id()).put(STATUS, status);
    if (!message.isEmpty()) {
      fields.put("statusMessage", message);
    }
    return fields
        .put("createdAt", task.created().toString())
        .put(UPDATED, now().toString())
        .put("ttlMs", TTL.toMillis());
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.SECONDS);
  }
}
