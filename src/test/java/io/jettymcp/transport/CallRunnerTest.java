package io.jettymcp.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.app.log.CapturedLog;
import io.jettymcp.app.log.LogEntry;
import io.jettymcp.config.LogLevel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class CallRunnerTest {
  @RegisterExtension final CapturedLog log = CapturedLog.during(LogLevel.WARN);

  @Test
  void unexpectedFailureIsLoggedWithItsPlaceButWithoutItsMessage() {
    IllegalStateException failure = new IllegalStateException(Handlers.SECRET);
    assertThat(CallRunner.error(failure).message()).isEqualTo("Internal error");
    assertThat(log.entries())
        .filteredOn(entry -> entry.logger().equals(CallRunner.class.getName()))
        .extracting(LogEntry::thrown)
        .anySatisfy(
            thrown ->
                assertThat(thrown)
                    .hasMessage("java.lang.IllegalStateException")
                    .hasNoCause()
                    .extracting(Throwable::getStackTrace)
                    .isEqualTo(failure.getStackTrace()));
  }
}
