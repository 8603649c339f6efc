package io.jettymcp.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.cli.install.LaunchCommand;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DemoHostTest {
  @Test
  void lineIsNotCutInsideASurrogatePair() {
    StringWriter shown = new StringWriter();
    LaunchCommand unused = new LaunchCommand("false", List.of());
    try (DemoHost host = new DemoHost(unused, Map.of(), new PrintWriter(shown))) {
      host.print("x".repeat(179) + "🎉y");
    }

    assertThat(shown.toString()).isEqualToIgnoringNewLines("x".repeat(179) + "…");
  }
}
