package io.jettymcp.mcp.modern;

import io.jettymcp.json.Json;
import io.jettymcp.mcp.modern.Sealer.Purpose;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Seals and opens the state that hosts hold while their users answer. A state is bound to the owner
 * of the token and to the request, and valid for ten minutes.
 */
public final class RequestStates {
  private static final Duration VALID = Duration.ofMinutes(10);

  /** The clock of a replica that sealed a state can be ahead of this one. */
  private static final Duration MAX_SKEW = Duration.ofMinutes(1);

  private static final int MAX_LENGTH = 64 * 1024;
  private static final int MAX_ROUNDS = 10;

  private final Sealer sealer;
  private final Clock clock;
  private final UsedStates used;

  /**
   * @param sealer of the process
   */
  public RequestStates(Sealer sealer, Clock clock) {
    this.sealer = sealer;
    this.clock = clock;
    this.used = new UsedStates(clock, VALID.plus(MAX_SKEW));
  }

  /** Returns the sealer of the process. */
  public Sealer sealer() {
    return sealer;
  }

  /** Returns what must be the same in every round of a request. */
  static String binding(String owner, String method, JsonNode params) {
    ObjectNode bound = Json.object().put("owner", owner).put("method", method);
    for (String name : new String[] {"name", "uri", "arguments"}) {
      JsonNode value = params.get(name);
      if (value != null) {
        bound.set(name, value);
      }
    }
    return CanonicalJson.digest(bound);
  }

  /**
   * Opens the state of a request.
   *
   * @param state as sent
   * @throws io.modelcontextprotocol.spec.McpError if it is not a valid state of this request
   */
  RequestState open(JsonNode state, String binding) {
    if (!state.isString() || state.stringValue().length() > MAX_LENGTH) {
      throw ModernErrors.invalidState();
    }
    RequestState opened =
        sealer
            .open(Purpose.STATE, state.stringValue(), binding)
            .map(RequestState::read)
            .orElseThrow(ModernErrors::invalidState);
    Instant now = clock.instant();
    if (!opened.created().plus(VALID).isAfter(now)
        || opened.created().isAfter(now.plus(MAX_SKEW))) {
      throw ModernErrors.invalidState();
    }
    return opened;
  }

  /**
   * Uses a state that may be used once.
   *
   * @throws io.modelcontextprotocol.spec.McpError if it was used before
   */
  void use(RequestState state, String owner) {
    used.use(state.nonce(), owner);
  }

  /**
   * Seals the state of the next round.
   *
   * @throws io.modelcontextprotocol.spec.McpError if it is too large, or there were too many rounds
   */
  String seal(int round, Map<String, RequestState.Asked> questions, String binding) {
    if (round > MAX_ROUNDS) {
      throw ModernErrors.invalid(
          "The call has asked "
              + MAX_ROUNDS
              + " times without answers that fit, so it ends. Nothing was done.");
    }
    RequestState state =
        new RequestState(clock.instant(), UUID.randomUUID().toString(), round, questions);
    String sealed = sealer.seal(Purpose.STATE, state.toJson(), binding);
    if (sealed.length() > MAX_LENGTH) {
      throw ModernErrors.invalid(
          "The answers are too large: the requestState would exceed "
              + MAX_LENGTH
              + " characters. Nothing was done.");
    }
    return sealed;
  }
}
