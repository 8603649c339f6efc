package io.jettymcp.jetty;

import io.jettymcp.secret.Secret;
import java.util.Optional;

/** Where the token comes from. Asked at each request, because the file that holds it may change. */
@FunctionalInterface
public interface TokenSource {
  /** The token of the moment, or empty if there is none. May read a small file, no more. */
  Optional<Secret> token();
}
