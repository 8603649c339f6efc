package io.jettymcp.cli;

/** For whom a host's configuration holds. */
enum Scope {
  /** For one person, in every project. */
  USER,
  /** For everybody who works in one directory. */
  PROJECT
}
