package io.jettymcp.cli.install;

import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.cli.CliFixture.Ended;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests entries that people or other programs wrote. */
class ForeignEntryTest {
  @RegisterExtension final InstallFixture fixture = new InstallFixture();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "npx -y jetty-mcp --read-only --collection=acme | --read-only --collection=acme",
        "npx -y jetty-mcp@latest --read-only | --read-only",
        "npx -y @someone/jetty-mcp@1.0.0 stdio --read-only --future | --read-only --future",
        "docker run -i --rm ghcr.io/someone/jetty-mcp:1 --collection acme | --collection acme",
        "docker run --name jetty-mcp -i image --read-only | --read-only",
        "env -i jetty-mcp --read-only | --read-only",
        "cmd /c jetty-mcp.cmd --read-only | --read-only",
        "java -Xmx64m -cp x -jar C:\\x\\jetty-mcp-0.1.0.jar --read-only | --read-only",
        "/x/start.sh --collection acme --read-only other | --collection acme --read-only",
        "npx -y jetty-mcp --files-root /x/jetty-mcp --read-only | --files-root /x/jetty-mcp"
            + " --read-only",
      })
  void flagsAreKeptWhateverStartsTheServer(String line, String kept) throws IOException {
    write(line.split(" "));

    Ended ended = fixture.install("cursor");

    assertThat(words()).startsWith(InstallFixture.PROGRAM, "stdio");
    assertThat(String.join(" ", words().subList(2, words().size()))).isEqualTo(kept);
    assertThat(ended.err()).doesNotContain("read-only");
  }

  @Test
  void flagsAreKeptInOtherFormats() throws IOException {
    InstallFixture.write(
        fixture.file(Host.CODEX),
        """
        [mcp_servers.jetty]
        command = "npx"
        args = ["-y", "jetty-mcp@latest", "--read-only"]
        """);
    InstallFixture.write(
        fixture.file(Host.GOOSE),
        """
        extensions:
          jetty:
            cmd: npx
            args: [-y, jetty-mcp, --read-only]
        """);

    fixture.install("codex");
    fixture.install("goose");

    assertThat(fixture.entry(Host.CODEX).isReadOnly()).isTrue();
    assertThat(fixture.entry(Host.GOOSE).isReadOnly()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "env JETTY_READ_ONLY=true jetty-mcp",
        "docker run -i -e JETTY_READ_ONLY=true someone/jetty-mcp",
        "docker run -i --env=JETTY_READ_ONLY=true someone/jetty-mcp",
      })
  void variablesOfTheCommandLineAreKept(String line) throws IOException {
    write(line.split(" "));

    fixture.install("cursor");

    assertThat(fixture.entry(Host.CURSOR).variables()).isEqualTo(Map.of("JETTY_READ_ONLY", "true"));
    assertThat(words()).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jetty-mcp stdio --read-only",
        "JETTY_READ_ONLY=true /x/jetty-mcp",
        "./start --read-only --files-root=/x/jetty-mcp",
      })
  void flagsInsideAShellCommandAreNotLostSilently(String script) throws IOException {
    write("sh", "-c", script);

    Ended refused = fixture.install("cursor");

    assertThat(refused.exit()).isEqualTo(2);
    assertThat(refused.err()).contains("is started by a shell command", "--reset");
    assertThat(words()).containsExactly("sh", "-c", script);
    assertThat(fixture.install("cursor", "--reset").err())
        .contains("this server was read-only and no longer is");
    assertThat(words()).containsExactly(InstallFixture.PROGRAM, "stdio");
  }

  @Test
  void numbersAndTruthValuesAmongArgumentsAreKeptAsTheyAreWritten() throws IOException {
    InstallFixture.write(
        fixture.file(Host.CURSOR),
        """
        {"mcpServers": {"jetty": {"command": "jetty-mcp",
          "args": ["stdio", "--retries", 5, "--read-only", true]}}}
        """);

    fixture.install("cursor");

    assertThat(words().subList(2, words().size()))
        .containsExactly("--retries", "5", "--read-only", "true");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "[]"})
  void objectsAndListsAmongArgumentsAreRefused(String argument) throws IOException {
    Path file =
        InstallFixture.write(
            fixture.file(Host.CURSOR),
            "{\"mcpServers\": {\"jetty\": {\"command\": \"x\", \"args\": [" + argument + "]}}}");

    Ended ended = fixture.install("cursor");

    assertThat(ended.exit()).isEqualTo(2);
    assertThat(ended.err()).contains("an argument that is not text", file.toString(), "--reset");
    assertThat(fixture.install("cursor", "--reset").exit()).isZero();
  }

  @Test
  void olderFormOfZedIsConverted() throws IOException {
    InstallFixture.write(
        fixture.file(Host.ZED),
        """
        {"context_servers": {"jetty": {"command": {
          "path": "jetty-mcp", "args": ["stdio", "--read-only"], "env": {"A": "b"}}}}}
        """);

    Ended ended = fixture.install("zed");

    ServerEntry entry = fixture.entry(Host.ZED);
    assertThat(entry.fields())
        .isEqualTo(
            Map.of(
                "command", InstallFixture.PROGRAM,
                "args", List.of("stdio", "--read-only"),
                "env", Map.of("A", "b")));
    assertThat(ended.out()).contains("kept:    --read-only, variable A");
  }

  private void write(String... words) throws IOException {
    EntryShape shape = EntryShape.in("mcpServers");
    Path file = fixture.file(Host.CURSOR);
    InstallFixture.write(
        file,
        new ConfiguredHost(Host.CURSOR, file, HostChoice.DEFAULT_NAME)
            .alone(new ServerEntry(shape, shape.ofCommandLine(List.of(words)))));
  }

  private List<String> words() {
    ServerEntry entry = fixture.entry(Host.CURSOR);
    return entry.shape().commandLine(entry.fields());
  }
}
