package io.jettymcp.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.mcp.modern.ModernRequest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The start of a session. */
@Timeout(60)
class HandshakeTest {
  @RegisterExtension final Host host = Host.connected();

  @Test
  void callsBeforeInitializeAreRejected() throws Exception {
    host.send(Messages.INITIALIZED);
    host.call("1", "echo", "{}");
    host.expectError("1", -32600);
    host.call("2", "no/such", "{}");
    host.expectError("2", -32600);
    host.initialize();
    host.expectResult("\"init\"");
    host.expectNothingElse();
  }

  @Test
  void pingNeedsNoInitialize() throws Exception {
    host.call("3", "ping", "{}");
    host.expectResult("3");
  }

  @Test
  void aClientThatSendsNoInitializedIsServed() throws Exception {
    host.initialize();
    host.call("1", "echo", "{}");
    host.expectResult("\"init\"");
    host.expectResult("1");
  }

  @Test
  void repeatedInitializedIsIgnored() throws Exception {
    host.initialize();
    host.expectResult("\"init\"");
    host.send(Messages.INITIALIZED);
    host.send(Messages.INITIALIZED);
    host.expectNothingElse();
  }

  @Test
  void callsPipelinedBehindInitializeAreServed() throws Exception {
    host.send(Messages.initialize("0", Messages.NEWEST));
    host.call("1", "echo", "{}");
    assertThat(host.nextLine())
        .startsWith(
            """
            {"jsonrpc":"2.0","id":0,"result":""");
    host.expectResult("1");
    host.expectNothingElse();
  }

  @Test
  void callsBehindAFailedInitializeAreRejected() throws Exception {
    host.send(Messages.initialize("0", "rejected"));
    host.call("1", "echo", "{}");
    host.expectError("0", -32602);
    host.expectError("1", -32600);
  }

  @Test
  void aSecondAttemptAtInitializeSucceeds() throws Exception {
    host.send(Messages.initialize("0", "rejected"));
    host.expectError("0", -32602);
    host.initialize();
    host.expectResult("\"init\"");
    host.expectNothingElse();
  }

  @Test
  void initializeNeedsParams() throws Exception {
    host.call("1", "initialize", "null");
    host.expectError("1", -32602);
  }

  @Test
  void invalidParamsOfInitializeAreNotQuoted() throws Exception {
    host.call(
        "2",
        "initialize",
        """
        {"protocolVersion":["%s"]}"""
            .formatted(Handlers.SECRET));
    assertThat(host.nextLine()).contains("-32602").doesNotContain(Handlers.SECRET);
  }

  @Test
  void pingAndErrorsDoNotGreet() throws Exception {
    host.call("1", "ping", "{}");
    host.expectResult("1");
    host.call("2", "echo", "{}");
    host.expectError("2", -32600);
    host.send(Messages.initialize("3", "rejected"));
    host.expectError("3", -32602);
    host.call("4", "server/discover", "{}");
    host.expectError("4", -32602);
    assertGreeted(0);
  }

  @Test
  void initializeGreetsOnce() throws Exception {
    host.initialize();
    host.expectResult("\"init\"");
    assertGreeted(1);
    host.initialize();
    host.expectResult("\"init\"");
    assertGreeted(1);
  }

  @Test
  void discoverGreets() throws Exception {
    host.call("1", "server/discover", "{" + ModernRequest.META + "}");
    host.expectResult("1");
    assertGreeted(1);
  }

  /** Hosts of the modern era need not send server/discover. */
  @Test
  void precomputedResultOfTheModernEraGreetsOnce() throws Exception {
    host.modern.prepared.put("tools/list", "{\"tools\":[]}");
    for (String id : List.of("1", "2")) {
      host.call(id, "tools/list", "{" + ModernRequest.META + "}");
      host.expectResult(id);
      assertGreeted(1);
    }
  }

  /** Looks once a later message is written: what follows an earlier one has run then. */
  private void assertGreeted(int times) throws InterruptedException {
    host.call("\"fence\"", "ping", "{}");
    host.expectResult("\"fence\"");
    assertThat(host.greetings).hasValue(times);
  }

  @Test
  void callsInFlightSurviveASecondInitialize() throws Exception {
    host.initialize();
    host.expectResult("\"init\"");
    host.hold("1", "across");
    host.send(Messages.initialize("2", Messages.NEWEST));
    host.expectResult("2");
    host.send(Messages.initialize("3", "rejected"));
    host.expectError("3", -32602);
    host.handlers.held("across").respond(Map.of());
    host.expectResult("1");
    host.expectNothingElse();
  }
}
