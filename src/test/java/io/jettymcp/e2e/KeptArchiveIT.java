package io.jettymcp.e2e;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.Slow;
import io.jettymcp.cli.UnprivilegedUser;
import io.jettymcp.simulator.Simulator;
import io.jettymcp.simulator.SimulatorOptions;
import io.jettymcp.simulator.http.CertificateAuthority;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests that stdout carries JSON-RPC only, with an intact, stale, broken or no archive of classes.
 */
@Slow
@Timeout(120)
class KeptArchiveIT {
  @TempDir private static Path directory;
  private static Path lib;
  private static Path archive;
  private static FileTime time;
  private static byte[] intact;

  private Program program;

  @BeforeAll
  static void makeArchive() throws Exception {
    lib = Program.install(directory.resolve("installed"));
    time = FileTime.from(Instant.parse("2026-01-01T00:00:00Z"));
    Files.setLastModifiedTime(lib.resolve("jetty-mcp.jar"), time);
    Program.Ended ended = program().with("JETTY_MCP_ARCHIVE", "make").run();
    assertThat(ended.err()).isEmpty();
    assertThat(ended.out()).isEmpty();
    try (Stream<Path> files = Files.list(lib)) {
      archive =
          files.filter(file -> file.toString().matches(".*\\.(jsa|aot)")).findFirst().orElseThrow();
    }
    intact = Files.readAllBytes(archive);
  }

  private static Program program() throws IOException {
    return Program.in(directory).from(lib.resolveSibling("")).simulated();
  }

  @BeforeEach
  void restoreArchive() throws IOException {
    replaceArchive(intact);
    // Kills the maker of an archive in the background in the pause before it starts.
    Path sleep = Files.createDirectories(directory.resolve("bin")).resolve("sleep");
    Files.writeString(sleep, "#!/bin/sh\nkill $PPID\n");
    Files.setPosixFilePermissions(sleep, PosixFilePermissions.fromString("rwxr-xr-x"));
    program = program().with("PATH", sleep.getParent() + ":" + System.getenv("PATH"));
  }

  /** Replaces the content of the archive; its name and time stay. */
  private static void replaceArchive(byte[] content) throws IOException {
    Files.deleteIfExists(archive);
    Files.write(archive, content);
    Files.setLastModifiedTime(archive, time);
  }

  /** Makes a successful and a failing call, and returns if Java was started with the archive. */
  private boolean servesWithArchive(String expectedStderr) throws Exception {
    try (ServerProcess server = program.serve()) {
      server.data("list-tasks", "{}");
      server.refusal("get-task", "{\"task\":\"no-such-task\"}");
      String[] arguments = server.handle().info().arguments().orElseThrow();
      server.end();
      assertThat(server.stderr()).startsWith(expectedStderr);
      return Stream.of(arguments).anyMatch(argument -> argument.endsWith("=" + archive));
    }
  }

  @Test
  void intactArchiveIsUsed() throws Exception {
    assertThat(servesWithArchive("")).isTrue();
  }

  @Test
  void onlyTheAuthoritiesOfTheUserAreTrustedWithAnArchive() throws Exception {
    CertificateAuthority other = new CertificateAuthority("CN=jetty-mcp simulator");
    SimulatorOptions options = SimulatorOptions.defaults().withTls(other.server("localhost"));
    try (Simulator jetty = Simulator.start(options)) {
      program.with("JETTY_API_URL", jetty.url()).with("JETTY_API_TOKEN", jetty.token());
      try (ServerProcess server = program.serve()) {
        assertThat(server.refusal("list-tasks", "{}"))
            .contains("signed by an authority that is not trusted here");
      }

      program.with("SSL_CERT_FILE", other.writeTo(directory.resolve("ca.pem")).toString());
      assertThat(servesWithArchive("")).isTrue();
    }
  }

  @Test
  void archiveThatDoesNotFitTheUsersOptionsIsNotUsed() throws Exception {
    program.with("JAVA_TOOL_OPTIONS", "-XX:-UseCompressedOops");

    assertThat(servesWithArchive("Picked up JAVA_TOOL_OPTIONS")).isTrue();
  }

  @Test
  void archiveOfAnotherJavaIsNotUsed() throws Exception {
    byte[] other = intact.clone();
    int version =
        new String(intact, 0, 4096, ISO_8859_1).indexOf(System.getProperty("java.vm.version"));
    assertThat(version).as("the archive holds the version of its Java").isPositive();
    other[version]++;
    replaceArchive(other);

    assertThat(servesWithArchive("")).isTrue();
  }

  @Test
  void overwrittenArchiveIsNotUsed() throws Exception {
    Files.write(archive, new byte[intact.length]);

    assertThat(servesWithArchive("")).isFalse();
  }

  @Test
  void truncatedArchiveIsNotUsed() throws Exception {
    replaceArchive(Arrays.copyOf(intact, intact.length / 2));

    assertThat(servesWithArchive("")).isFalse();
  }

  @Test
  void serverStartsIfNoArchiveCanBeWritten() throws Exception {
    Files.delete(archive);
    Files.setPosixFilePermissions(lib, PosixFilePermissions.fromString("r-xr-xr-x"));
    Files.setPosixFilePermissions(program.home, PosixFilePermissions.fromString("r-xr-xr-x"));
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    try {
      program.startedBy(UnprivilegedUser.commandPrefix(lib.resolve("jetty-mcp.jar")));
      assertThat(servesWithArchive("")).isFalse();
    } finally {
      Files.setPosixFilePermissions(lib, PosixFilePermissions.fromString("rwxr-xr-x"));
      Files.setPosixFilePermissions(program.home, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
  }
}
