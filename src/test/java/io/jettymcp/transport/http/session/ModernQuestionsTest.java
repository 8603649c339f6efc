package io.jettymcp.transport.http.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.json.Json;
import io.jettymcp.mcp.McpJson;
import io.jettymcp.mcp.modern.ModernMethod;
import io.jettymcp.mcp.modern.ModernRequest;
import io.jettymcp.transport.Messages;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Questions of revision 2026-07-28 over HTTP: a question and its answer are two requests. */
class ModernQuestionsTest {
  private static final ObjectNode QUESTION =
      (ObjectNode)
          McpJson.mapper()
              .readTree(
                  """
                  {"method":"elicitation/create","params":{"message":"Pay?",
                   "requestedSchema":{"type":"object","properties":{"yes":{"type":"boolean"}}}}}""");

  @RegisterExtension
  final EndpointFixture<StreamableEndpoint> fixture =
      new EndpointFixture<>(StreamableEndpoint::new);

  @BeforeEach
  void twoCallersOfOneServer() {
    fixture.bob.modern.states = fixture.alice.modern.states;
    for (FakeCaller caller : new FakeCaller[] {fixture.alice, fixture.bob}) {
      caller.modern.methods.put(
          "tools/call",
          ModernMethod.of(
                  (params, call) ->
                      call.ask(Map.of("go", QUESTION))
                          .map(answers -> Json.object().put("paid", true)))
              .asking(params -> true));
    }
  }

  private FakeMcpRequest call(FakeCaller caller, String more) {
    String params = "{\"name\":\"pay\"," + more + ModernRequest.meta("{\"elicitation\":{}}") + "}";
    return fixture.send(
        FakeMcpRequest.post(caller, Messages.request("1", "tools/call", params))
            .with("MCP-Protocol-Version", "2026-07-28")
            .with("Mcp-Method", "tools/call")
            .with("Mcp-Name", "pay"));
  }

  private String answer(JsonNode asked) {
    assertThat(asked.at("/result/resultType").asString()).isEqualTo("input_required");
    return "\"requestState\":"
        + asked.at("/result/requestState")
        + ",\"inputResponses\":{\"go\":{\"action\":\"accept\",\"content\":{\"yes\":true}}},";
  }

  @Test
  void answerGoesOnWhereTheQuestionEnded() {
    FakeMcpRequest asked = call(fixture.alice, "");
    assertThat(asked.status()).isEqualTo(200);
    FakeMcpRequest answered = call(fixture.alice, answer(asked.responseJson()));
    assertThat(answered.responseJson().at("/result/paid").asBoolean()).isTrue();
  }

  @Test
  void stateOfAnotherTokenIsRefused() {
    String answer = answer(call(fixture.alice, "").responseJson());
    FakeMcpRequest foreign = call(fixture.bob, answer);
    assertThat(foreign.status()).isEqualTo(400);
    assertThat(foreign.errorCode()).isEqualTo(-32602);
    assertThat(call(fixture.alice, answer).responseJson().has("result")).isTrue();
  }

  @Test
  void usedStateIsRefused() {
    String answer = answer(call(fixture.alice, "").responseJson());
    call(fixture.alice, answer);
    FakeMcpRequest again = call(fixture.alice, answer);
    assertThat(again.status()).isEqualTo(400);
    assertThat(again.errorCode()).isEqualTo(-32602);
  }
}
