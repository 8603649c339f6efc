package io.jettymcp.cli.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.jettymcp.cli.CliFixture.Ended;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostFileTest {
  @RegisterExtension final InstallFixture fixture = new InstallFixture();

  @ParameterizedTest
  @CsvSource({"UTF-8, ''", "UTF-8, \uFEFF", "UTF-16LE, \uFEFF", "UTF-16BE, \uFEFF"})
  void encodingIsKept(Charset charset, String mark) throws IOException {
    Path path = fixture.file(Host.CURSOR);
    Files.createDirectories(path.getParent());
    String text = mark + "{\r\n\t\"\u00e9\ud83d\ude00\": 1\r\n}";
    Files.write(path, text.getBytes(charset));

    assertThat(fixture.install("cursor").exit()).isZero();

    String installed = new String(Files.readAllBytes(path), charset);
    assertThat(installed)
        .startsWith(
            mark + "{\r\n\t\"\u00e9\ud83d\ude00\": 1,\r\n\t\"mcpServers\": {\r\n\t\t\"jetty\"");
    fixture.uninstall("cursor");
    assertThat(Files.readAllBytes(path)).isEqualTo(text.getBytes(charset));
  }

  @Test
  void otherEncodingIsRefused() throws IOException {
    Path path = fixture.file(Host.CURSOR);
    Files.createDirectories(path.getParent());
    byte[] latin1 = "{\"caf\u00e9\": 1}".getBytes(StandardCharsets.ISO_8859_1);
    Files.write(path, latin1);

    Ended ended = fixture.install("cursor");

    assertThat(ended.exit()).isEqualTo(1);
    assertThat(ended.err()).contains(path + " is neither UTF-8 nor UTF-16 text");
    assertThat(Files.readAllBytes(path)).isEqualTo(latin1);
  }

  @Test
  void permissionsAndLinksArePreserved() throws IOException {
    Path real = InstallFixture.write(fixture.at("dotfiles/claude.json"), "{}");
    Files.setPosixFilePermissions(real, PosixFilePermissions.fromString("rw-------"));
    Path link = fixture.cli.home.resolve(".claude.json");
    Files.createSymbolicLink(link, real);

    fixture.install("claude-code");

    assertThat(link).isSymbolicLink();
    assertThat(real).content().contains("jetty-mcp");
    assertThat(rights(real)).isEqualTo("rw-------");
    assertThat(rights(fixture.cli.home.resolve(".claude.json.bak"))).isEqualTo("rw-------");
  }

  @Test
  void backupsOfOthersAreKept() throws IOException {
    Path path = InstallFixture.write(fixture.file(Host.CURSOR), "{\"a\": 1}");
    Path theirs = InstallFixture.write(Path.of(path + ".bak"), "theirs");
    Path outside = InstallFixture.write(fixture.at("outside"), "outside");
    Files.createSymbolicLink(Path.of(path + ".bak.2"), outside);

    Ended ended = fixture.install("cursor");

    assertThat(ended.out()).contains("Backup: " + path + ".bak.3");
    assertThat(Path.of(path + ".bak.3")).hasContent("{\"a\": 1}");
    assertThat(theirs).hasContent("theirs");
    assertThat(outside).hasContent("outside");
  }

  @Test
  void linkToAMissingFileIsReported() throws IOException {
    Path link = fixture.cli.work.resolve(".mcp.json");
    Files.createSymbolicLink(link, fixture.at("elsewhere"));

    Ended ended = fixture.install("claude-code", "--scope", "project");

    assertThat(ended.exit()).isEqualTo(1);
    assertThat(ended.err()).contains(link + " is a link to a file that does not exist");
    assertThat(link).isSymbolicLink();
    assertThat(fixture.at("elsewhere")).doesNotExist();
  }

  @Test
  void directoryInThePlaceOfTheFileIsReported() throws IOException {
    Files.createDirectories(fixture.file(Host.CURSOR));

    assertThat(fixture.install("cursor").err())
        .contains(fixture.file(Host.CURSOR) + " is a directory.");
  }

  @Test
  void directoryThatCannotBeWrittenIsReported() throws IOException {
    InstallFixture.write(fixture.at("home/.cursor"), "a file");

    Ended ended = fixture.install("cursor");

    assertThat(ended.exit()).isEqualTo(1);
    assertThat(ended.err())
        .contains(
            "Cannot write "
                + fixture.file(Host.CURSOR)
                + ": something else is there, or a part of the path is not a directory")
        .doesNotContain("Exception");
  }

  @Test
  void directoryWithoutRightsIsReportedWithoutInternals() throws IOException {
    Path directory = Files.createDirectories(fixture.file(Host.CURSOR).getParent());
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("r-xr-xr-x"));
    assumeThat(Files.isWritable(directory)).as("not run by root").isFalse();

    assertThat(fixture.install("cursor").err())
        .contains("Cannot write " + fixture.file(Host.CURSOR) + ": permission denied")
        .doesNotContain("Exception", "/.mcp.json");
  }

  @Test
  void pipeInThePlaceOfTheFileIsNotWaitedFor() throws Exception {
    Path pipe = fixture.file(Host.CURSOR);
    Files.createDirectories(pipe.getParent());
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();

    Ended ended =
        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> fixture.install("cursor"));

    assertThat(ended.err()).contains(pipe + " is not a regular file.");
  }

  @Test
  void hugeFileIsRefused() throws IOException {
    Path path = InstallFixture.write(fixture.file(Host.CURSOR), "{}");
    try (FileChannel file = FileChannel.open(path, StandardOpenOption.WRITE)) {
      file.write(ByteBuffer.wrap(new byte[] {' '}), 16 * 1024 * 1024);
    }

    assertThat(fixture.install("cursor").err())
        .contains(path + " is larger than 16 MB; it was not changed.");
  }

  @Test
  void textOfAnotherWriterIsEditedInsteadOfLost() throws Exception {
    Path path = InstallFixture.write(fixture.at("file"), "old");
    List<String> seen = new ArrayList<>();

    new HostFile(path)
        .edit(
            text -> {
              seen.add(text);
              if (seen.size() == 1) {
                overwrite(path, "newer");
              }
              return text + " edited";
            });

    assertThat(seen).containsExactly("old", "newer");
    assertThat(path).hasContent("newer edited");
    assertThat(Path.of(path + ".bak")).hasContent("newer");
    assertThat(InstallFixture.filesBeside(path)).hasSize(2);
  }

  @Test
  void failedEditLeavesNothingBehind() throws IOException {
    Path path = InstallFixture.write(fixture.at("alone/file"), "old");

    assertThatThrownBy(
            () ->
                new HostFile(path)
                    .edit(
                        text -> {
                          throw new IllegalStateException("edit failed");
                        }))
        .hasMessage("edit failed");

    assertThat(InstallFixture.filesBeside(path)).containsExactly(path);
  }

  private static void overwrite(Path path, String text) {
    try {
      Files.writeString(path, text);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static String rights(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
