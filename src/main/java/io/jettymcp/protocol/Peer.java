package io.jettymcp.protocol;

import java.util.List;
import java.util.Optional;
import reactor.core.publisher.Mono;

/** Whoever makes a call: a host with a person before it, or a shell. */
public interface Peer {
  /** Whether a person can be asked. */
  boolean canAsk();

  /**
   * Lets a person choose; empty if they did not. Only where {@link #canAsk()}, and even then it
   * fails if the question did not reach anybody.
   */
  Mono<Optional<String>> choose(String question, String field, List<String> options);

  /** Asks a person to confirm. Only where {@link #canAsk()}; fails as {@link #choose} does. */
  Mono<Boolean> confirm(String question);

  /** Tells what is happening, in words that may be shown. */
  void progress(String message);
}
