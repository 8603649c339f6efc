package io.jettymcp.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.simulator.Simulator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests rejected options; CommandsIT tests the running simulator. */
class SimulatorCommandTest {
  @RegisterExtension final CliFixture cli = new CliFixture();

  private CliFixture.Ended simulator(String port) throws IOException {
    return cli.run(new SimulatorCommand(), "simulator", "--port", port);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "65536", "many"})
  void invalidPortIsAUsageError(String port) throws IOException {
    CliFixture.Ended ended = simulator(port);
    assertThat(ended.exit()).isEqualTo(2);
    assertThat(ended.err()).contains("--port");
    assertThat(ended.out()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "60001", "slow"})
  void latencyIsBounded(String latency) throws IOException {
    CliFixture.Ended ended = cli.run(new SimulatorCommand(), "simulator", "--latency-ms", latency);
    assertThat(ended.exit()).isEqualTo(2);
    assertThat(ended.err()).contains("--latency-ms");
    assertThat(ended.out()).isEmpty();
  }

  @Test
  void unwritableFileOfTheAuthorityIsAUsageError() throws IOException {
    CliFixture.Ended ended =
        cli.run(new SimulatorCommand(), "simulator", "--tls", "missing/directory/ca.pem");
    assertThat(ended.exit()).isEqualTo(2);
    assertThat(ended.err()).contains("--tls cannot write to missing/directory/ca.pem");
    assertThat(ended.out()).isEmpty();
  }

  @Test
  void fileOfTheAuthorityIsKeptIfThePortIsInUse() throws IOException {
    Path file = Files.writeString(cli.work.resolve("ca.pem"), "of another simulator");
    try (Simulator other = Simulator.start()) {
      CliFixture.Ended ended =
          cli.run(
              new SimulatorCommand(),
              "simulator",
              "--port=" + other.port(),
              "--tls=" + cli.work.resolve("ca.pem"));
      assertThat(ended.exit()).isEqualTo(2);
      assertThat(file).hasContent("of another simulator");
    }
  }

  @Test
  void portInUseIsReported() throws IOException {
    try (Simulator other = Simulator.start()) {
      CliFixture.Ended ended = simulator("" + other.port());
      assertThat(ended.exit()).isEqualTo(2);
      assertThat(ended.err()).contains("Cannot listen on port " + other.port() + ": it is in use");
      assertThat(ended.out()).isEmpty();
    }
  }
}
