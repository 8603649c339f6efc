package io.jettymcp.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A checkout with a space in its path that holds the launcher, and a PATH of its own with stand-ins
 * for Java and Maven.
 */
final class Checkout {
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
          "find");

  /** Where a java of {@link #archivingJava} says that its simulator is. */
  static final String SIMULATOR = "http://127.0.0.1:9";

  final Path root;
  final Path target;
  final Path jar;
  final Path lock;
  private final Path directory;
  private final Path bin;
  private List<String> become = List.of();

  Checkout(Path directory) throws IOException {
    this.directory = directory;
    root = Files.createDirectories(directory.resolve("check out/of it"));
    target = root.resolve("target");
    jar = target.resolve("jetty-mcp.jar");
    lock = target.resolve("jetty-mcp.lock");
    bin = Files.createDirectory(directory.resolve("bin"));
    // Where machines keep Java must not matter to the test.
    String script =
        Files.readString(Path.of("jetty-mcp"))
            .replaceAll("(?<=[ (])(?=/(usr|opt|Library)/)", directory + "/places");
    executable(root.resolve("jetty-mcp"), script);
    for (String tool : TOOLS) {
      assertThat(offers(tool)).as(tool).isTrue();
    }
  }

  /** Puts a tool of the machine on the PATH, if there is such a tool. */
  boolean offers(String tool) throws IOException {
    Optional<Path> real =
        Stream.of("/usr/bin", "/bin")
            .map(place -> Path.of(place, tool))
            .filter(Files::isExecutable)
            .findFirst();
    if (real.isPresent()) {
      executable(bin.resolve(tool), "#!/bin/sh\nexec " + real.get() + " \"$@\"\n");
    }
    return real.isPresent();
  }

  record Ended(int exit, long pid, String out, String err) {}

  Ended start(List<String> arguments, Map<String, String> environment) throws Exception {
    return start(arguments, environment, "");
  }

  Ended start(List<String> arguments, Map<String, String> environment, String stdin)
      throws Exception {
    Process process = process(root.resolve("jetty-mcp"), arguments, environment);
    process.outputWriter().append(stdin).flush();
    return end(process);
  }

  Process process(Path script, List<String> arguments, Map<String, String> environment)
      throws IOException {
    List<String> command = new ArrayList<>(become);
    command.addAll(List.of("sh", script.toString()));
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
    builder.environment().clear();
    builder.environment().putAll(Map.of("PATH", bin.toString(), "HOME", directory.toString()));
    builder.environment().putAll(environment);
    return builder.start();
  }

  Ended end(Process process) throws Exception {
    process.outputWriter().close();
    String out = new String(process.getInputStream().readAllBytes(), UTF_8);
    String err = new String(process.getErrorStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    return new Ended(process.exitValue(), process.pid(), out, err);
  }

  void jarIsBuilt() throws IOException {
    Files.createDirectories(target);
    Files.writeString(jar, "from before");
  }

  /**
   * A java that in a home that tells its pid, version, directory, arguments and the first line of
   * stdin.
   */
  Path java(Path home, String version) throws IOException {
    executable(home.resolve("bin/javac"), "#!/bin/sh\n");
    executable(
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
        for argument; do echo "$argument"; done
        if read -r line; then echo "stdin $line"; fi
        """
            .replace("VERSION", version)
            .replace("HOME", home.toString()));
    return home;
  }

  /** A java whose release can be read, and which makes archives that it takes. */
  Path archivingJava(Path home, String version) throws IOException {
    executable(
        home.resolve("bin/java"),
        """
        #!/bin/sh
        for argument; do
          case $argument in
            -XX:ArchiveClassesAtExit=* | -XX:AOTCacheOutput=*)
              cat >/dev/null
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
    Files.writeString(home.resolve("lib/server/libjvm.so"), version);
    return home;
  }

  /**
   * Does in no time what the launcher waits for, but for the minute that it gives Java: TIME is a
   * pattern, and BODY what happens instead.
   */
  void sleep(String time, String body) throws IOException {
    executable(
        bin.resolve("sleep"),
        """
        #!/bin/sh
        case $1 in
          TIME) BODY ;;
          60) exec /bin/sleep 60 ;;
        esac
        """
            .replace("TIME", time)
            .replace("BODY", body));
  }

  /** Ends what would make an archive in the background, after its pause. */
  void makesNoArchiveInTheBackground() throws IOException {
    sleep("5", "kill $PPID");
  }

  static List<Path> archives(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().matches(".*\\.(jsa|aot)")).toList();
    }
  }

  /**
   * From here on nothing that is started may write beside the jar. As root may write anywhere, it
   * becomes nobody, to whom the returned home belongs.
   */
  Path mayNotWriteBesideTheJar() throws Exception {
    Path home = Files.createDirectory(directory.resolve("home"));
    Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("r-xr-xr-x"));
    if (isRoot()) {
      Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
      become = UnprivilegedUser.become(jar);
      Files.setAttribute(home, "unix:uid", Integer.valueOf(UnprivilegedUser.ID));
    }
    return home;
  }

  boolean isRoot() throws IOException {
    return UnprivilegedUser.isRoot(directory);
  }

  void mvn(String body) throws IOException {
    executable(
        bin.resolve("mvn"),
        """
        #!/bin/sh
        echo "$PWD: $*" >>'DIRECTORY/mvn.log'
        cat >/dev/null
        mkdir -p target
        BODY
        printf built >target/jetty-mcp.jar
        """
            .replace("DIRECTORY", directory.toString())
            .replace("BODY", body));
  }

  void executable(Path file, String text) throws IOException {
    Files.createDirectories(file.resolveSibling(""));
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
