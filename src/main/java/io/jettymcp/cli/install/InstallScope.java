package io.jettymcp.cli.install;

/** Selects whose configuration of a host is written. */
enum InstallScope {
  /** One user's, for every project. */
  USER,
  /** One directory's, for everyone who works in it. */
  PROJECT
}
