package io.jettymcp.config;

import java.util.Collection;

/**
 * The program was started in a way that cannot work. The message names the flag, variable or file,
 * what is wrong and what is accepted; it is complete as it stands and holds no secret.
 */
public final class UsageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public UsageException(String message) {
    super(message, null, false, false);
  }

  /**
   * A name that a list setting gives and nobody knows.
   *
   * @param where the setting that names it
   * @param kind what it should be the name of, for example {@code tool}
   * @param known the names that exist
   */
  public static UsageException unknownName(
      SettingDefinition where, String kind, String name, Collection<String> known) {
    String hint =
        NearestName.of(name, known)
            .map(nearest -> "Did you mean \"" + nearest + "\"?")
            .orElse("Known are: " + String.join(", ", known) + ".");
    return new UsageException(
        "%s names the unknown %s %s. %s".formatted(where.title(), kind, quoted(name), hint));
  }

  /** A value as it may stand in a message: on one line and short. */
  static String quoted(String value) {
    String line = value.replaceAll("\\p{Cntrl}", " ");
    return '"' + (line.length() <= 60 ? line : line.substring(0, 60) + "…") + '"';
  }
}
