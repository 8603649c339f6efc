package io.jettymcp.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The launcher script under the system's sh, with stand-ins for Java and Maven. */
class LauncherTest {
  private static final List<String> TOOLS =
      List.of("sh", "dirname", "readlink", "sed", "head", "cat", "mkdir", "rm", "rmdir", "sleep");

  @TempDir Path directory;

  private Path root;
  private Path jar;
  private Path lock;
  private Path bin;

  @BeforeEach
  void layOutACheckoutWithASpaceInItsPath() throws IOException {
    directory = directory.toRealPath();
    root = Files.createDirectories(directory.resolve("check out/of it"));
    jar = root.resolve("target/jetty-mcp.jar");
    lock = root.resolve("target/jetty-mcp.lock");
    bin = Files.createDirectory(directory.resolve("bin"));
    // Where machines keep Java must not matter to the test.
    String script =
        Files.readString(Path.of("jetty-mcp"))
            .replaceAll("(?<=[ (])(?=/(usr|opt|Library)/)", directory + "/places");
    executable(root.resolve("jetty-mcp"), script);
    for (String tool : TOOLS) {
      Path real =
          Stream.of("/usr/bin", "/bin")
              .map(place -> Path.of(place, tool))
              .filter(Files::isExecutable)
              .findFirst()
              .orElseThrow();
      Files.createSymbolicLink(bin.resolve(tool), real);
    }
  }

  @Test
  void argumentsArePassedOnAsTheyAre() throws Exception {
    java(directory, "17.0.9");
    jarIsBuilt();

    Ended ended = start(List.of("call", "two words", "", "*", "$HOME", "--x='y'"), Map.of());

    assertThat(ended.exit()).isZero();
    assertThat(ended.err()).isEmpty();
    assertThat(ended.out().lines().dropWhile(line -> !line.equals("-jar")))
        .containsExactly("-jar", jar.toString(), "call", "two words", "", "*", "$HOME", "--x='y'");
  }

  @Test
  void javaTakesThePlaceOfTheScript() throws Exception {
    java(directory, "17.0.9");
    jarIsBuilt();

    Ended ended = start(List.of(), Map.of());

    assertThat(ended.out()).startsWith("pid " + ended.pid() + "\n");
  }

  @Test
  void theProgramLearnsWhereItsLauncherIs() throws Exception {
    java(directory, "17.0.9");
    jarIsBuilt();

    assertThat(start(List.of(), Map.of()).out())
        .contains("\n-Djetty-mcp.launcher=" + root.resolve("jetty-mcp") + "\n");
  }

  @Test
  void itWorksThroughLinksAndFromAnyDirectory() throws Exception {
    java(directory, "17.0.9");
    jarIsBuilt();
    Path first = directory.resolve("first link");
    Files.createSymbolicLink(first, Path.of("check out/of it/jetty-mcp"));
    Path second = directory.resolve("second");
    Files.createSymbolicLink(second, first);

    Ended ended = end(process(second, List.of("x"), Map.of()));

    assertThat(ended.out()).contains("\n" + jar + "\n");
    assertThat(ended.out()).contains("-Djetty-mcp.launcher=" + root.resolve("jetty-mcp"));
    assertThat(ended.out()).contains("cwd " + directory + "\n");
  }

  @Test
  void theJvmIsToldToKeepOffStdout() throws Exception {
    java(directory, "17.0.9");
    jarIsBuilt();

    assertThat(start(List.of(), Map.of()).out().lines())
        .contains(
            "-Xlog:disable",
            "-Xlog:all=error:stderr",
            "-XX:+DisplayVMOutputToStderr",
            "-Xshare:auto");
  }

  @Test
  void optionsOfTheUserComeLastAndAreNotExpanded() throws Exception {
    java(directory, "17.0.9");
    jarIsBuilt();

    Ended ended = start(List.of(), Map.of("JETTY_MCP_JAVA_OPTS", "-Xmx64m  -Dstar=*"));

    assertThat(ended.out()).contains("\n-Xmx64m\n-Dstar=*\n-jar\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"17", "17.0.15", "21.0.2+13", "26-ea", "25.0.3"})
  void java17AndNewerIsTaken(String version) throws Exception {
    java(directory, version);
    jarIsBuilt();

    assertThat(start(List.of(), Map.of()).exit()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.8.0_402", "11.0.22", "16", "9-internal", "unknown"})
  void anOlderJavaIsNot(String version) throws Exception {
    java(directory, version);
    jarIsBuilt();

    Ended ended = start(List.of(), Map.of());

    assertThat(ended.exit()).isEqualTo(1);
    assertThat(ended.out()).isEmpty();
    assertThat(ended.err())
        .isEqualTo(
            "jetty-mcp: Java 17 or newer is needed and was not found: install one, or set"
                + " JAVA_HOME\n");
  }

  @Test
  void withNoJavaAtAllItSaysSo() throws Exception {
    jarIsBuilt();

    Ended ended = start(List.of(), Map.of());

    assertThat(ended.exit()).isEqualTo(1);
    assertThat(ended.err()).contains("Java 17 or newer is needed and was not found");
  }

  @Test
  void javaHomeWinsOverThePath() throws Exception {
    java(directory, "17.0.9");
    Path home = java(directory.resolve("my jdk"), "21.0.1");
    jarIsBuilt();

    assertThat(start(List.of(), Map.of("JAVA_HOME", home.toString())).out())
        .contains("version 21.0.1\n");
  }

  @Test
  void aJavaHomeThatIsTooOldOrWrongIsPassedOver() throws Exception {
    java(directory, "17.0.9");
    Path old = java(directory.resolve("old"), "11.0.1");
    jarIsBuilt();

    assertThat(start(List.of(), Map.of("JAVA_HOME", old.toString())).out())
        .contains("version 17.0.9\n");
    assertThat(start(List.of(), Map.of("JAVA_HOME", directory + "/none")).out())
        .contains("version 17.0.9\n");
  }

  @Test
  void theUsualPlacesAreSearchedLast() throws Exception {
    java(directory, "11.0.1");
    java(directory.resolve("places/usr/lib/jvm/a-8"), "1.8.0_1");
    java(directory.resolve("places/usr/lib/jvm/b-22"), "22.0.1");
    jarIsBuilt();

    assertThat(start(List.of(), Map.of()).out()).contains("version 22.0.1\n");
  }

  @Test
  void onAMacTheSystemIsAsked() throws Exception {
    Path home = java(directory.resolve("mac"), "21.0.1");
    executable(
        directory.resolve("places/usr/libexec/java_home"),
        "#!/bin/sh\n[ \"$*\" = '-v 17+' ] && echo '" + home + "'\n");
    jarIsBuilt();

    assertThat(start(List.of(), Map.of()).out()).contains("version 21.0.1\n");
  }

  @Test
  void aWordAboutPickedUpOptionsDoesNotHideTheVersion() throws Exception {
    java(directory, "17.0.9");
    jarIsBuilt();

    Ended ended = start(List.of(), Map.of("JAVA_TOOL_OPTIONS", "-Dx=\"version \"8\""));

    assertThat(ended.exit()).isZero();
  }

  @Test
  void theJarIsBuiltOnFirstUseWithEveryWordOnStderr() throws Exception {
    java(directory, "17.0.9");
    mvn("echo 'maven says something'");

    Ended ended = start(List.of("x"), Map.of(), "a line for Java\n");

    assertThat(ended.exit()).isZero();
    assertThat(ended.out()).startsWith("pid " + ended.pid() + "\n").doesNotContain("maven");
    assertThat(ended.out()).endsWith("\nstdin a line for Java\n");
    assertThat(ended.err())
        .startsWith("jetty-mcp: building the program; this happens once and takes a minute or two")
        .contains("maven says something")
        .endsWith("jetty-mcp: built " + jar + "\n");
    assertThat(directory.resolve("mvn.log"))
        .hasContent(root + ": -B -q -Dstyle.color=never -DskipTests -Dspotless.check.skip package");
    assertThat(lock).doesNotExist();
  }

  @Test
  void onceBuiltNothingIsWritten() throws Exception {
    java(directory, "17.0.9");
    jarIsBuilt();

    start(List.of(), Map.of());

    assertThat(root.resolve("target")).isDirectoryNotContaining(path -> !path.equals(jar));
  }

  @Test
  void firstStartsAtOnceBuildOnce() throws Exception {
    java(directory, "17.0.9");
    mvn("sleep 1");

    List<Process> processes =
        List.of(
            process(root.resolve("jetty-mcp"), List.of("1"), Map.of()),
            process(root.resolve("jetty-mcp"), List.of("2"), Map.of()),
            process(root.resolve("jetty-mcp"), List.of("3"), Map.of()));
    for (Process process : processes) {
      assertThat(end(process).exit()).isZero();
    }

    assertThat(Files.readAllLines(directory.resolve("mvn.log"))).hasSize(1);
    assertThat(lock).doesNotExist();
  }

  @Test
  void whatABuildThatDiedLeftBehindIsNotTrusted() throws Exception {
    java(directory, "17.0.9");
    mvn("");
    jarIsBuilt();
    Files.createDirectory(lock);
    Process gone = new ProcessBuilder("true").start();
    gone.waitFor();
    Files.writeString(lock.resolve("pid"), gone.pid() + "\n");

    Ended ended = start(List.of(), Map.of());

    assertThat(ended.exit()).isZero();
    assertThat(jar).hasContent("built");
    assertThat(lock).doesNotExist();
  }

  @Test
  void aFailedBuildIsToldAndTriedAgainNextTime() throws Exception {
    java(directory, "17.0.9");
    mvn("echo half >target/jetty-mcp.jar; echo 'maven is unhappy'; exit 1");

    Ended failed = start(List.of(), Map.of());

    assertThat(failed.exit()).isEqualTo(1);
    assertThat(failed.out()).isEmpty();
    assertThat(failed.err()).contains("maven is unhappy", "jetty-mcp: the build failed");
    assertThat(jar).doesNotExist();
    assertThat(lock).doesNotExist();
    mvn("");
    assertThat(start(List.of(), Map.of()).exit()).isZero();
  }

  @Test
  void endingABuildEndsMavenAndLeavesNothingBehind() throws Exception {
    java(directory, "17.0.9");
    mvn("echo half >target/jetty-mcp.jar; echo \"maven is $$\"; exec sleep 60");
    Process process = process(root.resolve("jetty-mcp"), List.of(), Map.of());

    BufferedReader err = process.errorReader();
    String line = err.readLine();
    while (!line.startsWith("maven is ")) {
      line = err.readLine();
    }
    long maven = Long.parseLong(line.substring("maven is ".length()));
    process.toHandle().destroy();

    assertThat(end(process).exit()).isNotZero();
    Optional<ProcessHandle> left = ProcessHandle.of(maven);
    if (left.isPresent()) {
      left.get().onExit().get(10, TimeUnit.SECONDS);
    }
    assertThat(jar).doesNotExist();
    assertThat(lock).doesNotExist();
  }

  @Test
  void withoutMavenItSaysWhatIsMissing() throws Exception {
    java(directory, "17.0.9");

    Ended ended = start(List.of(), Map.of());

    assertThat(ended.exit()).isEqualTo(1);
    assertThat(ended.out()).isEmpty();
    assertThat(ended.err())
        .startsWith("jetty-mcp: the program must be built once, which needs Maven");
  }

  @Test
  void withoutACompilerItSaysWhatIsMissing() throws Exception {
    Files.delete(java(directory, "17.0.9").resolve("bin/javac"));
    mvn("");

    Ended ended = start(List.of(), Map.of());

    assertThat(ended.exit()).isEqualTo(1);
    assertThat(ended.err())
        .startsWith("jetty-mcp: the program must be built once, which needs a JDK of Java 17");
  }

  @Test
  void aRuntimeIsPassedOverForAJdkWhenBuilding() throws Exception {
    Files.delete(java(directory, "17.0.9").resolve("bin/javac"));
    Path jdk = java(directory.resolve("places/usr/lib/jvm/c"), "21.0.1");
    mvn("echo \"home $JAVA_HOME\"");

    Ended ended = start(List.of(), Map.of());

    assertThat(ended.err()).contains("home " + jdk + "\n");
    assertThat(ended.out()).contains("version 17.0.9\n");
  }

  private record Ended(int exit, long pid, String out, String err) {}

  private Ended start(List<String> arguments, Map<String, String> environment) throws Exception {
    return start(arguments, environment, "");
  }

  private Ended start(List<String> arguments, Map<String, String> environment, String stdin)
      throws Exception {
    Process process = process(root.resolve("jetty-mcp"), arguments, environment);
    process.outputWriter().append(stdin).flush();
    return end(process);
  }

  private Process process(Path script, List<String> arguments, Map<String, String> environment)
      throws IOException {
    List<String> command = new ArrayList<>(List.of("sh", script.toString()));
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
    builder.environment().clear();
    builder.environment().putAll(Map.of("PATH", bin.toString(), "HOME", directory.toString()));
    builder.environment().putAll(environment);
    return builder.start();
  }

  private static Ended end(Process process) throws Exception {
    process.outputWriter().close();
    String out = new String(process.getInputStream().readAllBytes(), UTF_8);
    String err = new String(process.getErrorStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    return new Ended(process.exitValue(), process.pid(), out, err);
  }

  private void jarIsBuilt() throws IOException {
    Files.createDirectories(jar.getParent());
    Files.writeString(jar, "from before");
  }

  /**
   * A java that in a home that tells its pid, version, directory, arguments and the first line of
   * stdin.
   */
  private static Path java(Path home, String version) throws IOException {
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

  private void mvn(String body) throws IOException {
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

  private static void executable(Path file, String text) throws IOException {
    Files.createDirectories(file.resolveSibling(""));
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
