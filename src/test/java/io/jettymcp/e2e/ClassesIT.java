package io.jettymcp.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tests that the program loads only the classes it needs, which saves time at each start. */
@Timeout(120)
class ClassesIT {
  @Test
  void stdioServerLoadsNoMetricsClasses(@TempDir Path directory) throws Exception {
    assertThat(loadedByACall(directory, "warn"))
        .anyMatch(line -> line.contains(" reactor.netty.http.client."))
        .noneMatch(line -> line.contains(" io.micrometer.") || line.contains(" io.prometheus."))
        .noneMatch(line -> line.contains(" io.jettymcp.metrics."));
  }

  @Test
  void logStartsWithoutASearchForConfiguration(@TempDir Path directory) throws Exception {
    assertThat(loadedByACall(directory, "debug"))
        .anyMatch(line -> line.contains(" ch.qos.logback.classic.LoggerContext "))
        .noneMatch(line -> line.contains(" ch.qos.logback.classic.spi.LogbackServiceProvider "))
        .noneMatch(line -> line.contains(" ch.qos.logback.classic.util.ContextInitializer "))
        .noneMatch(line -> line.contains(" ch.qos.logback.core.joran."));
  }

  @Test
  void stdioServerLoadsNoDnsClient(@TempDir Path directory) throws Exception {
    assertThat(loadedByACall(directory, "warn"))
        .anyMatch(line -> line.contains(" io.jettymcp.jetty.http.SystemResolver "))
        .noneMatch(line -> line.contains(" io.netty.resolver.dns.DnsNameResolver "));
  }

  @Test
  void callBuildsTheViewOfItsOwnToolOnly(@TempDir Path directory) throws Exception {
    assertThat(loadedByACall(directory, "warn"))
        .anyMatch(line -> line.contains(" io.jettymcp.runs.TaskSummary$$Lambda"))
        .noneMatch(line -> line.contains(" io.jettymcp.runs.DebugReport "))
        .noneMatch(line -> line.contains(" io.jettymcp.tools.Routine "));
  }

  /** Returns the JVM log of the classes loaded for one call of a tool. */
  private static List<String> loadedByACall(Path directory, String level) throws Exception {
    Path loaded = directory.resolve("loaded.txt");
    Program program =
        Program.in(directory)
            .simulated()
            .with("JETTY_MCP_JAVA_OPTS", "-Xlog:class+load:file=" + loaded);
    try (ServerProcess server = program.serve("--log-level", level)) {
      server.data("list-tasks", "{}");
      server.end();
    }
    return Files.readAllLines(loaded);
  }
}
