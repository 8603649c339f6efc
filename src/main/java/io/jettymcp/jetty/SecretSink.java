package io.jettymcp.jetty;

import io.jettymcp.secret.Secret;
import java.util.List;

/** Learns values that must never be shown, from the replies that hold them. */
@FunctionalInterface
public interface SecretSink {
  /**
   * Called before the reply goes on, once for each environment in it, on the thread that reads the
   * reply: it must not block.
   *
   * @param collection the collection whose environment was asked for, or empty where one was found
   *     elsewhere, such as in the output of a run, which says nothing of whose it is
   * @param values all its values; none if the environment is empty
   */
  void learned(String collection, List<Secret> values);

  /** A line as it may stand in the log, by all that was learned; as it is, if nobody says. */
  default String inLog(String line) {
    return line;
  }
}
