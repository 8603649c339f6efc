package io.jettymcp.cli;

import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The user that root becomes in tests of missing permissions, as root can write everywhere. */
public final class UnprivilegedUser {
  static final String ID = "65534";

  private UnprivilegedUser() {}

  /**
   * Returns the prefix of a command that must not run as root; empty if the tests do not run as
   * root. Skips the test where root cannot become the user.
   *
   * @param readable a file that the user has to be able to read
   */
  public static List<String> commandPrefix(Path readable) throws Exception {
    if (!isRoot(readable)) {
      return List.of();
    }
    List<String> prefix = List.of("setpriv", "--reuid", ID, "--regid", ID, "--clear-groups");
    List<String> probe = new ArrayList<>(List.of("sh", "-c", "\"$@\"", "sh"));
    probe.addAll(prefix);
    probe.addAll(List.of("test", "-r", readable.toString()));
    assumeThat(new ProcessBuilder(probe).start().waitFor())
        .as("root can become the user %s, which can read the jar", ID)
        .isZero();
    return prefix;
  }

  /** Checks the owner of a file that the tests made. */
  static boolean isRoot(Path made) throws IOException {
    return Files.getAttribute(made, "unix:uid").equals(0);
  }
}
