package io.jettymcp.tool;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Where a file that is on its way will be saved: it is written beside its place and moved there
 * when it is whole, so that what breaks off leaves nothing.
 */
public interface Destination {
  /** The file to write to until then; it exists and is empty. */
  Path part();

  /** Returns the file that is there and will be replaced, as a person would write it. */
  Optional<String> replaced();

  /**
   * Moves the file into its place.
   *
   * @return where it is now, as a person would write it
   * @throws io.jettymcp.jetty.Failure.BadArguments if another file has come to that place meanwhile
   *     and may not be overwritten
   */
  String keep();

  /** Deletes what was written, unless it was kept. */
  void discard();
}
