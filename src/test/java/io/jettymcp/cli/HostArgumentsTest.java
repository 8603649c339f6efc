package io.jettymcp.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.config.GeneralSettings;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostArgumentsTest {
  @RegisterExtension final CliFixture cli = new CliFixture();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "stdio",
        "--read-only",
        "stdio --read-only=false --collection=acme --timeout=7",
        "--read-only=${user_config.read_only} --collection=${c}",
        "stdio --tools=get-task,whoami --log-level=error --author=a=b",
        "--lock-collection=true --collection=x",
        "--read-only=yes"
      })
  void readsFlagsAsTheParserDoes(String line) throws Exception {
    String[] arguments = line.isEmpty() ? new String[0] : line.split(" ");
    assertThat(cli.runServer(arguments).exit()).isZero();
    assertThat(HostArguments.flags(arguments)).contains(cli.started.get(0).flags());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http",
        "stdio stdio",
        "--help",
        "stdio --help",
        "--version",
        "--collection",
        "--collection acme",
        "--collection=",
        "--collection=a --collection=b",
        "--tools=a --tools=b",
        "--read-only=",
        "--read-only --read-only",
        "--reed-only",
        "--port=1",
        "demo",
        "tools --json",
        "@file"
      })
  void leavesOtherArgumentsToTheParser(String line) {
    assertThat(HostArguments.flags(line.split(" "))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"--=x", "=", "-", "--"})
  void matchesNoSettingWithoutAFlag(String argument) {
    assertThat(HostArguments.flags(argument)).isEmpty();
    assertThat(GeneralSettings.TOKEN.flag()).isEmpty();
  }
}
