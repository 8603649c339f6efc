package io.jettymcp.cli.install;

import io.jettymcp.config.ProcessEnvironment;
import java.nio.file.Path;
import java.util.Locale;

/** Distinguishes where desktop applications store their settings. */
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

  /** Returns the directory of desktop applications' settings. */
  Path settings(ProcessEnvironment environment) {
    Path home = environment.home();
    return switch (this) {
      case MAC -> home.resolve("Library").resolve("Application Support");
      case WINDOWS ->
          environment
              .variable("APPDATA")
              .map(Path::of)
              .orElse(home.resolve("AppData").resolve("Roaming"));
      case OTHER -> home.resolve(".config");
    };
  }
}
