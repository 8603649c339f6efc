package io.jettymcp.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How the launcher script finds Java and becomes it. */
class LauncherTest {
  @TempDir Path directory;
  private Checkout checkout;

  @BeforeEach
  void layOut() throws IOException {
    directory = directory.toRealPath();
    checkout = new Checkout(directory);
  }

  @Test
  void argumentsArePassedOnAsTheyAre() throws Exception {
    checkout.java(directory, "17.0.9");
    checkout.jarIsBuilt();

    Checkout.Ended ended =
        checkout.start(List.of("call", "two words", "", "*", "$HOME", "--x='y'"), Map.of());

    assertThat(ended.exit()).isZero();
    assertThat(ended.err()).isEmpty();
    assertThat(ended.out().lines().dropWhile(line -> !line.equals("-jar")))
        .containsExactly(
            "-jar", checkout.jar.toString(), "call", "two words", "", "*", "$HOME", "--x='y'");
  }

  @Test
  void javaTakesThePlaceOfTheScript() throws Exception {
    checkout.java(directory, "17.0.9");
    checkout.jarIsBuilt();

    Checkout.Ended ended = checkout.start(List.of(), Map.of());

    assertThat(ended.out()).startsWith("pid " + ended.pid() + "\n");
  }

  @Test
  void theProgramLearnsWhereItsLauncherIs() throws Exception {
    checkout.java(directory, "17.0.9");
    checkout.jarIsBuilt();

    assertThat(checkout.start(List.of(), Map.of()).out())
        .contains("\n-Djetty-mcp.launcher=" + checkout.root.resolve("jetty-mcp") + "\n");
  }

  @Test
  void itWorksThroughLinksAndFromAnyDirectory() throws Exception {
    checkout.java(directory, "17.0.9");
    checkout.jarIsBuilt();
    Path first = directory.resolve("first link");
    Files.createSymbolicLink(first, Path.of("check out/of it/jetty-mcp"));
    Path second = directory.resolve("second");
    Files.createSymbolicLink(second, first);

    Checkout.Ended ended = checkout.end(checkout.process(second, List.of("x"), Map.of()));

    assertThat(ended.out()).contains("\n" + checkout.jar + "\n");
    assertThat(ended.out()).contains("-Djetty-mcp.launcher=" + checkout.root.resolve("jetty-mcp"));
    assertThat(ended.out()).contains("cwd " + directory + "\n");
  }

  @Test
  void theJvmIsToldToKeepOffStdout() throws Exception {
    checkout.java(directory, "17.0.9");
    checkout.jarIsBuilt();

    assertThat(checkout.start(List.of(), Map.of()).out().lines())
        .contains(
            "-Xlog:disable",
            "-Xlog:all=error:stderr",
            "-XX:+DisplayVMOutputToStderr",
            "-Xshare:auto");
  }

  /** Java does not start with two. */
  @ParameterizedTest
  @ValueSource(strings = {"JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "JETTY_MCP_JAVA_OPTS"})
  void whoNamesACollectorGetsThatOneAlone(String variable) throws Exception {
    checkout.java(directory, "17.0.9");
    checkout.jarIsBuilt();

    assertThat(
            checkout.start(List.of(), Map.of(variable, "-Da=b -XX:+UseParallelGC")).out().lines())
        .contains("-XX:TieredStopAtLevel=1")
        .doesNotContain("-XX:+UseSerialGC");
  }

  @Test
  void aServerOfOneIsToStartFastAndAServerOfManyToRunFast() throws Exception {
    checkout.java(directory, "17.0.9");
    checkout.jarIsBuilt();

    assertThat(checkout.start(List.of("--read-only", "stdio"), Map.of()).out().lines())
        .contains("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");
    assertThat(checkout.start(List.of("--read-only", "http"), Map.of()).out().lines())
        .doesNotContain("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");
  }

  @Test
  void optionsOfTheUserComeLastAndAreNotExpanded() throws Exception {
    checkout.java(directory, "17.0.9");
    checkout.jarIsBuilt();

    Checkout.Ended ended =
        checkout.start(List.of(), Map.of("JETTY_MCP_JAVA_OPTS", "-Xmx64m  -Dstar=*"));

    assertThat(ended.out()).contains("\n-Xmx64m\n-Dstar=*\n-jar\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"17", "17.0.15", "21.0.2+13", "26-ea", "25.0.3"})
  void java17AndNewerIsTaken(String version) throws Exception {
    checkout.java(directory, version);
    checkout.jarIsBuilt();

    assertThat(checkout.start(List.of(), Map.of()).exit()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.8.0_402", "11.0.22", "16", "9-internal", "unknown"})
  void anOlderJavaIsNot(String version) throws Exception {
    checkout.java(directory, version);
    checkout.jarIsBuilt();

    Checkout.Ended ended = checkout.start(List.of(), Map.of());

    assertThat(ended.exit()).isEqualTo(1);
    assertThat(ended.out()).isEmpty();
    assertThat(ended.err())
        .isEqualTo(
            "jetty-mcp: Java 17 or newer is needed and was not found: install one, or set"
                + " JAVA_HOME\n");
  }

  @Test
  void withNoJavaAtAllItSaysSo() throws Exception {
    checkout.jarIsBuilt();

    Checkout.Ended ended = checkout.start(List.of(), Map.of());

    assertThat(ended.exit()).isEqualTo(1);
    assertThat(ended.err()).contains("Java 17 or newer is needed and was not found");
  }

  @Test
  void javaHomeWinsOverThePath() throws Exception {
    checkout.java(directory, "17.0.9");
    Path home = checkout.java(directory.resolve("my jdk"), "21.0.1");
    checkout.jarIsBuilt();

    assertThat(checkout.start(List.of(), Map.of("JAVA_HOME", home.toString())).out())
        .contains("version 21.0.1\n");
  }

  @Test
  void aJavaHomeThatIsTooOldOrWrongIsPassedOver() throws Exception {
    checkout.java(directory, "17.0.9");
    Path old = checkout.java(directory.resolve("old"), "11.0.1");
    checkout.jarIsBuilt();

    assertThat(checkout.start(List.of(), Map.of("JAVA_HOME", old.toString())).out())
        .contains("version 17.0.9\n");
    assertThat(checkout.start(List.of(), Map.of("JAVA_HOME", directory + "/none")).out())
        .contains("version 17.0.9\n");
  }

  @Test
  void theUsualPlacesAreSearchedLast() throws Exception {
    checkout.java(directory, "11.0.1");
    checkout.java(directory.resolve("places/usr/lib/jvm/a-8"), "1.8.0_1");
    checkout.java(directory.resolve("places/usr/lib/jvm/b-22"), "22.0.1");
    checkout.jarIsBuilt();

    assertThat(checkout.start(List.of(), Map.of()).out()).contains("version 22.0.1\n");
  }

  @Test
  void onAMacTheSystemIsAsked() throws Exception {
    Path home = checkout.java(directory.resolve("mac"), "21.0.1");
    checkout.executable(
        directory.resolve("places/usr/libexec/java_home"),
        "#!/bin/sh\n[ \"$*\" = '-v 17+' ] && echo '" + home + "'\n");
    checkout.jarIsBuilt();

    assertThat(checkout.start(List.of(), Map.of()).out()).contains("version 21.0.1\n");
  }

  @Test
  void aWordAboutPickedUpOptionsDoesNotHideTheVersion() throws Exception {
    checkout.java(directory, "17.0.9");
    checkout.jarIsBuilt();

    Checkout.Ended ended =
        checkout.start(List.of(), Map.of("JAVA_TOOL_OPTIONS", "-Dx=\"version \"8\""));

    assertThat(ended.exit()).isZero();
  }
}
