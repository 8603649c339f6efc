package io.jettymcp.cli.install;

import io.jettymcp.config.ProcessEnvironment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Resolves where hosts store their configuration on this machine. */
record HostPlaces(ProcessEnvironment environment, OperatingSystem system) {

  Path home(String... path) {
    return below(environment.home(), path);
  }

  Path project(String... path) {
    return below(environment.workingDirectory(), path);
  }

  /** Returns a path in the directory of desktop applications' settings. */
  Path application(String... path) {
    return below(system.settings(environment), path);
  }

  /** Returns a path in ~/.config, which XDG_CONFIG_HOME moves. */
  Path config(String... path) {
    return below(variable("XDG_CONFIG_HOME", home(".config")), path);
  }

  /** Returns the directory that a variable names, else another one. */
  Path variable(String name, Path otherwise) {
    return environment.variable(name).map(Path::of).orElse(otherwise);
  }

  boolean isWindows() {
    return system == OperatingSystem.WINDOWS;
  }

  /** Returns the first of some files that exists, else the last. */
  static Path existing(Path... files) {
    return Stream.of(files).filter(Files::exists).findFirst().orElse(files[files.length - 1]);
  }

  private static Path below(Path directory, String... path) {
    Path at = directory;
    for (String name : path) {
      at = at.resolve(name);
    }
    return at;
  }
}
