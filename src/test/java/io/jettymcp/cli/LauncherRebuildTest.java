package io.jettymcp.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests how the launcher of a checkout builds again what is older than its sources. */
class LauncherRebuildTest {
  private static final Instant BUILT = Instant.parse("2026-01-02T03:04:05Z");
  private static final String OUTDATED = "-Djetty-mcp.outdated=true";

  @RegisterExtension final Checkout checkout = new Checkout();
  private Path source = Path.of("");

  @BeforeEach
  void buildOnce() throws IOException {
    checkout.installJava("17.0.9");
    Path java = Files.createDirectories(checkout.root().resolve("src/main/java"));
    source = java.resolve("Main.java");
    for (Path file : List.of(source, pom(), checkout.root().resolve("tools-manifest.json"))) {
      Files.writeString(file, "old");
    }
    checkout.writeJar();
    for (Path file :
        List.of(
            source,
            java,
            checkout.root().resolve("src/main"),
            pom(),
            checkout.root().resolve("tools-manifest.json"))) {
      setTime(file, BUILT.minusSeconds(1));
    }
    setTime(checkout.jar(), BUILT);
  }

  private Path pom() {
    return checkout.root().resolve("pom.xml");
  }

  private static void setTime(Path file, Instant time) throws IOException {
    Files.setLastModifiedTime(file, FileTime.from(time));
  }

  @Test
  void jarThatIsNewerThanItsSourcesIsKept() throws Exception {
    checkout.installMaven("");

    Checkout.Result result = checkout.run("doctor");

    assertThat(checkout.jar()).hasContent("from before");
    assertThat(result.err()).isEmpty();
  }

  @Test
  void newerSourceIsBuilt() throws Exception {
    checkout.installMaven("");
    setTime(source, BUILT.plusSeconds(1));

    Checkout.Result result = checkout.run("doctor");

    assertThat(checkout.jar()).hasContent("built");
    assertThat(result.err())
        .startsWith("jetty-mcp: the sources are newer than the program; building it again");
    assertThat(result.out()).doesNotContain(OUTDATED);
    assertThat(checkout.buildLock()).doesNotExist();
  }

  @Test
  void newerPomIsBuilt() throws Exception {
    checkout.installMaven("");
    setTime(pom(), BUILT.plusSeconds(1));

    checkout.run("doctor");

    assertThat(checkout.jar()).hasContent("built");
  }

  @Test
  void deletedSourceIsBuilt() throws Exception {
    checkout.installMaven("");
    Files.delete(source);

    checkout.run("doctor");

    assertThat(checkout.jar()).hasContent("built");
  }

  @Test
  void secondStartBuildsNothing() throws Exception {
    checkout.installMaven("");
    setTime(source, BUILT.plusSeconds(1));
    checkout.run("doctor");

    assertThat(checkout.run("doctor").err()).isEmpty();

    assertThat(Files.readAllLines(checkout.mavenLog())).hasSize(1);
  }

  @Test
  void sourceThatIsEditedWhileMavenRunsIsBuiltAtTheNextStart() throws Exception {
    checkout.installMaven("sleep 1; touch src/main/java/Main.java");
    setTime(source, BUILT.plusSeconds(1));
    checkout.run("doctor");

    checkout.run("doctor");

    assertThat(Files.readAllLines(checkout.mavenLog())).hasSize(2);
  }

  @Test
  void concurrentStartsBuildOnce() throws Exception {
    checkout.installMaven("sleep 1");
    setTime(source, BUILT.plusSeconds(1));

    List<Process> processes =
        List.of(
            checkout.start(checkout.launcher(), Map.of(), "call", "1"),
            checkout.start(checkout.launcher(), Map.of(), "call", "2"));
    for (Process process : processes) {
      assertThat(Checkout.waitFor(process).exit()).isZero();
    }

    assertThat(Files.readAllLines(checkout.mavenLog())).hasSize(1);
  }

  /** Running servers still load classes from it. */
  @Test
  void previousJarIsNotOverwritten() throws Exception {
    Path link = Files.createLink(checkout.directory().resolve("open.jar"), checkout.jar());
    checkout.installMaven("");
    setTime(source, BUILT.plusSeconds(1));

    checkout.run("doctor");

    assertThat(link).hasContent("from before");
  }

  @Test
  void previousProgramStartsIfTheBuildFails() throws Exception {
    checkout.installMaven("echo half >\"$build/jetty-mcp.jar\"; exit 1");
    setTime(source, BUILT.plusSeconds(1));

    Checkout.Result result = checkout.run("doctor");

    assertThat(result.exit()).isZero();
    assertThat(checkout.jar()).hasContent("from before");
    assertThat(result.err()).contains("the build failed", "starting it as it is");
    assertThat(result.out()).contains(OUTDATED + "\n");
    assertThat(checkout.buildLock()).doesNotExist();
  }

  @Test
  void buildThatFailedIsNotRepeated() throws Exception {
    checkout.installMaven("echo 'maven is unhappy'; exit 1");
    setTime(source, BUILT.plusSeconds(1));
    checkout.run("doctor");

    Checkout.Result result = checkout.run("doctor");

    assertThat(Files.readAllLines(checkout.mavenLog())).hasSize(1);
    assertThat(result.err())
        .matches(
            "jetty-mcp: the build of the newer sources failed; for details, run: mvn package;"
                + " using the program built on Jan [12] [0-9:]+\n");
    assertThat(result.out()).contains(OUTDATED + "\n");
  }

  @Test
  void buildThatFailedIsNotRepeatedForAHost() throws Exception {
    checkout.installMaven("exit 1");
    setTime(source, BUILT.plusSeconds(1));
    checkout.run("doctor");

    assertThat(checkout.run("stdio").err())
        .contains("the build of the newer sources failed")
        .doesNotContain("background");
  }

  @Test
  void concurrentStartsRunAFailingBuildOnce() throws Exception {
    checkout.installMaven("sleep 1; exit 1");
    setTime(source, BUILT.plusSeconds(1));

    List<Process> processes =
        List.of(
            checkout.start(checkout.launcher(), Map.of(), "call", "1"),
            checkout.start(checkout.launcher(), Map.of(), "call", "2"));
    for (Process process : processes) {
      assertThat(Checkout.waitFor(process).out()).contains(OUTDATED + "\n");
    }

    assertThat(Files.readAllLines(checkout.mavenLog())).hasSize(1);
  }

  @Test
  void buildThatFailedIsRetriedAfterAnEdit() throws Exception {
    checkout.installMaven("exit 1");
    setTime(source, BUILT.plusSeconds(1));
    checkout.run("doctor");
    checkout.installMaven("");
    setTime(source, Instant.now().plusSeconds(1));

    Checkout.Result result = checkout.run("doctor");

    assertThat(checkout.jar()).hasContent("built");
    assertThat(result.out()).doesNotContain(OUTDATED);
    assertThat(checkout.run("doctor").err()).isEmpty();
  }

  @Test
  void buildByHandEndsTheReportOfAFailedOne() throws Exception {
    checkout.installMaven("exit 1");
    setTime(source, BUILT.plusSeconds(1));
    checkout.run("doctor");
    setTime(checkout.jar(), Instant.now().plusSeconds(2));

    assertThat(checkout.run("doctor").err()).isEmpty();
  }

  /** Such dates come from a wrong clock, or from an archive that was made in another time zone. */
  @Test
  void sourceFromTheFutureIsBuiltOnce() throws Exception {
    checkout.installMaven("");
    setTime(source, Instant.now().plus(1, ChronoUnit.DAYS));
    checkout.run("doctor");

    assertThat(checkout.run("doctor").err()).isEmpty();

    assertThat(Files.readAllLines(checkout.mavenLog())).hasSize(1);
  }

  @Test
  void editIsSeenNextToASourceFromTheFuture() throws Exception {
    checkout.installMaven("");
    setTime(source, Instant.now().plus(1, ChronoUnit.DAYS));
    checkout.run("doctor");
    setTime(pom(), Instant.now().plusSeconds(1));

    checkout.run("doctor");

    assertThat(Files.readAllLines(checkout.mavenLog())).hasSize(2);
  }

  @Test
  void editOfASourceFromTheFutureIsSeen() throws Exception {
    checkout.installMaven("");
    setTime(source, Instant.now().plus(1, ChronoUnit.DAYS));
    checkout.run("doctor");
    setTime(source, Instant.now().plusSeconds(1));

    checkout.run("doctor");

    assertThat(Files.readAllLines(checkout.mavenLog())).hasSize(2);
  }

  @Test
  void previousProgramStartsWithoutMaven() throws Exception {
    setTime(source, BUILT.plusSeconds(1));

    Checkout.Result result = checkout.run("doctor");

    assertThat(result.exit()).isZero();
    assertThat(result.err()).contains("cannot find Maven", "starting it as it is");
    assertThat(result.out()).contains(OUTDATED + "\n");
  }

  @Test
  void previousProgramStartsFromAReadOnlyCheckout() throws Exception {
    checkout.installMaven("");
    setTime(source, BUILT.plusSeconds(1));
    Path home = checkout.makeTargetReadOnly();

    Checkout.Result result = checkout.run(Map.of("HOME", home.toString()), "doctor");

    assertThat(result.exit()).isZero();
    assertThat(result.err()).contains("is not writable", "starting it as it is");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "stdio", "--read-only"})
  @Timeout(30)
  void hostGetsThePreviousProgramAtOnce(String argument) throws Exception {
    checkout.installMaven("while [ ! -e '" + checkout.directory() + "/go' ]; do sleep 0.1; done");
    setTime(source, BUILT.plusSeconds(1));

    Checkout.Result result =
        checkout.run(argument.isEmpty() ? new String[0] : new String[] {argument});

    assertThat(result.err()).contains("building it in the background for the next start");
    assertThat(result.out()).contains(OUTDATED + "\n");
    assertThat(checkout.jar()).hasContent("from before");
    while (!Files.exists(checkout.mavenLog())) {
      Thread.onSpinWait();
    }
    Files.createFile(checkout.directory().resolve("go"));
    checkout.run("doctor");
    assertThat(checkout.jar()).hasContent("built");
    assertThat(Files.readAllLines(checkout.mavenLog())).hasSize(1);
  }

  /** Or a build that fails would start another one, each time an archive is missing. */
  @Test
  void makingAnArchiveBuildsNothing() throws Exception {
    checkout.installMaven("");
    setTime(source, BUILT.plusSeconds(1));

    checkout.run(Map.of("JETTY_MCP_ARCHIVE", "make"));

    assertThat(checkout.mavenLog()).doesNotExist();
  }

  @Test
  void packageIsNeverBuilt() throws Exception {
    checkout.installMaven("");
    Path lib = Files.createDirectories(checkout.root().resolve("lib"));
    Files.move(checkout.jar(), lib.resolve("jetty-mcp.jar"));
    setTime(source, BUILT.plusSeconds(1));

    assertThat(checkout.run("doctor").err()).isEmpty();

    assertThat(checkout.mavenLog()).doesNotExist();
  }
}
