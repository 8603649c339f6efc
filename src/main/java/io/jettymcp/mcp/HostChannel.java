package io.jettymcp.mcp;

import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.ElicitResult;
import java.util.Optional;
import java.util.function.Predicate;
import reactor.core.publisher.Mono;

/** Connects one request with its host, in whichever era the host speaks. */
public interface HostChannel {
  /** Returns whether the host can show a form to its user. */
  boolean hasForms();

  /** Returns whether the host can offer to open a page. */
  boolean hasPages();

  /** Returns whether the host knows resource links, new in revision 2025-06-18. */
  boolean supportsLinks();

  /** Returns whether the host follows what goes on by itself, as a task. */
  boolean followsTasks();

  /**
   * Asks the user of the host.
   *
   * @param key names the question among those of the request
   */
  Mono<ElicitResult> elicit(String key, McpSchema.ElicitRequest request);

  /**
   * Returns the answer to a question that several requests of one session share.
   *
   * @param isValid whether a remembered answer still holds
   */
  Mono<String> once(Predicate<String> isValid, Mono<String> question);

  /**
   * Completes once the request may change something. Fails with a {@link io.jettymcp.jetty.Failure}
   * if the user refused it. Never completes if the same answers came before: then the request ends
   * with an error.
   */
  Mono<Void> mayChange();

  /** Reports progress before the response. */
  Mono<Void> progress(McpSchema.ProgressNotification notification);

  /** Returns a header of the request's transport, by its name in lower case. */
  Optional<String> header(String name);
}
