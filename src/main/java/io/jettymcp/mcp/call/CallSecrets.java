package io.jettymcp.mcp.call;

import io.jettymcp.redact.KnownSecrets;
import io.jettymcp.redact.OrdinarySettings;
import io.jettymcp.secret.Secret;
import io.jettymcp.tool.SecretLearner;

/** Learns what a call brings, except the values of ordinary settings. */
record CallSecrets(KnownSecrets known, OrdinarySettings ordinary) implements SecretLearner {
  @Override
  public void learn(Secret value) {
    known.learn(value);
  }

  @Override
  public void learn(String variable, Secret value) {
    if (!ordinary.isOrdinary(variable, value)) {
      known.learn(value);
    }
  }

  @Override
  public void learnOfProcess(String variable, Secret value) {
    if (!ordinary.isOrdinaryOfProcess(variable, value)) {
      known.learnOfProcess(value);
    }
  }
}
