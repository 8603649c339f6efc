package io.jettymcp.transport.http.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.transport.JsonRpcMessage;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests which requests count as calls. */
class CallAdmissionTest {
  private static boolean isCall(String method) {
    return CallAdmission.isCall(new JsonRpcMessage.Request("1", method, null));
  }

  @ParameterizedTest
  @ValueSource(strings = {"tools/call", "tasks/get", "tasks/cancel"})
  void requestThatNeedsJettyIsACall(String method) {
    assertThat(isCall(method)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"tools/list", "tasks/update", "server/discover"})
  void requestThatIsAnsweredHereIsNoCall(String method) {
    assertThat(isCall(method)).isFalse();
  }
}
