package io.jettymcp.cli.install.edit;

import java.util.List;
import java.util.Map;

/**
 * Reads and edits text of one format. A tree consists of maps, lists, strings and {@link Literal}s.
 * Edits are checked by {@link ConfigEdit}, so that an implementation can refuse what is rare.
 */
public sealed interface HostConfigFormat permits JsonFormat, YamlFormat, TomlFormat {

  /** Returns a text with nothing but a map at a path. */
  String alone(List<String> path, Map<String, Object> value);

  /** Returns the content; empty for a text without content. */
  Map<String, Object> read(String text) throws UneditableException;

  /**
   * Sets the value at a path, and creates the maps that lead to it.
   *
   * @param path names of maps from the outermost, of which those that exist are maps
   */
  String set(String text, List<String> path, Object value) throws UneditableException;

  /** Returns true if the map at a path, which has one field, holds comments besides it. */
  boolean isCommented(String text, List<String> path) throws UneditableException;

  /** Removes the value at a path, which exists. */
  String remove(String text, List<String> path) throws UneditableException;
}
