package io.jettymcp.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.jetty.FaultServer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Tests the handshake and the first call. */
@Timeout(120)
class HandshakeIT {
  @RegisterExtension final Program program = new Program();

  @ParameterizedTest
  @ValueSource(strings = {"2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25"})
  void revisionOfTheHostIsNegotiated(String revision) throws Exception {
    try (ServerProcess server = program.start()) {
      JsonNode hello = server.initialize(revision, "{}");
      assertThat(hello.path("protocolVersion").asString()).isEqualTo(revision);
      assertThat(hello.path("serverInfo").path("name").asString()).isEqualTo("jetty-mcp");
      assertThat(hello.path("instructions").asString()).isNotBlank().hasSizeLessThan(2_001);
      server.request("1", "tools/list", "{}");
      assertThat(server.answer("1").path("result").path("tools")).isNotEmpty();
      server.end();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"1999-12-31", "2099-01-01", "latest"})
  void unknownRevisionGetsTheNewest(String revision) throws Exception {
    try (ServerProcess server = program.start()) {
      assertThat(server.initialize(revision, "{}").path("protocolVersion").asString())
          .isEqualTo(ServerProcess.NEWEST);
    }
  }

  @Test
  void worksWithoutTokenUpToTheFirstCall() throws Exception {
    try (ServerProcess server = program.withUnreachableJetty().serve("stdio")) {
      server.request("1", "tools/list", "{}");
      assertThat(server.answer("1").path("result").path("tools")).isNotEmpty();
      assertThat(server.refusal("list-collections", "{}"))
          .contains("JETTY_API_TOKEN", "~/.config/jetty/token", "jetty-mcp login");
      assertThat(server.refusal("run-task", "{\"task\":\"hello\",\"collection\":\"acme\"}"))
          .contains("JETTY_API_TOKEN", "~/.config/jetty/token", "jetty-mcp login");
      server.end();
    }
  }

  @Test
  void tokenStoredWhileRunningIsUsedByTheNextCall() throws Exception {
    try (FaultServer jetty = FaultServer.withRoutes();
        ServerProcess server = program.with("JETTY_API_URL", jetty.url().toString()).serve()) {
      assertThat(server.refusal("list-tasks", "{\"collection\":\"acme\"}"))
          .contains("no Jetty API token");
      Path kept = Files.createDirectories(program.home.resolve(".config/jetty")).resolve("token");
      Files.writeString(kept, Program.TOKEN + "\n");
      server.call("list-tasks", "{\"collection\":\"acme\"}");
      assertThat(jetty.received("GET /api/v1/tasks/acme/"))
          .allSatisfy(
              r -> assertThat(r.header("authorization")).isEqualTo("Bearer " + Program.TOKEN))
          .isNotEmpty();
    }
  }
}
