package io.jettymcp.api;

import io.jettymcp.secret.Secret;
import java.util.Optional;

/** Where the token comes from. Asked at each request, because the file that holds it may change. */
@FunctionalInterface
public interface TokenSource {
  Optional<Secret> token();
}
