package io.jettymcp.cli.install;

import io.jettymcp.config.ProcessEnvironment;
import java.nio.file.Path;
import java.util.Locale;

/** The kinds of machine, as far as programs keep their settings in different places there. */
enum OperatingSystem {
  MAC,
  WINDOWS,
  OTHER;

  static OperatingSystem ofProcess() {
    String name = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    if (name.startsWith("mac")) {
      return MAC;
    }
    return name.startsWith("windows") ? WINDOWS : OTHER;
  }

  /** The directory in which desktop programs keep their settings. */
  Path settings(ProcessEnvironment surroundings) {
    Path home = surroundings.home();
    return switch (this) {
      case MAC -> home.resolve("Library").resolve("Application Support");
      case WINDOWS ->
          surroundings
              .variable("APPDATA")
              .map(Path::of)
              .orElse(home.resolve("AppData").resolve("Roaming"));
      case OTHER -> home.resolve(".config");
    };
  }
}
