package io.jettymcp.jetty;

import io.jettymcp.secret.Secret;
import java.util.List;

/** Learns values that must never be shown, from the replies that hold them. */
@FunctionalInterface
public interface SecretSink {
  /**
   * Called before the reply is passed on, on the thread that reads it: must not block. Called for
   * the environment and for the credentials of each collection in the reply, and once for all
   * environments that are nested elsewhere.
   *
   * @param collection the collection whose environment was requested, or empty for one found
   *     elsewhere, such as in the output of a run, which does not prove whose it is
   * @param values the values that are {@linkplain #isSecret secrets}; of those found elsewhere,
   *     only distinctive ones, and not all if they are many
   */
  void learned(String collection, List<Secret> values);

  /** Returns false for the value of an ordinary setting; by default every value is a secret. */
  default boolean isSecret(String variable, Secret value) {
    return true;
  }

  /** Redacts a line for the log with all that was learned; by default returns it unchanged. */
  default String inLog(String line) {
    return line;
  }
}
