package io.jettymcp.mcp.modern;

import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.mcp.Operations;
import io.jettymcp.mcp.call.ToolCallsFixture;
import io.jettymcp.ui.UiView;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/** Tests how long hosts of the modern era keep views. */
class ModernUiViewsTest {
  private final ModernDispatcher dispatcher =
      new ModernDispatcher(
          new ModernJettyService(
              new Operations(new ToolCallsFixture().calls()),
              "1.2.3",
              "Read me.",
              new HostState(
                  new RequestStates(Sealer.ofProcess(), Clock.systemUTC()), Optional.empty())),
          "alice",
          new Subscriptions());

  private ObjectNode read(String uri) {
    return new ModernRequest(
            dispatcher, "resources/read", "{\"uri\":\"" + uri + "\"," + ModernRequest.META + "}")
        .result();
  }

  @Test
  void hostsOfAllCallersCanKeepAView() {
    ObjectNode result = read(UiView.RUN.uri());
    assertThat(result.path("ttlMs").longValue()).isEqualTo(Duration.ofDays(1).toMillis());
    assertThat(result.path("cacheScope").stringValue()).isEqualTo("public");
  }

  @Test
  void viewIsNotKeptUnderTheAddressOfAnotherVersion() {
    ObjectNode result = read("ui://jetty/run-00000000.html");
    assertThat(result.path("ttlMs").longValue()).isZero();
    assertThat(result.path("cacheScope").stringValue()).isEqualTo("private");
  }
}
