package io.jettymcp.mcp.modern;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import reactor.core.publisher.Flux;
import tools.jackson.databind.JsonNode;

/** Answers the methods of revision 2026-07-28 for one caller. */
public interface ModernService {
  /** Returns what {@code server/discover} says; must not take time. */
  Discovery discovery();

  /** Returns the members of a method's complete result as a JSON object, if it never changes. */
  default Optional<String> prepared(String method) {
    return Optional.empty();
  }

  /** Returns the methods by name, without {@code server/discover} and subscriptions. */
  Map<String, ModernMethod> methods();

  /** Returns the states of requests that ask, which all callers of the process share. */
  RequestStates states();

  /** Emits changes of lists and resources, for {@code subscriptions/listen}. */
  default Flux<Change> changes() {
    return Flux.never();
  }

  /**
   * Emits the state of a task whenever it changes, until it is final. Empty if the caller has no
   * such task.
   *
   * @param call the request that asks
   */
  default Optional<Flux<JsonNode>> task(String id, ModernCall call) {
    return Optional.empty();
  }

  /**
   * Returns the headers that repeat arguments of a tool ({@code x-mcp-header}). The catalog has
   * none: proxies that drop unknown headers would break every call.
   */
  default List<HeaderParameter> headers(String tool) {
    return List.of();
  }

  /**
   * A header that must repeat an argument.
   *
   * @param name of the header, after {@code Mcp-Param-}
   * @param path of the argument's property
   */
  record HeaderParameter(String name, List<String> path) {
    public HeaderParameter {
      path = List.copyOf(path);
    }
  }

  /** Names the changes that a subscription can be about. */
  enum Change {
    TOOLS("toolsListChanged", "notifications/tools/list_changed"),
    PROMPTS("promptsListChanged", "notifications/prompts/list_changed"),
    RESOURCES("resourcesListChanged", "notifications/resources/list_changed");

    private final String filter;
    private final String notification;

    Change(String filter, String notification) {
      this.filter = filter;
      this.notification = notification;
    }

    String filter() {
      return filter;
    }

    String notification() {
      return notification;
    }
  }
}
