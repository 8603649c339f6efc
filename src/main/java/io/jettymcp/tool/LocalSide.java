package io.jettymcp.tool;

import io.jettymcp.api.Failure;
import io.jettymcp.secret.Secret;
import java.nio.file.Path;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** What a tool may know of, and use from, the process it runs in. */
public interface LocalSide {
  /**
   * A variable of the process's own environment.
   *
   * @param argument the argument that named it, for the error
   * @throws Failure.BadArguments if {@code --secret-env} does not allow it or it is not set
   */
  Secret environment(String argument, String variable);

  /**
   * A file that may be read and sent: inside {@code --files-root} with links resolved, and neither
   * a token file nor a dot-env file.
   *
   * @throws Failure.BadArguments if it may not be read or is not there
   */
  Path readable(String argument, String path);

  /** Who labels are from, where the call does not say. */
  Optional<String> author();

  /** What {@code whoami} tells of this server: version, API address, token and where it is from. */
  ObjectNode identity();
}
