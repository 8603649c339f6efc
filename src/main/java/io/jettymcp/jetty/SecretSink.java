package io.jettymcp.jetty;

import io.jettymcp.secret.Secret;
import java.util.List;

/** Learns values that must never be shown, from the replies that hold them. */
@FunctionalInterface
public interface SecretSink {
  /**
   * Called before the reply is passed on, once for each environment in it, on the thread that reads
   * the reply: must not block.
   *
   * @param collection the collection whose environment was requested, or empty for one found
   *     elsewhere, such as in the output of a run, which does not prove whose it is
   * @param values all its values that are {@linkplain #isSecret secrets}
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
