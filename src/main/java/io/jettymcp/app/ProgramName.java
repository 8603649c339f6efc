package io.jettymcp.app;

import io.jettymcp.config.ProcessEnvironment;
import io.jettymcp.text.ShellWord;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Names this program as a person types it, for hints that can be pasted into a shell. */
public final class ProgramName {
  private static final String DEFAULT = "jetty-mcp";
  private static final String ADDRESS = "JETTY_API_URL";

  private final ProcessEnvironment environment;
  private final ProgramFiles files;

  ProgramName(ProcessEnvironment environment, ProgramFiles files) {
    this.environment = environment;
    this.files = files;
  }

  public static ProgramName of(ProcessEnvironment environment) {
    return new ProgramName(environment, ProgramFiles.ofProcess());
  }

  /** Returns what works in the working directory: for the person who started this process. */
  public String here() {
    return words(true);
  }

  /**
   * Returns what works in every directory, with the Jetty of this process: for people who did not
   * start it, and whose shell may name another Jetty, or none.
   */
  public String anywhere() {
    return environment
        .variable(ADDRESS)
        .filter(address -> File.separatorChar == '/') // the shells of Windows have no such prefix
        .map(address -> ADDRESS + "=" + ShellWord.of(address) + " " + words(false))
        .orElseGet(() -> words(false));
  }

  private String words(boolean here) {
    if (files.isInNpxCache()) {
      return String.join(" ", ProgramFiles.NPX_COMMAND);
    }
    if (files.launcher().isEmpty()) {
      return files.jar().map(jar -> "java -jar " + ShellWord.of(path(jar, here))).orElse(DEFAULT);
    }
    Path file = files.launcher().get();
    return isOnPath(file)
        ? ShellWord.of(String.valueOf(file.getFileName()))
        : ShellWord.of(path(file, here));
  }

  private String path(Path file, boolean here) {
    Path directory = environment.workingDirectory();
    return here && file.startsWith(directory)
        ? "." + File.separator + directory.relativize(file)
        : file.toString();
  }

  /** Returns whether the shell finds this very program by its name. */
  private boolean isOnPath(Path file) {
    for (Path directory : environment.programDirectories()) {
      Path found = directory.resolve(file.getFileName());
      try {
        if (Files.isExecutable(found)) {
          return Files.isSameFile(found, file);
        }
      } catch (IOException e) {
        // The shell finds nothing there either.
      }
    }
    return false;
  }
}
