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
 * Plays the MCP host, as Claude Code or Cursor would: it starts the server as a child process,
 * calls tools, shows progress, and answers questions for the user.
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
    transport.setStdErrorHandler(line -> print("   ! " + line));
    this.client =
        McpClient.sync(transport)
            .clientInfo(McpSchema.Implementation.builder("demo", Version.current()).build())
            .capabilities(McpSchema.ClientCapabilities.builder().elicitation().build())
            .elicitation(this::confirm)
            .progressConsumer(progress -> print("   · " + progress.message()))
            .requestTimeout(Duration.ofMinutes(2))
            .initializationTimeout(Duration.ofSeconds(30))
            .jsonSchemaValidator(new NoValidation())
            .build();
  }

  McpSchema.InitializeResult initialize() {
    return client.initialize();
  }

  int tools() {
    return client.listTools().tools().size();
  }

  /** Calls a tool, prints the call, and returns its structured result. */
  JsonNode call(String tool, Map<String, Object> arguments) {
    print("   → " + tool + " " + JSON.writeValueAsString(arguments));
    McpSchema.CallToolResult result =
        client.callTool(
            McpSchema.CallToolRequest.builder(tool)
                .arguments(arguments)
                .progressToken("demo-" + calls++)
                .build());
    if (Boolean.TRUE.equals(result.isError())) {
      throw new DemoFailed(tool + " failed: " + result.content());
    }
    return JSON.valueToTree(result.structuredContent());
  }

  /** Prints a result. */
  void result(String text) {
    print("   ← " + text);
  }

  void print(String line) {
    synchronized (out) {
      out.println(Truncate.withEllipsis(line, MAX_LINE_LENGTH));
      out.flush();
    }
  }

  /** Confirms every question. */
  private McpSchema.ElicitResult confirm(McpSchema.ElicitFormRequest question) {
    print("   ? " + question.message());
    print("   ! the user confirms");
    return McpSchema.ElicitResult.builder(McpSchema.ElicitResult.Action.ACCEPT)
        .content(Map.of("confirm", true))
        .build();
  }

  @Override
  public void close() {
    client.closeGracefully();
  }

  /** Stops the demo; the message says where. */
  static final class DemoFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    DemoFailed(String message) {
      super(message);
    }
  }

  /** Skips the validation of results, which the tests check against their schemas. */
  private static final class NoValidation implements JsonSchemaValidator {
    @Override
    public ValidationResponse validate(Map<String, Object> schema, Object content) {
      return ValidationResponse.asValid("");
    }
  }
}
