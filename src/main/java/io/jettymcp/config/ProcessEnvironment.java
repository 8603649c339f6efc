package io.jettymcp.config;

import io.jettymcp.text.PastedValue;
import java.io.File;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Holds where the program runs, which is where settings, tokens and secrets are looked up.
 *
 * @param environment the environment variables, secrets among them
 * @param home the user's home directory
 * @param workingDirectory the directory that the program was started in, absolute
 */
public record ProcessEnvironment(
    Map<String, String> environment, Path home, Path workingDirectory) {
  /** Windows ignores case in names of variables, and a copy of its environment does not. */
  private static final String PATH_ON_WINDOWS = "Path";

  public ProcessEnvironment {
    environment = Map.copyOf(environment);
  }

  /** Reads those of this process. {@code HOME} overrides the JVM's {@code user.home}. */
  public static ProcessEnvironment ofProcess() {
    Map<String, String> environment = System.getenv();
    String home = environment.getOrDefault("HOME", "").trim();
    return new ProcessEnvironment(
        environment,
        Path.of(home.isEmpty() ? System.getProperty("user.home", "") : home).toAbsolutePath(),
        Path.of("").toAbsolutePath());
  }

  /** Returns a variable without blanks and quotes around it; an empty one counts as unset. */
  public Optional<String> variable(String name) {
    String value = PastedValue.clean(environment.getOrDefault(name, ""));
    return value.isEmpty() ? Optional.empty() : Optional.of(value);
  }

  /** Returns the directories in which the shell looks for programs, in its order. */
  public List<Path> programDirectories() {
    String path = variable("PATH").or(() -> variable(PATH_ON_WINDOWS)).orElse("");
    List<Path> directories = new ArrayList<>();
    for (String directory : path.split(Pattern.quote(File.pathSeparator), -1)) {
      try {
        if (!directory.isEmpty()) {
          directories.add(Path.of(directory));
        }
      } catch (InvalidPathException ignored) {
        // The others may be valid.
      }
    }
    return directories;
  }

  /**
   * Returns a variable with a secret; a placeholder counts as unset. Jetty makes its tokens, but
   * people choose the other secrets, and may choose one that looks like a placeholder.
   */
  Optional<String> secret(String name) {
    Optional<String> value = variable(name);
    if (value.isEmpty()) {
      return value;
    }
    String secret = PastedValue.cleanToken(value.get());
    boolean placeholder =
        name.equals(TokenStore.VARIABLE)
            ? PastedValue.isPlaceholderOfSecret(secret)
            : PastedValue.isUnfilled(secret);
    return placeholder ? Optional.empty() : value;
  }

  /** Returns Jetty's own configuration directory, which its other programs use too. */
  public Path jettyDirectory() {
    return home.resolve(".config").resolve("jetty");
  }

  /** Resolves a path that a user wrote. A leading ~ works where no shell expands it. */
  Path resolve(String path) {
    return path.equals("~") || path.startsWith("~/")
        ? home.resolve(path.substring(Math.min(2, path.length())))
        : workingDirectory.resolve(path);
  }

  /** Leaves out the variables, which hold secrets. */
  @Override
  public String toString() {
    return "ProcessEnvironment[home=" + home + ", workingDirectory=" + workingDirectory + "]";
  }
}
