package io.jettymcp.config;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Where the program runs: what settings, tokens and secrets are looked for in.
 *
 * @param environment the environment variables, secrets among them
 * @param home the user's home directory
 * @param workingDirectory the directory that the program was started in, absolute
 */
public record ProcessEnvironment(
    Map<String, String> environment, Path home, Path workingDirectory) {
  public ProcessEnvironment {
    environment = Map.copyOf(environment);
  }

  /** Those of this process. {@code HOME} wins over the JVM's idea, which ignores it. */
  public static ProcessEnvironment ofProcess() {
    Map<String, String> environment = System.getenv();
    String home = environment.getOrDefault("HOME", "").trim();
    return new ProcessEnvironment(
        environment,
        Path.of(home.isEmpty() ? System.getProperty("user.home", "") : home).toAbsolutePath(),
        Path.of("").toAbsolutePath());
  }

  /** A variable without the blanks around it; one that holds nothing counts as unset. */
  public Optional<String> variable(String name) {
    String value = environment.getOrDefault(name, "").trim();
    return value.isEmpty() ? Optional.empty() : Optional.of(value);
  }

  /** Jetty's own directory for configuration, which its other programs use too. */
  Path jettyDirectory() {
    return home.resolve(".config").resolve("jetty");
  }

  /** Without the environment, which holds secrets. */
  @Override
  public String toString() {
    return "Surroundings[home=" + home + ", workingDirectory=" + workingDirectory + "]";
  }
}
