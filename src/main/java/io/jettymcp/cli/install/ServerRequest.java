package io.jettymcp.cli.install;

import java.util.List;
import java.util.Map;

/** Says which server an entry is to hold. */
sealed interface ServerRequest {

  /**
   * A server that the host starts.
   *
   * @param program the command and arguments up to the flags
   * @param flags words of flags, which replace those of the entry
   * @param defaults flags that an entry gets unless it has them, or its variable
   * @param variables environment variables; an empty value removes one
   * @param defaultVariables environment variables that an entry gets unless it has them
   */
  record Local(
      List<String> program,
      List<String> flags,
      List<DefaultFlag> defaults,
      Map<String, String> variables,
      Map<String, String> defaultVariables)
      implements ServerRequest {}

  /**
   * A flag made from an environment variable.
   *
   * @param word the flag with its value
   */
  record DefaultFlag(String name, String word, String variable) {}

  /** A server that runs elsewhere. */
  record Remote(String url) implements ServerRequest {}
}
