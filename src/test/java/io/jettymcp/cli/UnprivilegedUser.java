package io.jettymcp.cli;

import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The user that root becomes for tests of what may not be written, as root may write anywhere. */
public final class UnprivilegedUser {
  static final String ID = "65534";

  private UnprivilegedUser() {}

  /**
   * What stands before a command that may not write everywhere, which for others than root is
   * nothing. A test is left out where root cannot become nobody.
   *
   * @param readable a file that nobody can read then
   */
  public static List<String> become(Path readable) throws Exception {
    if (!isRoot(readable)) {
      return List.of();
    }
    List<String> become = List.of("setpriv", "--reuid", ID, "--regid", ID, "--clear-groups");
    List<String> look = new ArrayList<>(List.of("sh", "-c", "\"$@\"", "sh"));
    look.addAll(become);
    look.addAll(List.of("test", "-r", readable.toString()));
    assumeThat(new ProcessBuilder(look).start().waitFor())
        .as("root can become nobody here, and read the jar then")
        .isZero();
    return become;
  }

  /** Whether the tests run as root, to whom what they make belongs. */
  static boolean isRoot(Path made) throws IOException {
    return Files.getAttribute(made, "unix:uid").equals(0);
  }
}
