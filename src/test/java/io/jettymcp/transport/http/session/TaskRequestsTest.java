package io.jettymcp.transport.http.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.json.Json;
import io.jettymcp.mcp.modern.Extensions;
import io.jettymcp.mcp.modern.ModernErrors;
import io.jettymcp.mcp.modern.ModernMethod;
import io.jettymcp.mcp.modern.ModernRequest;
import io.jettymcp.transport.Messages;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

/** Requests about tasks over HTTP. */
class TaskRequestsTest {
  private static final String DECLARED =
      ModernRequest.meta("{\"extensions\":{\"" + Extensions.TASKS + "\":{}}}");

  @RegisterExtension
  final EndpointFixture<StreamableEndpoint> fixture =
      new EndpointFixture<>(StreamableEndpoint::new);

  @BeforeEach
  void tasks() {
    for (String method : new String[] {"tasks/get", "tasks/update", "tasks/cancel"}) {
      fixture.alice.modern.methods.put(
          method,
          ModernMethod.of((params, call) -> Mono.just(Json.object())).requiring(Extensions.TASKS));
    }
  }

  private FakeMcpRequest request(String method, String meta) {
    return FakeMcpRequest.post(
            fixture.alice, Messages.request("1", method, "{\"taskId\":\"t-9\"," + meta + "}"))
        .with("MCP-Protocol-Version", "2026-07-28")
        .with("Mcp-Method", method);
  }

  @ParameterizedTest
  @ValueSource(strings = {"tasks/get", "tasks/update", "tasks/cancel"})
  void missingDeclarationIsABadRequest(String method) {
    FakeMcpRequest request =
        fixture.send(request(method, ModernRequest.META).with("Mcp-Name", "t-9"));
    assertThat(request.status()).isEqualTo(400);
    assertThat(request.errorCode()).isEqualTo(ModernErrors.MISSING_CAPABILITY);
  }

  @ParameterizedTest
  @ValueSource(strings = {"tasks/list", "tasks/result"})
  void methodsOfTheOldExperimentAreNotFound(String method) {
    FakeMcpRequest request = fixture.send(request(method, DECLARED));
    assertThat(request.status()).isEqualTo(404);
    assertThat(request.errorCode()).isEqualTo(-32601);
  }
}
