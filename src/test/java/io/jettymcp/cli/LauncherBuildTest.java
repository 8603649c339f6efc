package io.jettymcp.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tests how the launcher builds a missing jar. */
class LauncherBuildTest {
  private static final String FAILING_MAVEN =
      "echo half >\"$build/jetty-mcp.jar\"; echo 'maven is unhappy'; exit 1";

  @RegisterExtension final Checkout checkout = new Checkout();
  private Path jdk = Path.of("");

  @BeforeEach
  void installJava() throws IOException {
    jdk = checkout.installJava("17.0.9");
  }

  @Test
  void firstStartBuildsTheJar() throws Exception {
    checkout.installMaven("");

    assertThat(checkout.run().exit()).isZero();

    assertThat(checkout.jar()).hasContent("built");
    assertThat(checkout.mavenLog())
        .hasContent(
            checkout.root()
                + ": -B -q -Dstyle.color=never -Dmaven.test.skip -Dspotless.check.skip"
                + " -Dstatic-analysis= -Dbuild.commit= -Dtarget.directory="
                + checkout.buildLock().resolve("build")
                + " package");
    assertThat(checkout.buildLock()).doesNotExist();
  }

  @Test
  void outputOfTheBuildGoesToStderr() throws Exception {
    checkout.installMaven("echo 'maven says something'");

    Checkout.Result result = checkout.run();

    assertThat(result.out()).doesNotContain("maven");
    assertThat(result.err())
        .startsWith("jetty-mcp: building the program; this happens once and takes a minute or two")
        .contains("maven says something")
        .endsWith("jetty-mcp: built " + checkout.jar() + "\n");
  }

  /** Maven 3 writes them when it ends, though it is told to use no colours. */
  @Test
  void buildWritesNoEscapeSequences() throws Exception {
    assertThat(Path.of(".mvn", "jvm.config")).content().contains("-Djansi.noreset=true");
  }

  @Test
  void buildRecordsTheCommit() throws Exception {
    checkout.installMaven("");
    checkout.writeExecutable(
        checkout.directory().resolve("bin/git"),
        "#!/bin/sh\n[ \"$2\" = '" + checkout.root() + "' ] && echo a1b2c3d-dirty\n");

    checkout.run();

    assertThat(checkout.mavenLog()).content().contains(" -Dbuild.commit=a1b2c3d-dirty ");
  }

  @Test
  void buildDoesNotReadStdin() throws Exception {
    checkout.installMaven("");
    Process process = checkout.start(checkout.launcher(), Map.of());
    process.outputWriter().append("a line for Java\n").flush();

    assertThat(Checkout.waitFor(process).out()).endsWith("\nstdin a line for Java\n");
  }

  @Test
  void javaReplacesTheShellAfterTheBuild() throws Exception {
    checkout.installMaven("");

    Checkout.Result result = checkout.run();

    assertThat(result.out()).startsWith("pid " + result.pid() + "\n");
  }

  @Test
  void laterStartsWriteNothing() throws Exception {
    checkout.writeJar();

    checkout.run();

    assertThat(checkout.target()).isDirectoryNotContaining(path -> !path.equals(checkout.jar()));
  }

  @Test
  void concurrentFirstStartsBuildOnce() throws Exception {
    checkout.installMaven("sleep 1");

    List<Process> processes =
        List.of(
            checkout.start(checkout.launcher(), Map.of(), "1"),
            checkout.start(checkout.launcher(), Map.of(), "2"),
            checkout.start(checkout.launcher(), Map.of(), "3"));
    for (Process process : processes) {
      assertThat(Checkout.waitFor(process).exit()).isZero();
    }

    assertThat(Files.readAllLines(checkout.mavenLog())).hasSize(1);
    assertThat(checkout.buildLock()).doesNotExist();
  }

  @Test
  void lockOfABuildThatDiedIsBroken() throws Exception {
    checkout.installMaven("");
    Files.createDirectories(checkout.buildLock());
    Files.writeString(checkout.buildLock().resolve("pid"), Checkout.deadPid() + "\n");

    assertThat(checkout.run().exit()).isZero();

    assertThat(checkout.jar()).hasContent("built");
    assertThat(checkout.buildLock()).doesNotExist();
  }

  @Test
  void failedBuildIsReported() throws Exception {
    checkout.installMaven(FAILING_MAVEN);

    Checkout.Result result = checkout.run();

    assertThat(result.exit()).isEqualTo(1);
    assertThat(result.out()).isEmpty();
    assertThat(result.err()).contains("maven is unhappy", "jetty-mcp: the build failed");
  }

  @Test
  void failedBuildLeavesNoJar() throws Exception {
    checkout.installMaven(FAILING_MAVEN);

    checkout.run();

    assertThat(checkout.jar()).doesNotExist();
    assertThat(checkout.buildLock()).doesNotExist();
  }

  @Test
  void failedBuildIsRetriedAtTheNextStart() throws Exception {
    checkout.installMaven(FAILING_MAVEN);
    assertThat(checkout.run().exit()).isEqualTo(1);
    checkout.installMaven("");

    assertThat(checkout.run().exit()).isZero();
  }

  @Test
  void terminationStopsMaven() throws Exception {
    Checkout.waitForExit(terminateBuild());
  }

  @Test
  void terminationLeavesNoJar() throws Exception {
    terminateBuild();

    assertThat(checkout.jar()).doesNotExist();
    assertThat(checkout.buildLock()).doesNotExist();
  }

  /** Terminates the launcher while Maven runs, and returns the pid of Maven. */
  private long terminateBuild() throws Exception {
    checkout.installMaven(
        "echo half >\"$build/jetty-mcp.jar\"; echo \"maven is $$\"; exec sleep 60");
    Process process = checkout.start(checkout.launcher(), Map.of());
    BufferedReader err = process.errorReader();
    String line = err.readLine();
    while (!line.startsWith("maven is ")) {
      line = err.readLine();
    }
    process.toHandle().destroy();
    assertThat(Checkout.waitFor(process).exit()).isNotZero();
    return Long.parseLong(line.substring("maven is ".length()));
  }

  @Test
  void missingMavenIsReported() throws Exception {
    Checkout.Result result = checkout.run();

    assertThat(result.exit()).isEqualTo(1);
    assertThat(result.out()).isEmpty();
    assertThat(result.err())
        .startsWith("jetty-mcp: cannot find Maven, which builds the program: install it");
  }

  @Test
  void missingCompilerIsReported() throws Exception {
    Files.delete(jdk.resolve("bin/javac"));
    checkout.installMaven("");

    Checkout.Result result = checkout.run();

    assertThat(result.exit()).isEqualTo(1);
    assertThat(result.err()).startsWith("jetty-mcp: cannot find a JDK of Java 17 or newer, which");
  }

  @Test
  void onlyTheBuildNeedsAJdk() throws Exception {
    Files.delete(jdk.resolve("bin/javac"));
    Path other = checkout.installJava(checkout.system().resolve("usr/lib/jvm/c"), "21.0.1");
    checkout.installMaven("echo \"home $JAVA_HOME\"");

    Checkout.Result result = checkout.run();

    assertThat(result.err()).contains("home " + other + "\n");
    assertThat(result.out()).contains("version 17.0.9\n");
  }
}
