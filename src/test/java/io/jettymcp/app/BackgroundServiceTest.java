package io.jettymcp.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.jettymcp.app.log.CapturedLog;
import io.jettymcp.app.log.LogEntry;
import io.jettymcp.cli.CliFixture;
import io.jettymcp.config.GeneralSettings;
import io.jettymcp.config.LogLevel;
import io.jettymcp.config.UsageException;
import io.jettymcp.jetty.Failure;
import io.jettymcp.redact.KnownSecrets;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class BackgroundServiceTest {
  @RegisterExtension final CliFixture cli = new CliFixture();
  @RegisterExtension final CapturedLog log = CapturedLog.during(LogLevel.ERROR);

  @Test
  void failureToBuildTheServiceIsLoggedOnceWithItsPlace() {
    Invocation invocation =
        new Invocation(
            cli.simulated().settings(Map.of(GeneralSettings.TOOLSETS, "nonsense")),
            Map.of(),
            cli.processEnvironment(),
            cli.tokens(),
            new PrintWriter(new StringWriter()),
            new PrintWriter(new StringWriter()));
    BackgroundService service = new BackgroundService(invocation, new KnownSecrets());
    service.start();
    assertThatIllegalStateException().isThrownBy(service::get);
    assertThatIllegalStateException().isThrownBy(service::get);
    assertThat(log.entries())
        .filteredOn(entry -> entry.logger().equals(BackgroundService.class.getName()))
        .extracting(LogEntry::thrown)
        .singleElement()
        .satisfies(
            thrown ->
                assertThat(thrown)
                    .isInstanceOf(Failure.Defect.class)
                    .hasMessage("defect: " + UsageException.class.getName())
                    .extracting(Throwable::getStackTrace)
                    .asString()
                    .isNotEmpty());
  }
}
