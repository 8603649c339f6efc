package io.jettymcp.app.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.event.Level;

class LogSourceTest {
  @ParameterizedTest
  @CsvSource({
    "io.jettymcp, OURS",
    "io.jettymcp.Main, OURS",
    "io.jettymcp.jetty.HttpSender$Line, OURS",
    "io.jettymcpish.Main, LIBRARY",
    "access, ACCESS",
    "accessory, LIBRARY",
    "io.modelcontextprotocol.spec.McpServerSession, SILENCED",
    "reactor.netty.http.client.HttpClientConnect, SILENCED",
    "reactor.netty.http.client.HttpClientConnect$HttpClientHandler, SILENCED",
    "reactor.netty.http.client.HttpClientConnection, LIBRARY",
    "reactor.netty.http.server.HttpServerOperations, SILENCED",
    "io.netty.util.ResourceLeakDetector, LIBRARY",
    "'', LIBRARY",
    "ROOT, LIBRARY"
  })
  void aLoggerIsKnownByItsName(String logger, LogPolicy source) {
    assertThat(LogPolicy.of(logger)).isSameAs(source);
  }

  @ParameterizedTest
  @CsvSource({
    "ERROR, ERROR, ERROR, ERROR",
    "WARN,  WARN,  INFO,  WARN",
    "INFO,  INFO,  INFO,  WARN",
    "DEBUG, DEBUG, INFO,  WARN",
    "TRACE, TRACE, INFO,  WARN"
  })
  void whatIsHeardOfEachSource(Level asked, Level ours, Level access, Level library) {
    assertThat(heard(LogPolicy.OURS, asked)).isEqualTo(upTo(ours));
    assertThat(heard(LogPolicy.ACCESS, asked)).isEqualTo(upTo(access));
    assertThat(heard(LogPolicy.LIBRARY, asked)).isEqualTo(upTo(library));
    assertThat(heard(LogPolicy.SILENCED, asked)).isEmpty();
  }

  private static List<Level> heard(LogPolicy source, Level asked) {
    return Arrays.stream(Level.values()).filter(level -> source.isHeard(level, asked)).toList();
  }

  private static List<Level> upTo(Level finest) {
    return Arrays.stream(Level.values()).filter(level -> level.toInt() >= finest.toInt()).toList();
  }
}
