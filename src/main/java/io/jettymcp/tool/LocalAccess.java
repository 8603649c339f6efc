package io.jettymcp.tool;

import io.jettymcp.jetty.Failure;
import io.jettymcp.jetty.LocalFile;
import io.jettymcp.secret.Secret;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** Gives tools access to the process that they run in: its variables, files and identity. */
public interface LocalAccess {
  /**
   * Returns whether the process runs on the caller's own machine. If not, its files and variables
   * are none of the caller's: nothing can be read or saved, and no variable is set.
   */
  boolean isOfCaller();

  /**
   * A variable of the process's own environment.
   *
   * @param argument the argument that named it, for the error
   * @throws Failure.BadArguments if {@code --secret-env} does not allow it or it is not set
   */
  Secret environment(String argument, String variable);

  /**
   * Returns whether a variable of the process's own environment is set and not empty. Its value
   * stays there: a person who follows a runbook needs it in the same place.
   */
  boolean isSet(String variable);

  /**
   * Lists the variables that {@code --secret-env} allows, with whether they are set: those that it
   * names, and of those that its patterns match the ones that are set.
   */
  Map<String, Boolean> allowedVariables();

  /**
   * A file that may be read and sent: inside {@code --files-root} with links resolved, and none
   * that usually holds secrets.
   *
   * @throws Failure.BadArguments if it may not be read or is not there
   */
  LocalFile readable(String argument, String path);

  /**
   * Where a file may be saved: inside {@code --files-root} with links resolved, never where
   * programs expect secrets or what they run, nor over any other file unless that is asked for.
   *
   * @param argument the argument that named the place, for the error
   * @param path the file or an existing folder to save to; the root itself if empty
   * @param name the file's name where the path does not give one, from anywhere: it is cleaned
   * @throws Failure.BadArguments if nothing may be saved there
   */
  Destination destination(String argument, Optional<String> path, String name, boolean overwrite);

  /** Returns the default author of labels. */
  Optional<String> author();

  /** Describes this server for {@code whoami}: version, API address, token and its source. */
  ObjectNode identity();
}
