package io.jettymcp.mcp.modern;

import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Declares a method.
 *
 * @param handler makes the result
 * @param hints of a complete result, by the params; empty for methods whose result is never kept
 * @param asks whether the result may be a request for input
 * @param changes whether a request with these params can change something: then the state that
 *     brings its answers is used once
 * @param extension the extension that the host must declare in the request
 */
public record ModernMethod(
    Handler handler,
    Optional<Function<JsonNode, CacheHints>> hints,
    boolean asks,
    Predicate<JsonNode> changes,
    Optional<String> extension) {

  /** Makes the result of a method. */
  @FunctionalInterface
  public interface Handler {
    /**
     * Fails with an {@link io.modelcontextprotocol.spec.McpError} that the host may see.
     *
     * @param params includes {@code _meta}
     */
    Mono<ObjectNode> handle(JsonNode params, ModernCall call);
  }

  public static ModernMethod of(Handler handler) {
    return new ModernMethod(handler, Optional.empty(), false, params -> false, Optional.empty());
  }

  /** Lets hosts keep the result. */
  public ModernMethod cached(@Nullable CacheHints hints) {
    return cachedBy(hints == null ? null : params -> hints);
  }

  /** Lets hosts keep the result as long as its params allow. */
  public ModernMethod cachedBy(@Nullable Function<JsonNode, CacheHints> hints) {
    return new ModernMethod(handler, Optional.ofNullable(hints), asks, changes, extension);
  }

  /** Lets hosts keep no result of this request, if they can keep one at all. */
  ModernMethod uncached() {
    return cached(hints.isPresent() ? CacheHints.OF_DATA : null);
  }

  /** Lets the handler ask the user, where no request changes anything. */
  public ModernMethod asking() {
    return asking(params -> false);
  }

  /** Lets the handler ask the user. It must change nothing before its last question. */
  public ModernMethod asking(Predicate<JsonNode> changes) {
    return new ModernMethod(handler, hints, true, changes, extension);
  }

  /** Requires that the host declares an extension. */
  public ModernMethod requiring(String id) {
    return new ModernMethod(handler, hints, asks, changes, Optional.of(id));
  }
}
