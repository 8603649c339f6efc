package io.jettymcp.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which Java the launcher prefers, and when it makes and uses an archive of loaded classes. */
class LauncherArchiveTest {
  @TempDir Path directory;
  private Checkout checkout;

  @BeforeEach
  void layOut() throws IOException {
    directory = directory.toRealPath();
    checkout = new Checkout(directory);
    checkout.makesNoArchiveInTheBackground();
    checkout.archivingJava(directory, "17.0.9");
    checkout.jarIsBuilt();
  }

  private Checkout.Ended start(String mode, String... more) throws Exception {
    Map<String, String> environment = new HashMap<>(Map.of("JETTY_MCP_ARCHIVE", mode));
    for (int i = 0; i < more.length; i += 2) {
      environment.put(more[i], more[i + 1]);
    }
    return checkout.start(List.of(), environment);
  }

  private List<Path> archives() throws IOException {
    return Checkout.archives(checkout.target);
  }

  private Path made() throws Exception {
    Checkout.Ended ended = start("make");
    assertThat(ended.err()).isEmpty();
    assertThat(ended.out()).isEmpty();
    assertThat(ended.exit()).isZero();
    assertThat(archives()).hasSize(1);
    return archives().get(0);
  }

  @Test
  void anArchiveIsMadeOnceAndUsed() throws Exception {
    Path archive = made();

    assertThat(made()).isEqualTo(archive);
    assertThat(start("auto").out()).contains("\n-XX:SharedArchiveFile=" + archive + "\n");
    assertThat(start("off").out()).doesNotContain("SharedArchiveFile");
  }

  @Test
  void oneThatDoesNotFitIsNotUsed() throws Exception {
    Path archive = made();
    Path jvm = directory.resolve("lib/server/libjvm.so");
    Files.move(jvm, directory.resolve("libjvm.so"));
    Files.writeString(jvm, "another Java");
    assertThat(start("auto").out()).doesNotContain("SharedArchiveFile");

    Files.delete(jvm);
    Files.move(directory.resolve("libjvm.so"), jvm);
    assertThat(start("auto").out()).contains("-XX:SharedArchiveFile=" + archive);
    Files.writeString(archive, "cut");
    assertThat(start("auto").out()).doesNotContain("SharedArchiveFile");
  }

  /** Java would take it, and end with words on stdout. */
  @Test
  void oneThatWasWrittenToIsNotUsedAndMadeAnew() throws Exception {
    Files.setLastModifiedTime(checkout.jar, FileTime.from(Instant.parse("2026-01-01T00:00:00Z")));
    Path archive = made();
    byte[] whole = Files.readAllBytes(archive);
    Files.write(archive, new byte[whole.length]);
    assertThat(start("auto").out()).doesNotContain("SharedArchiveFile");

    assertThat(made()).hasBinaryContent(whole);
    assertThat(start("auto").out()).contains("-XX:SharedArchiveFile=" + archive);
  }

  @Test
  void emptyOnesAndFoldersInItsPlaceAreHarmless() throws Exception {
    Path archive = made();
    Files.write(archive, new byte[0]);
    assertThat(start("auto").out()).doesNotContain("SharedArchiveFile");
    Files.delete(archive);
    Files.createDirectory(archive);
    assertThat(start("auto").exit()).isZero();
    assertThat(start("auto").out()).doesNotContain("SharedArchiveFile");
  }

  @Test
  void theTrainingLearnsNothingOfTheUser() throws Exception {
    start("make", "JETTY_API_TOKEN", "mlc_of_the_user", "JAVA_TOOL_OPTIONS", "-Dx=y");

    assertThat(directory.resolve("training"))
        .content()
        .contains("JETTY_API_URL=" + Checkout.SIMULATOR, "of-the-simulator")
        .doesNotContain("mlc_of_the_user", "JAVA_TOOL_OPTIONS", "HOME=" + directory + "\n");
  }

  @Test
  void makersAtOnceLeaveOneArchive() throws Exception {
    List<Process> processes = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      processes.add(
          checkout.process(
              checkout.root.resolve("jetty-mcp"), List.of(), Map.of("JETTY_MCP_ARCHIVE", "make")));
    }
    for (Process process : processes) {
      checkout.end(process);
    }

    assertThat(archives()).hasSize(1);
    assertThat(checkout.target).isDirectoryNotContaining("glob:**.lock");
  }

  @Test
  void java25IsPreferredUnlessJavaHomeIsSet() throws Exception {
    checkout.archivingJava(directory.resolve("places/usr/lib/jvm/z-25"), "25.0.1");

    assertThat(start("off").out()).contains("version 25.0.1\n");
    assertThat(start("off", "JAVA_HOME", directory.toString()).out()).contains("version 17.0.9\n");
    start("make");
    assertThat(start("auto").out()).contains("\n-XX:AOTCache=").doesNotContain("-Xshare:auto");
  }

  @Test
  void theJavaOfTheInstallationWinsOverAll() throws Exception {
    checkout.archivingJava(checkout.root.resolve("runtime"), "21.0.1");

    assertThat(start("off", "JAVA_HOME", directory.toString()).out()).contains("version 21.0.1\n");
  }
}
