package io.jettymcp.transport.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.transport.http.ServerInfo;
import io.jettymcp.transport.http.ServerInfo.Credential;
import io.jettymcp.transport.http.limit.InFlightTracker;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests that the state is that of the moment. */
class StatusDocumentTest {
  private final AtomicBoolean signedIn = new AtomicBoolean();

  private String status(Credential credential) {
    ServerInfo info = new ServerInfo("1", Map.of(), false, credential, signedIn::get);
    return new StatusDocument(info, new InFlightTracker()).write();
  }

  @ParameterizedTest
  @CsvSource({"NONE, none, server", "KEY, none, server", "TOKEN, caller, caller"})
  void saysWhoseTokenCallsUse(Credential credential, String before, String after) {
    assertThat(status(credential)).contains("\"token\":\"" + before + "\"");
    signedIn.set(true);
    assertThat(status(credential)).contains("\"token\":\"" + after + "\"");
  }
}
