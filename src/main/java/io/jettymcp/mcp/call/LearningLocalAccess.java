package io.jettymcp.mcp.call;

import io.jettymcp.jetty.LocalFile;
import io.jettymcp.secret.Secret;
import io.jettymcp.tool.Destination;
import io.jettymcp.tool.LocalAccess;
import io.jettymcp.tool.SecretLearner;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** Has each variable learned as a secret before a handler gets its value. */
record LearningLocalAccess(LocalAccess next, SecretLearner secrets) implements LocalAccess {
  @Override
  public Secret environment(String argument, String variable) {
    Secret value = next.environment(argument, variable);
    secrets.learnOfProcess(variable, value);
    return value;
  }

  @Override
  public boolean isOfCaller() {
    return next.isOfCaller();
  }

  @Override
  public boolean isSet(String variable) {
    return next.isSet(variable);
  }

  @Override
  public Map<String, Boolean> allowedVariables() {
    return next.allowedVariables();
  }

  @Override
  public LocalFile readable(String argument, String path) {
    return next.readable(argument, path);
  }

  @Override
  public Destination destination(
      String argument, Optional<String> path, String name, boolean overwrite) {
    return next.destination(argument, path, name, overwrite);
  }

  @Override
  public Optional<String> author() {
    return next.author();
  }

  @Override
  public ObjectNode identity() {
    return next.identity();
  }
}
