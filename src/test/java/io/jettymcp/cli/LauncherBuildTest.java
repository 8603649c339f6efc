package io.jettymcp.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How the launcher script builds the jar when there is none. */
class LauncherBuildTest {
  @TempDir Path directory;
  private Checkout checkout;

  @BeforeEach
  void layOut() throws IOException {
    directory = directory.toRealPath();
    checkout = new Checkout(directory);
  }

  @Test
  void theJarIsBuiltOnFirstUseWithEveryWordOnStderr() throws Exception {
    checkout.java(directory, "17.0.9");
    checkout.mvn("echo 'maven says something'");

    Checkout.Ended ended = checkout.start(List.of("x"), Map.of(), "a line for Java\n");

    assertThat(ended.exit()).isZero();
    assertThat(ended.out()).startsWith("pid " + ended.pid() + "\n").doesNotContain("maven");
    assertThat(ended.out()).endsWith("\nstdin a line for Java\n");
    assertThat(ended.err())
        .startsWith("jetty-mcp: building the program; this happens once and takes a minute or two")
        .contains("maven says something")
        .endsWith("jetty-mcp: built " + checkout.jar + "\n");
    assertThat(directory.resolve("mvn.log"))
        .hasContent(
            checkout.root
                + ": -B -q -Dstyle.color=never -Dmaven.test.skip -Dspotless.check.skip package");
    assertThat(checkout.lock).doesNotExist();
  }

  @Test
  void onceBuiltNothingIsWritten() throws Exception {
    checkout.java(directory, "17.0.9");
    checkout.jarIsBuilt();

    checkout.start(List.of(), Map.of());

    assertThat(checkout.root.resolve("target"))
        .isDirectoryNotContaining(path -> !path.equals(checkout.jar));
  }

  @Test
  void firstStartsAtOnceBuildOnce() throws Exception {
    checkout.java(directory, "17.0.9");
    checkout.mvn("sleep 1");

    List<Process> processes =
        List.of(
            checkout.process(checkout.root.resolve("jetty-mcp"), List.of("1"), Map.of()),
            checkout.process(checkout.root.resolve("jetty-mcp"), List.of("2"), Map.of()),
            checkout.process(checkout.root.resolve("jetty-mcp"), List.of("3"), Map.of()));
    for (Process process : processes) {
      assertThat(checkout.end(process).exit()).isZero();
    }

    assertThat(Files.readAllLines(directory.resolve("mvn.log"))).hasSize(1);
    assertThat(checkout.lock).doesNotExist();
  }

  @Test
  void whatABuildThatDiedLeftBehindIsNotTrusted() throws Exception {
    checkout.java(directory, "17.0.9");
    checkout.mvn("");
    checkout.jarIsBuilt();
    Files.createDirectory(checkout.lock);
    Process gone = new ProcessBuilder("true").start();
    gone.waitFor();
    Files.writeString(checkout.lock.resolve("pid"), gone.pid() + "\n");

    Checkout.Ended ended = checkout.start(List.of(), Map.of());

    assertThat(ended.exit()).isZero();
    assertThat(checkout.jar).hasContent("built");
    assertThat(checkout.lock).doesNotExist();
  }

  @Test
  void aFailedBuildIsToldAndTriedAgainNextTime() throws Exception {
    checkout.java(directory, "17.0.9");
    checkout.mvn("echo half >target/jetty-mcp.jar; echo 'maven is unhappy'; exit 1");

    Checkout.Ended failed = checkout.start(List.of(), Map.of());

    assertThat(failed.exit()).isEqualTo(1);
    assertThat(failed.out()).isEmpty();
    assertThat(failed.err()).contains("maven is unhappy", "jetty-mcp: the build failed");
    assertThat(checkout.jar).doesNotExist();
    assertThat(checkout.lock).doesNotExist();
    checkout.mvn("");
    assertThat(checkout.start(List.of(), Map.of()).exit()).isZero();
  }

  @Test
  void endingABuildEndsMavenAndLeavesNothingBehind() throws Exception {
    checkout.java(directory, "17.0.9");
    checkout.mvn("echo half >target/jetty-mcp.jar; echo \"maven is $$\"; exec sleep 60");
    Process process = checkout.process(checkout.root.resolve("jetty-mcp"), List.of(), Map.of());

    BufferedReader err = process.errorReader();
    String line = err.readLine();
    while (!line.startsWith("maven is ")) {
      line = err.readLine();
    }
    long maven = Long.parseLong(line.substring("maven is ".length()));
    process.toHandle().destroy();

    assertThat(checkout.end(process).exit()).isNotZero();
    Optional<ProcessHandle> left = ProcessHandle.of(maven);
    if (left.isPresent()) {
      left.get().onExit().get(10, TimeUnit.SECONDS);
    }
    assertThat(checkout.jar).doesNotExist();
    assertThat(checkout.lock).doesNotExist();
  }

  @Test
  void withoutMavenItSaysWhatIsMissing() throws Exception {
    checkout.java(directory, "17.0.9");

    Checkout.Ended ended = checkout.start(List.of(), Map.of());

    assertThat(ended.exit()).isEqualTo(1);
    assertThat(ended.out()).isEmpty();
    assertThat(ended.err())
        .startsWith("jetty-mcp: the program must be built once, which needs Maven");
  }

  @Test
  void withoutACompilerItSaysWhatIsMissing() throws Exception {
    Files.delete(checkout.java(directory, "17.0.9").resolve("bin/javac"));
    checkout.mvn("");

    Checkout.Ended ended = checkout.start(List.of(), Map.of());

    assertThat(ended.exit()).isEqualTo(1);
    assertThat(ended.err())
        .startsWith("jetty-mcp: the program must be built once, which needs a JDK of Java 17");
  }

  @Test
  void aRuntimeIsPassedOverForAJdkWhenBuilding() throws Exception {
    Files.delete(checkout.java(directory, "17.0.9").resolve("bin/javac"));
    Path jdk = checkout.java(directory.resolve("places/usr/lib/jvm/c"), "21.0.1");
    checkout.mvn("echo \"home $JAVA_HOME\"");

    Checkout.Ended ended = checkout.start(List.of(), Map.of());

    assertThat(ended.err()).contains("home " + jdk + "\n");
    assertThat(ended.out()).contains("version 17.0.9\n");
  }
}
