package io.jettymcp.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How a session begins. */
@Timeout(60)
class HandshakeTest {
  private static final String INITIALIZED =
      "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}";

  private Host host;

  @BeforeEach
  void connect() throws Exception {
    host = Host.connected();
  }

  @AfterEach
  void disconnect() throws Exception {
    host.close();
  }

  private static String initialize(String id, String version) {
    return """
        {"jsonrpc":"2.0","id":%s,"method":"initialize","params":{"protocolVersion":"%s",\
        "capabilities":{},"clientInfo":{"name":"host","version":"1"}}}"""
        .formatted(id, version);
  }

  @Test
  void callsBeforeInitializeAreRefusedAndPingIsAnswered() throws Exception {
    host.send(INITIALIZED);
    host.call("1", "echo", "{}");
    host.expectError("1", -32600);
    host.call("2", "no/such", "{}");
    host.expectError("2", -32600);
    host.call("3", "ping", "{}");
    host.expectResult("3");
    host.send(Host.INITIALIZE);
    host.expectResult("\"init\"");
    host.expectNothingElse();
  }

  @Test
  void aClientThatNeverSaysInitializedIsServed() throws Exception {
    host.send(Host.INITIALIZE);
    host.call("1", "echo", "{\"a\":1}");
    host.expectResult("\"init\"");
    host.expectResult("1");
  }

  @Test
  void aLateInitializedDoesNoHarm() throws Exception {
    host.send(Host.INITIALIZE);
    host.expectResult("\"init\"");
    host.send(INITIALIZED);
    host.send(INITIALIZED);
    host.expectNothingElse();
  }

  @Test
  void callsPipelinedBehindInitializeAreServed() throws Exception {
    host.send(initialize("0", "2025-11-25"));
    host.call("1", "echo", "{}");
    assertThat(host.nextLine()).startsWith("{\"jsonrpc\":\"2.0\",\"id\":0,\"result\":");
    host.expectResult("1");
    host.expectNothingElse();
  }

  @Test
  void callsBehindAnInitializeThatFailsAreRefusedAndASecondTryServes() throws Exception {
    host.send(initialize("0", "refused"));
    host.call("1", "echo", "{}");
    host.expectError("0", -32602);
    host.expectError("1", -32600);
    host.send(initialize("2", "2025-11-25"));
    host.expectResult("2");
    host.expectNothingElse();
  }

  @Test
  void initializeWithParamsThatDoNotFitIsAnsweredWithoutThem() throws Exception {
    host.send("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\"}");
    host.expectError("1", -32602);
    host.call("2", "initialize", "{\"protocolVersion\":[\"%s\"]}".formatted(Handlers.SECRET));
    String answer = host.nextLine();
    assertThat(answer).contains("-32602").doesNotContain(Handlers.SECRET);
  }

  @Test
  void aSecondInitializeBreaksNothing() throws Exception {
    host.send(Host.INITIALIZE);
    host.expectResult("\"init\"");
    host.hold("1", "across");
    host.send(initialize("2", "2025-11-25"));
    host.expectResult("2");
    host.send(initialize("3", "refused"));
    host.expectError("3", -32602);
    host.handlers.held("across").answer(Map.of());
    host.expectResult("1");
    host.expectNothingElse();
  }
}
