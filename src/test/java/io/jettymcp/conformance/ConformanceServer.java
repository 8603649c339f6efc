package io.jettymcp.conformance;

import io.jettymcp.mcp.McpJson;
import io.jettymcp.transport.McpService;
import io.jettymcp.transport.http.HttpObserver;
import io.jettymcp.transport.http.HttpSettings;
import io.jettymcp.transport.http.ServerInfo;
import io.jettymcp.transport.http.TestSettings;
import io.jettymcp.transport.http.server.McpHttpServer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** The server that the official conformance suite is run against. It runs until it is killed. */
public final class ConformanceServer {
  private ConformanceServer() {}

  public static void main(String[] args) throws Exception {
    if (args.length != 2 || !args[0].equals("--port")) {
      throw new IllegalArgumentException("Usage: conformance-server --port PORT");
    }
    McpHttpServer serving =
        McpHttpServer.start(
            onLoopback(Integer.parseInt(args[1])),
            new ServerInfo("0", Map.of(), false, ServerInfo.Credential.NONE, () -> true),
            new Anybody(
                new McpService(
                    new FixtureService(McpJson.mapper()),
                    new ModernFixtureService(McpJson.mapper()))),
            HttpObserver.NONE,
            () -> "");
    System.err.println("Listening on " + serving.address() + "/mcp");
    new CountDownLatch(1).await();
  }

  private static HttpSettings onLoopback(int port) {
    return new HttpSettings(
        "127.0.0.1",
        port,
        false,
        Optional.empty(),
        Optional.empty(),
        List.of(),
        List.of(),
        List.of(),
        Optional.empty(),
        TestSettings.LIMITS);
  }
}
