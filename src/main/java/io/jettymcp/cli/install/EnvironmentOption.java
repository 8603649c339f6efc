package io.jettymcp.cli.install;

import io.jettymcp.config.TokenStore;
import io.jettymcp.config.UsageException;
import io.jettymcp.redact.KnownSecrets;
import io.jettymcp.redact.Redactor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Parses environment variables that an entry is to set, and refuses secrets. */
final class EnvironmentOption {
  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  private EnvironmentOption() {}

  /**
   * Returns the variables; an empty value removes one.
   *
   * @param given each as NAME=VALUE
   * @param program how the person types the name of this program
   * @throws UsageException for a secret; the message does not quote it
   */
  static Map<String, String> parse(List<String> given, String program) {
    Map<String, String> variables = new LinkedHashMap<>();
    for (String word : given) {
      int equals = word.indexOf('=');
      String name = equals < 0 ? word : word.substring(0, equals);
      if (equals < 0 || !NAME.matcher(name).matches()) {
        throw new UsageException("--env must be NAME=VALUE, for example JETTY_API_URL=simulator.");
      }
      String value = word.substring(equals + 1);
      if (!value.isEmpty()) {
        requireNoSecret(name, value, program);
      }
      variables.put(name, value);
    }
    return variables;
  }

  private static void requireNoSecret(String name, String value, String program) {
    if (name.equals(TokenStore.VARIABLE)) {
      throw new UsageException(
          "--env %s: a token is not written to a host's file, which other programs read. Run: %s login"
              .formatted(name, program));
    }
    String pair = name + "=" + value;
    if (!new Redactor(new KnownSecrets()).redact(pair).equals(pair)) {
      throw new UsageException(
          "--env %s: the value looks like a secret, which is not written to a host's file. Set the"
                  .formatted(name)
              + " variable where the host is started instead.");
    }
  }
}
