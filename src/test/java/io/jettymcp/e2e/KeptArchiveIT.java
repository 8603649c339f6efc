package io.jettymcp.e2e;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.cli.UnprivilegedUser;
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
 * stdout carries JSON-RPC alone, whatever became of the archive of loaded classes that the launcher
 * made.
 */
@Timeout(120)
class KeptArchiveIT {
  @TempDir private static Path directory;
  private static Path lib;
  private static Path archive;
  private static FileTime time;
  private static byte[] whole;

  private Program program;

  @BeforeAll
  static void makeOne() throws Exception {
    lib = Program.install(directory.resolve("installed"));
    time = FileTime.from(Instant.parse("2026-01-01T00:00:00Z"));
    Files.setLastModifiedTime(lib.resolve("jetty-mcp.jar"), time);
    Program.Ended ended = program().with("JETTY_MCP_ARCHIVE", "make").run();
    assertThat(ended.err()).isEmpty();
    assertThat(ended.out()).isEmpty();
    try (Stream<Path> files = Files.list(lib)) {
      archive = files.filter(file -> !file.endsWith("jetty-mcp.jar")).findFirst().orElseThrow();
    }
    whole = Files.readAllBytes(archive);
  }

  private static Program program() throws IOException {
    return Program.in(directory).from(lib.resolveSibling("")).simulated();
  }

  @BeforeEach
  void thereIsOne() throws IOException {
    keep(whole);
    // Ends what would make another one in the background, after its pause.
    Path sleep = Files.createDirectories(directory.resolve("bin")).resolve("sleep");
    Files.writeString(sleep, "#!/bin/sh\nkill $PPID\n");
    Files.setPosixFilePermissions(sleep, PosixFilePermissions.fromString("rwxr-xr-x"));
    program = program().with("PATH", sleep.getParent() + ":" + System.getenv("PATH"));
  }

  /** Puts something in the place of the archive, under its name and with its time. */
  private static void keep(byte[] content) throws IOException {
    Files.deleteIfExists(archive);
    Files.write(archive, content);
    Files.setLastModifiedTime(archive, time);
  }

  /** A call that goes well and one that does not; tells whether Java was given the archive. */
  private boolean conversesWithArchive(String onStderr) throws Exception {
    try (ServerProcess server = program.serve()) {
      server.data("list-tasks", "{}");
      server.refusal("get-task", "{\"task\":\"no-such-task\"}");
      String[] arguments = server.handle().info().arguments().orElseThrow();
      server.end();
      assertThat(server.stderr()).startsWith(onStderr);
      return Stream.of(arguments).anyMatch(argument -> argument.endsWith("=" + archive));
    }
  }

  @Test
  void withOneThatFits() throws Exception {
    assertThat(conversesWithArchive("")).isTrue();
  }

  @Test
  void withOptionsThatItDoesNotFit() throws Exception {
    program.with("JAVA_TOOL_OPTIONS", "-XX:-UseCompressedOops");

    assertThat(conversesWithArchive("Picked up JAVA_TOOL_OPTIONS")).isTrue();
  }

  @Test
  void withOneOfAnotherJava() throws Exception {
    byte[] other = whole.clone();
    int version =
        new String(whole, 0, 4096, ISO_8859_1).indexOf(System.getProperty("java.vm.version"));
    assertThat(version).as("the archive tells its Java").isPositive();
    other[version]++;
    keep(other);

    assertThat(conversesWithArchive("")).isTrue();
  }

  @Test
  void withOneThatWasWrittenTo() throws Exception {
    Files.write(archive, new byte[whole.length]);

    assertThat(conversesWithArchive("")).isFalse();
  }

  @Test
  void withOneThatWasCutOff() throws Exception {
    keep(Arrays.copyOf(whole, whole.length / 2));

    assertThat(conversesWithArchive("")).isFalse();
  }

  @Test
  void withNoneAndNoPlaceToWriteOne() throws Exception {
    Files.delete(archive);
    Files.setPosixFilePermissions(lib, PosixFilePermissions.fromString("r-xr-xr-x"));
    Files.setPosixFilePermissions(program.home, PosixFilePermissions.fromString("r-xr-xr-x"));
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    try {
      program.as(UnprivilegedUser.become(lib.resolve("jetty-mcp.jar")));
      assertThat(conversesWithArchive("")).isFalse();
    } finally {
      Files.setPosixFilePermissions(lib, PosixFilePermissions.fromString("rwxr-xr-x"));
      Files.setPosixFilePermissions(program.home, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
  }
}
