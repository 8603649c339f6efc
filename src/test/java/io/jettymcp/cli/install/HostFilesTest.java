package io.jettymcp.cli.install;

import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.cli.CliFixture.Ended;
import io.jettymcp.cli.install.edit.JsonFormat;
import io.jettymcp.cli.install.edit.TomlFormat;
import io.jettymcp.cli.install.edit.YamlFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Installs into the file of each host in each state that the file can be in. */
class HostFilesTest {
  @RegisterExtension final InstallFixture fixture = new InstallFixture();

  @ParameterizedTest
  @EnumSource
  void absentFileIsCreatedWithTheServerAlone(Host host) throws IOException {
    Ended ended = fixture.install(host.id());

    assertThat(ended.exit()).as(ended.err()).isZero();
    assertThat(ended.out()).startsWith("Added the server \"jetty\" to " + fixture.file(host) + ".");
    assertThat(fixture.file(host)).content().isEqualTo(fixture.install(host.id(), "--print").out());
    assertThat(InstallFixture.filesBeside(fixture.file(host))).containsExactly(fixture.file(host));
  }

  @ParameterizedTest
  @EnumSource
  void secondInstallationChangesNothing(Host host) throws IOException {
    fixture.install(host.id(), "--read-only");
    String first = Files.readString(fixture.file(host));

    Ended again = fixture.install(host.id());

    assertThat(again.exit()).isZero();
    assertThat(again.out())
        .startsWith(fixture.file(host) + " is up to date; nothing was changed.")
        .contains("kept:", "--read-only");
    assertThat(fixture.file(host)).content().isEqualTo(first);
    assertThat(InstallFixture.filesBeside(fixture.file(host))).containsExactly(fixture.file(host));
  }

  @ParameterizedTest
  @EnumSource
  void otherContentSurvivesInstallationAndRemoval(Host host) throws IOException {
    String before = others(host);
    Path file = InstallFixture.write(fixture.file(host), before);

    assertThat(fixture.install(host.id()).exit()).isZero();

    assertThat(Files.readString(file).chars().boxed())
        .containsSubsequence(before.chars().boxed().toList());
    assertThat(fixture.entry(host).parts().program()).containsExactly(InstallFixture.PROGRAM);
    assertThat(fixture.uninstall(host.id()).exit()).isZero();
    assertThat(file).content().isEqualTo(before);
  }

  @ParameterizedTest
  @EnumSource
  void commentsAndOddFormattingSurviveInstallationAndRemoval(Host host) throws IOException {
    String before = odd(host);
    Path file = InstallFixture.write(fixture.file(host), before);

    assertThat(fixture.install(host.id(), "--env", "NAME=a value").exit()).isZero();

    assertThat(fixture.entry(host).variables()).isEqualTo(Map.of("NAME", "a value"));
    assertThat(fixture.uninstall(host.id()).exit()).isZero();
    assertThat(file).content().isEqualTo(before);
  }

  @ParameterizedTest
  @EnumSource
  void entryKeepsWhatIsNotNamed(Host host) throws IOException {
    fixture.install(host.id(), "--read-only", "--collection=acme", "--env", "NAME=value");
    Path file = fixture.file(host);
    Files.writeString(file, withTimeout(host, Files.readString(file)));
    fixture.program = new LaunchCommand("/new/jetty-mcp", List.of());

    Ended ended = fixture.install(host.id(), "--tools=whoami");

    assertThat(ended.exit()).isZero();
    ServerEntry entry = fixture.entry(host);
    assertThat(entry.shape().commandLine(entry.fields()))
        .containsExactly(
            "/new/jetty-mcp", "stdio", "--collection=acme", "--read-only", "--tools=whoami");
    assertThat(entry.variables()).isEqualTo(Map.of("NAME", "value"));
    assertThat(ended.out())
        .contains(
            "added:   --tools=whoami",
            "changed: command (was " + InstallFixture.PROGRAM + ")",
            "variable NAME")
        .containsPattern("kept: .*my_timeout")
        .containsPattern("kept: .*--collection=acme, --read-only");
    assertThat(file).content().contains("my_timeout");
  }

  @ParameterizedTest
  @EnumSource
  void brokenFileIsUnchangedAndItsPlaceIsNamed(Host host) throws IOException {
    String broken = host == Host.GOOSE ? "a: [1\n  broken: }" : "\n{ broken";
    Path file = InstallFixture.write(fixture.file(host), broken);

    for (Ended ended : List.of(fixture.install(host.id()), fixture.uninstall(host.id()))) {
      assertThat(ended.exit()).isEqualTo(1);
      assertThat(ended.err())
          .startsWith(file + " cannot be read: line 2, column ")
          .contains(" is not valid ", "The file was not changed.");
    }
    assertThat(file).content().isEqualTo(broken);
    assertThat(InstallFixture.filesBeside(file)).containsExactly(file);
  }

  @ParameterizedTest
  @EnumSource
  void dryRunWritesNothing(Host host) {
    Ended ended = fixture.install(host.id(), "--dry-run");

    assertThat(ended.exit()).isZero();
    assertThat(ended.out())
        .startsWith("Would add the server \"jetty\" to " + fixture.file(host) + ".");
    assertThat(fixture.file(host)).doesNotExist();
  }

  @ParameterizedTest
  @EnumSource
  void tokenIsNeverWritten(Host host) {
    fixture.cli.environment.put("JETTY_API_TOKEN", "mlc_" + "b".repeat(32));

    Ended ended = fixture.install(host.id());

    assertThat(fixture.file(host)).content().doesNotContain("mlc_");
    assertThat(ended.out() + ended.err()).doesNotContain("mlc_");
    assertThat(ended.err()).contains("JETTY_API_TOKEN, which the host might not pass on");
  }

  @ParameterizedTest
  @EnumSource
  void remoteServerReplacesALocalOneAndBack(Host host) {
    fixture.install(host.id(), "--read-only");

    Ended remote = fixture.install(host.id(), "--http", "https://jetty.example.com/mcp");

    if (!host.shape(Map.of()).hasRemote()) {
      assertThat(remote.exit()).isEqualTo(2);
      assertThat(remote.err()).contains(host.title() + " has no remote servers in its file.");
      return;
    }
    ServerEntry entry = fixture.entry(host);
    assertThat(entry.fields())
        .containsEntry(entry.shape().url(), "https://jetty.example.com/mcp")
        .doesNotContainKeys("command", "cmd", "args");
    assertThat(remote.err()).contains("this server was read-only and no longer is");
    fixture.install(host.id());
    assertThat(fixture.entry(host).fields()).doesNotContainKey(entry.shape().url());
  }

  private static String others(Host host) {
    if (host.format() instanceof TomlFormat) {
      return "model = \"gpt\"\n\n[mcp_servers.other]\ncommand = \"x\"\n\n[after]\nx = 1\n";
    }
    if (host.format() instanceof YamlFormat) {
      return "GOOSE_MODEL: x\nextensions:\n  other:\n    type: stdio\n    args:\n    - a\nlast: 1\n";
    }
    assertThat(host.format()).isInstanceOf(JsonFormat.class);
    return """
    {
      "big": 12345678901234567890123, "exact": 1.10, "list": [1, {"a": null}],
      "%s": {
        "other": {"command": "x", "env": {"K": "caf\u00e9 \\u00e9"}}
      },
      "last": false
    }
    """
        .formatted(host.shape(Map.of()).servers().get(0));
  }

  private static String odd(Host host) {
    if (host.format() instanceof TomlFormat) {
      return "# \u00e9\r\n  [ mcp_servers . 'other' ] # c\r\ncommand = 'C:\\x'\r\n\r\n# end";
    }
    if (host.format() instanceof YamlFormat) {
      return "---\r\n# first\r\nextensions: # ours\r\n    other: {a: b} # it's\r\n\r\nlast: |\r\n  x\r\n";
    }
    return """
    // settings of mine
    {
    \t"a" :[1,2 ], // why
    \t"%s" : { /* servers */
    \t\t// "jetty": {},
    \t\t"other":{"command":"x",}, // last
    \t\t/* end */
    \t},

       "z":1.10,}"""
        .formatted(host.shape(Map.of()).servers().get(0))
        .replace("\n", "\r\n");
  }

  /** Adds a field of the user to the entry of the server. */
  private static String withTimeout(Host host, String text) {
    if (host.format() instanceof TomlFormat) {
      return text.replace("args =", "my_timeout = 9 # mine\nargs =");
    }
    return host.format() instanceof YamlFormat
        ? text.replace("    cmd:", "    my_timeout: 9 # mine\n    cmd:")
        : text.replace("\"command\"", "/* mine */ \"my_timeout\": 9,\n \"command\"");
  }
}
