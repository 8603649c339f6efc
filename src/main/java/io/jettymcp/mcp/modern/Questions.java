package io.jettymcp.mcp.modern;

import io.jettymcp.jetty.Failure.Declined;
import io.jettymcp.json.Json;
import io.jettymcp.mcp.modern.RequestState.Asked;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Holds the answers that a request brings, and asks for those that are missing.
 *
 * <p>An answer counts if the state says that this very question was asked. Without a state it
 * counts only where the request changes nothing: there it is worth as much as an argument.
 */
final class Questions {
  private final RequestStates states;
  private final RequestMeta meta;
  private final String owner;
  private final String method;
  private final JsonNode params;
  private final JsonNode given;
  private final boolean needsState;
  private final int round;
  private final Map<String, Asked> known;
  private final Map<String, Integer> uses = new HashMap<>();
  private final Sinks.One<ObjectNode> required = Sinks.one();

  /** The keys of the questions that the user refused, and that were not asked in this run. */
  private final Set<String> refused = new HashSet<>();

  /**
   * The state that is used once: as soon as its answers let the handler go on, or before the first
   * change, if nothing has to be asked any more.
   */
  private Optional<RequestState> unused;

  /**
   * Reads the answers and the state of a request.
   *
   * @param changes whether the request can change something: then its state is used once
   * @throws io.modelcontextprotocol.spec.McpError if they are invalid
   */
  Questions(
      RequestStates states,
      RequestMeta meta,
      String owner,
      String method,
      JsonNode params,
      boolean changes) {
    this.states = states;
    this.meta = meta;
    this.owner = owner;
    this.method = method;
    this.params = params;
    this.given = given(params.path("inputResponses"));
    Optional<RequestState> state = state(params.path("requestState"));
    this.unused = changes ? state : Optional.empty();
    this.needsState = changes || state.isPresent();
    this.round = state.map(RequestState::round).orElse(0);
    this.known = new LinkedHashMap<>(state.map(RequestState::questions).orElse(Map.of()));
    known.replaceAll((key, asked) -> withRefusal(asked, given.path(key)));
    known.forEach(
        (key, asked) ->
            asked.answer().filter(AnswerCheck::isRefusal).ifPresent(answer -> refused.add(key)));
  }

  /** Keeps a refusal for the rounds to come, also if the question is not asked in this one. */
  private static Asked withRefusal(Asked asked, JsonNode answer) {
    return AnswerCheck.isRefusal(answer) ? new Asked(asked.digest(), Optional.of(answer)) : asked;
  }

  private static JsonNode given(JsonNode responses) {
    if (responses.isMissingNode()
        || (responses.isObject() && responses.values().stream().allMatch(JsonNode::isObject))) {
      return responses;
    }
    throw ModernErrors.invalid("\"inputResponses\" must be an object of objects.");
  }

  private Optional<RequestState> state(JsonNode sealed) {
    return sealed.isMissingNode() ? Optional.empty() : Optional.of(states.open(sealed, binding()));
  }

  private String binding() {
    return RequestStates.binding(owner, method, params);
  }

  /**
   * Returns the answers by the keys of their questions. Never completes if one is missing: then
   * {@link #required} emits what to ask, and the run of the handler is cancelled.
   */
  Mono<Map<String, JsonNode>> ask(Map<String, ObjectNode> requests) {
    return Mono.defer(() -> answers(requests).map(Mono::just).orElseGet(Mono::never));
  }

  /** Emits the result that asks the host, or an error, once an answer is missing. */
  Mono<ObjectNode> required() {
    return required.asMono();
  }

  private synchronized Optional<Map<String, JsonNode>> answers(Map<String, ObjectNode> requests) {
    Map<String, JsonNode> answers = new LinkedHashMap<>();
    Map<String, ObjectNode> open = new LinkedHashMap<>();
    requests.forEach(
        (name, request) -> {
          String key = distinct(name);
          Optional<JsonNode> answer = answer(key, request);
          answer.ifPresentOrElse(found -> answers.put(name, found), () -> open.put(key, request));
        });
    try {
      if (open.isEmpty()) {
        useState();
        return Optional.of(answers);
      }
      open.values().forEach(meta::requireAskable);
      required.tryEmitValue(result(open));
    } catch (RuntimeException e) {
      required.tryEmitError(e);
    }
    return Optional.empty();
  }

  /**
   * Completes once the request may change something. Fails with {@link Declined} if the user
   * refused a question that is no longer asked. Never completes if the state was used before: then
   * {@link #required} fails, and the run of the handler is cancelled.
   */
  Mono<Void> mayChange() {
    return Mono.defer(this::changeable);
  }

  private synchronized Mono<Void> changeable() {
    if (!refused.isEmpty()) {
      return Mono.error(
          new Declined(
              "The user refused or closed a question of this call, which no longer has to be asked."
                  + " Nothing was changed. To do it all the same, call again."));
    }
    try {
      useState();
      return Mono.empty();
    } catch (RuntimeException e) {
      required.tryEmitError(e);
      return Mono.never();
    }
  }

  private void useState() {
    unused.ifPresent(state -> states.use(state, owner));
    unused = Optional.empty();
  }

  /** Numbers questions that have the same name in one run of the handler. */
  private String distinct(String name) {
    int use = uses.merge(name, 1, Integer::sum);
    return use == 1 ? name : name + "-" + use;
  }

  /** Returns the answer to a question if it is there and fits, and remembers the question. */
  private Optional<JsonNode> answer(String key, ObjectNode request) {
    refused.remove(key);
    String digest = CanonicalJson.digest(request);
    Optional<Asked> before =
        Optional.ofNullable(known.get(key)).filter(asked -> asked.digest().equals(digest));
    boolean counts = before.isPresent() || !needsState;
    Optional<JsonNode> answer =
        before
            .flatMap(Asked::answer)
            .or(() -> Optional.ofNullable(counts ? given.get(key) : null))
            .filter(one -> AnswerCheck.fits(request, one));
    known.put(key, new Asked(digest, answer));
    return answer;
  }

  private ObjectNode result(Map<String, ObjectNode> open) {
    ObjectNode result = Json.object().put("resultType", "input_required");
    ObjectNode requests = result.putObject("inputRequests");
    open.forEach(requests::set);
    return result.put("requestState", states.seal(round + 1, known, binding()));
  }
}
