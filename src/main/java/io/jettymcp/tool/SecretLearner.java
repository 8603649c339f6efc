package io.jettymcp.tool;

import io.jettymcp.secret.Secret;

/** Learns the secrets of a call as soon as they are read, so that no error can show them. */
@FunctionalInterface
public interface SecretLearner {
  void learn(Secret value);

  /** Learns the value of an environment variable, unless its name says that it is no secret. */
  default void learn(String variable, Secret value) {
    learn(value);
  }

  /** Learns the value of an environment variable of this process, unless it is no secret. */
  default void learnOfProcess(String variable, Secret value) {
    learn(variable, value);
  }
}
