package io.jettymcp.config;

import io.jettymcp.secret.Secret;

/**
 * Names a secret in help and docs. It is read where it is used, and never among the {@link
 * Settings}, which people see.
 */
record SecretSyntax(String label) implements SettingSyntax<Secret> {
  @Override
  public Secret parse(String text, ProcessEnvironment environment) {
    return Secret.of(text);
  }
}
