package io.jettymcp.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tests when the launcher makes and uses an archive of loaded classes. */
class LauncherArchiveTest {
  @RegisterExtension final Checkout checkout = new Checkout();

  @BeforeEach
  void prepare() throws IOException {
    checkout.preventBackgroundArchives();
    checkout.installArchivingJava("17.0.9");
    checkout.writeJar();
  }

  private Checkout.Result run(String mode) throws Exception {
    return checkout.run(Map.of("JETTY_MCP_ARCHIVE", mode));
  }

  private List<Path> archives() throws IOException {
    return Checkout.archivesIn(checkout.target());
  }

  private Path makeArchive() throws Exception {
    Checkout.Result result = run("make");
    assertThat(result.err()).isEmpty();
    assertThat(result.out()).isEmpty();
    assertThat(result.exit()).isZero();
    assertThat(archives()).hasSize(1);
    return archives().get(0);
  }

  private void assertUsed(Path archive) throws Exception {
    assertThat(run("auto").out()).contains("\n-XX:SharedArchiveFile=" + archive + "\n");
  }

  private void assertNoneUsed() throws Exception {
    Checkout.Result result = run("auto");
    assertThat(result.exit()).isZero();
    assertThat(result.out()).contains("version 17.0.9\n").doesNotContain("SharedArchiveFile");
  }

  @Nested
  class Making {
    @Test
    void archiveIsMadeOnce() throws Exception {
      Path archive = makeArchive();

      assertThat(makeArchive()).isEqualTo(archive);
    }

    @Test
    void trainingRunsWithoutTheUsersEnvironment() throws Exception {
      checkout.run(
          Map.of(
              "JETTY_MCP_ARCHIVE", "make",
              "JETTY_API_TOKEN", "mlc_of_the_user",
              "JAVA_TOOL_OPTIONS", "-Dx=y"));

      assertThat(checkout.directory().resolve("training"))
          .content()
          .contains("JETTY_API_URL=https://localhost:9\n", "of-the-simulator")
          .containsPattern("SSL_CERT_FILE=.*/jetty-mcp-archive\\.\\d+/ca\\.pem\n")
          .doesNotContain(
              "mlc_of_the_user", "JAVA_TOOL_OPTIONS", "HOME=" + checkout.directory() + "\n");
    }

    @Test
    void concurrentMakersLeaveOneArchive() throws Exception {
      List<Process> processes = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        processes.add(checkout.start(checkout.launcher(), Map.of("JETTY_MCP_ARCHIVE", "make")));
      }
      for (Process process : processes) {
        Checkout.waitFor(process);
      }

      assertThat(archives()).hasSize(1);
      assertThat(checkout.target()).isDirectoryNotContaining("glob:**.lock");
    }
  }

  @Nested
  class Using {
    @Test
    void matchingArchiveIsUsed() throws Exception {
      assertUsed(makeArchive());
    }

    @Test
    void java25UsesAnAotCache() throws Exception {
      checkout.installArchivingJava(checkout.system().resolve("usr/lib/jvm/z-25"), "25.0.1");
      run("make");

      assertThat(run("auto").out()).contains("\n-XX:AOTCache=").doesNotContain("-Xshare:auto");
    }

    @Test
    void offUsesNoArchive() throws Exception {
      makeArchive();

      assertThat(run("off").out()).doesNotContain("SharedArchiveFile");
    }

    @Test
    void archiveIsUsedWithItsOwnJavaOnly() throws Exception {
      Path archive = makeArchive();
      Path libjvm = Checkout.libjvm(checkout.directory());
      Path moved = checkout.directory().resolve("libjvm.so");
      Files.move(libjvm, moved);
      Files.writeString(libjvm, "another Java");
      assertNoneUsed();

      Files.delete(libjvm);
      Files.move(moved, libjvm);
      assertUsed(archive);
    }

    @Test
    void truncatedArchiveIsNotUsed() throws Exception {
      Files.writeString(makeArchive(), "cut");

      assertNoneUsed();
    }

    @Test
    void emptyArchiveIsNotUsed() throws Exception {
      Files.write(makeArchive(), new byte[0]);

      assertNoneUsed();
    }

    @Test
    void directoryNamedLikeTheArchiveIsNotUsed() throws Exception {
      Path archive = makeArchive();
      Files.delete(archive);
      Files.createDirectory(archive);

      assertNoneUsed();
    }

    /** Java would load it, and exit with a message on stdout. */
    @Test
    void overwrittenArchiveIsNotUsed() throws Exception {
      overwriteWithZeros(makeOldArchive());

      assertNoneUsed();
    }

    @Test
    void overwrittenArchiveIsReplaced() throws Exception {
      Path archive = makeOldArchive();
      byte[] content = Files.readAllBytes(archive);
      overwriteWithZeros(archive);

      assertThat(makeArchive()).hasBinaryContent(content);
      assertUsed(archive);
    }

    /** Makes an archive whose time, which is that of the jar, differs from that of a write now. */
    private Path makeOldArchive() throws Exception {
      Files.setLastModifiedTime(
          checkout.jar(), FileTime.from(Instant.parse("2026-01-01T00:00:00Z")));
      return makeArchive();
    }

    private static void overwriteWithZeros(Path archive) throws IOException {
      Files.write(archive, new byte[(int) Files.size(archive)]);
    }
  }

  @Nested
  class Layouts {
    @Test
    void packageHasTheArchiveScriptInLib() throws Exception {
      Path lib = Files.createDirectory(checkout.root().resolve("lib"));
      Files.move(checkout.jar(), lib.resolve("jetty-mcp.jar"));
      Files.move(checkout.archiveScript(), lib.resolve("archive"));

      assertThat(run("make").exit()).isZero();

      assertThat(Checkout.archivesIn(lib)).hasSize(1);
    }

    @Test
    void serverStartsWithoutTheArchiveScript() throws Exception {
      Files.delete(checkout.archiveScript());

      assertNoneUsed();
    }

    @Test
    void makeFailsWithoutTheArchiveScript() throws Exception {
      Files.delete(checkout.archiveScript());

      Checkout.Result result = run("make");

      assertThat(result.exit()).isNotZero();
      assertThat(result.out()).isEmpty();
      assertThat(result.err()).contains(checkout.archiveScript().toString());
    }
  }
}
