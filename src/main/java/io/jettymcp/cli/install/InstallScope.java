package io.jettymcp.cli.install;

/** For whom a host's configuration holds. */
enum InstallScope {
  /** For one person, in every project. */
  USER,
  /** For everybody who works in one directory. */
  PROJECT
}
