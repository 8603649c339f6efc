package io.jettymcp.cli;

import io.jettymcp.app.Version;
import io.jettymcp.cli.install.LaunchCommand;
import io.jettymcp.text.Truncate;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.ServerParameters;
import io.modelcontextprotocol.client.transport.StdioClientTransport;
import io.modelcontextprotocol.json.jackson3.JacksonMcpJsonMapper;
import io.modelcontextprotocol.json.schema.JsonSchemaValidator;
import io.modelcontextprotocol.spec.McpSchema;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A small MCP host, which is what Claude Code or Cursor would be: it starts the server as a process
 * of its own, calls tools, shows progress, and asks the person before it.
 */
final class DemoHost implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final int MAX_LINE_LENGTH = 180;

  private final PrintWriter out;
  private final McpSyncClient client;
  private int calls;

  DemoHost(LaunchCommand server, Map<String, String> environment, PrintWriter out) {
    this.out = out;
    StdioClientTransport transport =
        new StdioClientTransport(
            ServerParameters.builder(server.command())
                .args(server.arguments())
                .env(environment)
                .build(),
            new JacksonMcpJsonMapper(JSON));
    transport.setStdErrorHandler(line -> say("   ! " + line));
    this.client =
        McpClient.sync(transport)
            .clientInfo(McpSchema.Implementation.builder("demo", Version.current()).build())
            .capabilities(McpSchema.ClientCapabilities.builder().elicitation().build())
            .elicitation(this::answer)
            .progressConsumer(progress -> say("   · " + progress.message()))
            .requestTimeout(Duration.ofMinutes(2))
            .initializationTimeout(Duration.ofSeconds(30))
            .jsonSchemaValidator(new TrustingValidator())
            .build();
  }

  McpSchema.InitializeResult hello() {
    return client.initialize();
  }

  int tools() {
    return client.listTools().tools().size();
  }

  /** Calls a tool, shows the call, and returns its structured result. */
  JsonNode call(String tool, Map<String, Object> arguments) {
    say("   → " + tool + " " + JSON.writeValueAsString(arguments));
    McpSchema.CallToolResult result =
        client.callTool(
            McpSchema.CallToolRequest.builder(tool)
                .arguments(arguments)
                .progressToken("demo-" + calls++)
                .build());
    if (Boolean.TRUE.equals(result.isError())) {
      throw new DemoFailed(tool + " answered: " + result.content());
    }
    return JSON.valueToTree(result.structuredContent());
  }

  /** Shows what came back. */
  void back(String text) {
    say("   ← " + text);
  }

  void say(String line) {
    synchronized (out) {
      out.println(Truncate.withEllipsis(line, MAX_LINE_LENGTH));
      out.flush();
    }
  }

  /** The person before the demo always says yes. */
  private McpSchema.ElicitResult answer(McpSchema.ElicitFormRequest question) {
    say("   ? " + question.message());
    say("   ! the user says yes");
    return McpSchema.ElicitResult.builder(McpSchema.ElicitResult.Action.ACCEPT)
        .content(Map.of("confirm", true))
        .build();
  }

  @Override
  public void close() {
    client.closeGracefully();
  }

  /** The demo cannot go on; the message says where it stopped. */
  static final class DemoFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    DemoFailed(String message) {
      super(message);
    }
  }

  /** The demo's host takes results as they are; the tests check them against their schemas. */
  private static final class TrustingValidator implements JsonSchemaValidator {
    @Override
    public ValidationResponse validate(Map<String, Object> schema, Object content) {
      return ValidationResponse.asValid("");
    }
  }
}
