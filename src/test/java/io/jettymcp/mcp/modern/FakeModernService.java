package io.jettymcp.mcp.modern;

import io.jettymcp.json.Json;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import tools.jackson.databind.node.ObjectNode;

/** A service whose methods and changes tests control. */
public final class FakeModernService implements ModernService {
  public final Map<String, ModernMethod> methods = new HashMap<>();
  public final Map<String, String> prepared = new HashMap<>();
  public final Map<String, List<HeaderParameter>> headers = new HashMap<>();
  public RequestStates states = new RequestStates(Sealer.ofProcess(), Clock.systemUTC());
  private final Sinks.Many<Change> changes = Sinks.many().multicast().directBestEffort();

  public FakeModernService() {
    methods.put(
        "tools/list",
        ModernMethod.of((params, call) -> Mono.fromCallable(FakeModernService::noTools))
            .cached(CacheHints.OF_LISTS));
    methods.put("tools/call", ModernMethod.of((params, call) -> Mono.just(Json.object())).asking());
  }

  private static ObjectNode noTools() {
    ObjectNode result = Json.object();
    result.putArray("tools");
    return result;
  }

  @Override
  public Discovery discovery() {
    return Discovery.of(
        Discovery.capabilities(false, false, false, List.of()), "Read me.", "1.2.3");
  }

  @Override
  public Optional<String> prepared(String method) {
    return Optional.ofNullable(prepared.get(method));
  }

  @Override
  public Map<String, ModernMethod> methods() {
    return methods;
  }

  @Override
  public RequestStates states() {
    return states;
  }

  @Override
  public List<HeaderParameter> headers(String tool) {
    return headers.getOrDefault(tool, List.of());
  }

  @Override
  public Flux<Change> changes() {
    return changes.asFlux();
  }

  /** Announces a change to all subscriptions. */
  public void announce(Change change) {
    changes.tryEmitNext(change);
  }
}
