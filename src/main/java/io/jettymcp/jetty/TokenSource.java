package io.jettymcp.jetty;

import io.jettymcp.secret.Secret;
import java.util.Optional;

/** Supplies the token. Read at each request, because the file that holds it may change. */
@FunctionalInterface
public interface TokenSource {
  /** Returns the current token, or empty if there is none. May read a small file, no more. */
  Optional<Secret> token();
}
