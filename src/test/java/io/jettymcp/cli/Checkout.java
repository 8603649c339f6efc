package io.jettymcp.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Gives each test a checkout with the launcher, in a path with blanks, and a PATH of fake Java and
 * Maven commands.
 */
final class Checkout implements BeforeEachCallback, AfterEachCallback {
  private static final List<String> TOOLS =
      List.of(
          "sh",
          "readlink",
          "sed",
          "head",
          "cat",
          "mkdir",
          "rm",
          "rmdir",
          "sleep",
          "env",
          "stat",
          "touch",
          "ln",
          "mv",
          "wc",
          "chmod",
          "find",
          "ls",
          "tr");

  /** The address that the simulator of {@link #installArchivingJava} prints. */
  static final String SIMULATOR = "https://127.0.0.1:9";

  private Path directory = Path.of("");
  private String name = "of it";
  private List<String> commandPrefix = List.of();

  record Result(int exit, long pid, String out, String err) {}

  @Override
  public void beforeEach(ExtensionContext test) throws IOException {
    directory = Files.createTempDirectory("launcher").toRealPath();
    Files.createDirectories(root());
    // The launcher must not find the Javas of this machine.
    String script =
        Files.readString(Path.of("jetty-mcp"))
            .replaceAll("(?<=[ (])(?=/(usr|opt|Library)/)", directory + "/system");
    writeExecutable(launcher(), script);
    Files.createDirectories(archiveScript().getParent());
    Files.copy(Path.of("src/launch/archive"), archiveScript());
    for (String tool : TOOLS) {
      assertThat(linkTool(tool)).as(tool).isTrue();
    }
  }

  @Override
  public void afterEach(ExtensionContext test) throws IOException {
    if (Files.exists(target())) {
      Files.setPosixFilePermissions(target(), PosixFilePermissions.fromString("rwxr-xr-x"));
    }
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }

  /** The directory of everything: the home, the working directory, and in it the checkout. */
  Path directory() {
    return directory;
  }

  Path root() {
    return directory.resolve("check out").resolve(name);
  }

  /** Moves the checkout to a directory of another name. */
  void rename(String newName) throws IOException {
    Path old = root();
    name = newName;
    Files.createDirectories(root().getParent());
    Files.move(old, root());
  }

  Path launcher() {
    return root().resolve("jetty-mcp");
  }

  Path archiveScript() {
    return root().resolve("src/launch/archive");
  }

  Path target() {
    return root().resolve("target");
  }

  Path jar() {
    return target().resolve("jetty-mcp.jar");
  }

  Path buildLock() {
    return target().resolve("jetty-mcp.lock");
  }

  /** The directory in which the launcher looks for what is in {@code /} elsewhere. */
  Path system() {
    return directory.resolve("system");
  }

  private Path bin() {
    return directory.resolve("bin");
  }

  /** Puts a tool of this machine on the PATH, if it exists. */
  boolean linkTool(String tool) throws IOException {
    Optional<Path> real =
        Stream.of("/usr/bin", "/bin")
            .map(place -> Path.of(place, tool))
            .filter(Files::isExecutable)
            .findFirst();
    if (real.isPresent()) {
      writeExecutable(bin().resolve(tool), "#!/bin/sh\nexec " + real.get() + " \"$@\"\n");
    }
    return real.isPresent();
  }

  Result run(String... arguments) throws Exception {
    return run(Map.of(), arguments);
  }

  Result run(Map<String, String> environment, String... arguments) throws Exception {
    return waitFor(start(launcher(), environment, arguments));
  }

  Process start(Path script, Map<String, String> environment, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>(commandPrefix);
    command.addAll(List.of("sh", script.toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
    builder.environment().clear();
    builder.environment().putAll(Map.of("PATH", bin().toString(), "HOME", directory.toString()));
    builder.environment().putAll(environment);
    return builder.start();
  }

  static Result waitFor(Process process) throws Exception {
    process.outputWriter().close();
    String out = new String(process.getInputStream().readAllBytes(), UTF_8);
    String err = new String(process.getErrorStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    return new Result(process.exitValue(), process.pid(), out, err);
  }

  static void waitForExit(long pid) throws Exception {
    Optional<ProcessHandle> process = ProcessHandle.of(pid);
    if (process.isPresent()) {
      process.get().onExit().get(10, TimeUnit.SECONDS);
    }
  }

  /** Returns the pid of a process that has exited. */
  static long deadPid() throws Exception {
    Process process = new ProcessBuilder("true").start();
    process.waitFor();
    return process.pid();
  }

  void writeJar() throws IOException {
    Files.createDirectories(target());
    Files.writeString(jar(), "from before");
  }

  /** Installs a JDK whose java is on the PATH. */
  Path installJava(String version) throws IOException {
    return installJava(directory, version);
  }

  /**
   * Installs a JDK whose java prints its pid, version, directory, locale, options in variables,
   * arguments and the first line of stdin.
   */
  Path installJava(Path home, String version) throws IOException {
    writeExecutable(home.resolve("bin/javac"), "#!/bin/sh\n");
    writeExecutable(
        home.resolve("bin/java"),
        """
        #!/bin/sh
        [ -z "$JAVA_TOOL_OPTIONS" ] || echo "Picked up JAVA_TOOL_OPTIONS: $JAVA_TOOL_OPTIONS" >&2
        case $1 in
          -XshowSettings:properties) echo '    java.home = HOME' >&2 ;;
          -version) echo 'openjdk version "VERSION" 2024-01-01' >&2; exit ;;
        esac
        [ "$2" != -version ] || exit 0
        echo "pid $$"
        echo "version VERSION"
        echo "cwd $PWD"
        echo "locale $LC_ALL"
        echo "early options $JDK_JAVA_OPTIONS"
        echo "late options $_JAVA_OPTIONS"
        for argument; do echo "$argument"; done
        if read -r line; then echo "stdin $line"; fi
        """
            .replace("VERSION", version)
            .replace("HOME", home.toString()));
    return home;
  }

  /** Installs a Java that makes archives and loads them, and whose java is on the PATH. */
  Path installArchivingJava(String version) throws IOException {
    return installArchivingJava(directory, version);
  }

  Path installArchivingJava(Path home, String version) throws IOException {
    writeExecutable(
        home.resolve("bin/java"),
        """
        #!/bin/sh
        for argument; do
          case $argument in
            -XX:ArchiveClassesAtExit=* | -XX:AOTCacheOutput=*)
              cat # as if each request were its response
              env >'DIRECTORY/training'
              cat "$HOME/.config/jetty/token" >>'DIRECTORY/training'
              printf 'an archive' >"${argument#*=}"
              exit ;;
            simulator)
              echo 'Token: of-the-simulator' >&2
              echo 'Listening on SIMULATOR'
              exec /bin/sleep 60 ;;
          esac
        done
        echo "version VERSION"
        for argument; do echo "$argument"; done
        """
            .replace("DIRECTORY", directory.toString())
            .replace("SIMULATOR", SIMULATOR)
            .replace("VERSION", version));
    Files.writeString(home.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
    Files.createDirectories(home.resolve("lib/server"));
    Files.writeString(libjvm(home), version);
    return home;
  }

  static Path libjvm(Path home) {
    return home.resolve("lib/server/libjvm.so");
  }

  /**
   * Replaces sleep by a command that returns at once, except for the minute of the watchdog, and
   * runs a body for times that match a pattern.
   */
  void fakeSleep(String pattern, String body) throws IOException {
    writeExecutable(
        bin().resolve("sleep"),
        """
        #!/bin/sh
        case $1 in
          PATTERN) BODY ;;
          60) exec /bin/sleep 60 ;;
        esac
        """
            .replace("PATTERN", pattern)
            .replace("BODY", body));
  }

  /** Kills the maker of an archive in the background in the pause before it starts. */
  void preventBackgroundArchives() throws IOException {
    fakeSleep("5", "kill $PPID");
  }

  static List<Path> archivesIn(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().matches(".*\\.(jsa|aot)")).toList();
    }
  }

  /**
   * Makes the directory of the jar read-only for all processes that are started later. They run as
   * {@link UnprivilegedUser} if the tests run as root.
   *
   * @return a home that this user owns
   */
  Path makeTargetReadOnly() throws Exception {
    Path home = Files.createDirectory(directory.resolve("home"));
    Files.setPosixFilePermissions(target(), PosixFilePermissions.fromString("r-xr-xr-x"));
    if (isRoot()) {
      Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
      commandPrefix = UnprivilegedUser.commandPrefix(jar());
      Files.setAttribute(home, "unix:uid", Integer.valueOf(UnprivilegedUser.ID));
    }
    return home;
  }

  boolean isRoot() throws IOException {
    return UnprivilegedUser.isRoot(directory);
  }

  /**
   * Installs a mvn that logs its arguments, runs a body, and writes the jar into {@code $build}.
   */
  void installMaven(String body) throws IOException {
    writeExecutable(
        bin().resolve("mvn"),
        """
        #!/bin/sh
        echo "$PWD: $*" >>'LOG'
        cat >/dev/null
        for argument; do
          case $argument in -Dtarget.directory=*) build=${argument#*=} ;; esac
        done
        mkdir -p "$build"
        BODY
        printf built >"$build/jetty-mcp.jar"
        """
            .replace("LOG", mavenLog().toString())
            .replace("BODY", body));
  }

  Path mavenLog() {
    return directory.resolve("mvn.log");
  }

  void writeExecutable(Path file, String content) throws IOException {
    Files.createDirectories(file.resolveSibling(""));
    Files.writeString(file, content);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
