package io.jettymcp.app;

import io.jettymcp.config.ProcessEnvironment;
import io.jettymcp.text.ShellWord;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.Optional;
import java.util.regex.Pattern;

/** Names this program as a person types it, for hints that can be pasted into a shell. */
public final class ProgramName {
  /** The system property that the launcher script sets to its own path. */
  private static final String LAUNCHER_PROPERTY = "jetty-mcp.launcher";

  private static final String DEFAULT = "jetty-mcp";

  private final ProcessEnvironment environment;
  private final Optional<Path> launcher;

  ProgramName(ProcessEnvironment environment, Optional<Path> launcher) {
    this.environment = environment;
    this.launcher = launcher;
  }

  public static ProgramName of(ProcessEnvironment environment) {
    return new ProgramName(
        environment, Optional.ofNullable(System.getProperty(LAUNCHER_PROPERTY)).map(Path::of));
  }

  /** Returns what works in the working directory: for the person who started this process. */
  public String here() {
    return words(true);
  }

  /** Returns what works in every directory: for people who did not start this process. */
  public String anywhere() {
    return words(false);
  }

  private String words(boolean here) {
    if (launcher.isEmpty()) {
      return jar().map(jar -> "java -jar " + ShellWord.of(path(jar, here))).orElse(DEFAULT);
    }
    Path file = launcher.get();
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
    String path = environment.variable("PATH").or(() -> environment.variable("Path")).orElse("");
    for (String directory : path.split(Pattern.quote(File.pathSeparator), -1)) {
      try {
        Path found = Path.of(directory).resolve(file.getFileName());
        if (!directory.isEmpty() && Files.isExecutable(found)) {
          return Files.isSameFile(found, file);
        }
      } catch (IOException | InvalidPathException e) {
        // The shell finds nothing there either.
      }
    }
    return false;
  }

  private static Optional<Path> jar() {
    CodeSource source = ProgramName.class.getProtectionDomain().getCodeSource();
    try {
      return Optional.of(Path.of(source.getLocation().toURI())).filter(Files::isRegularFile);
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }
}
