package io.jettymcp.cli;

import io.jettymcp.app.Version;
import io.jettymcp.cli.DemoScreen.Kind;
import io.jettymcp.cli.install.LaunchCommand;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.ServerParameters;
import io.modelcontextprotocol.client.transport.StdioClientTransport;
import io.modelcontextprotocol.json.jackson3.JacksonMcpJsonMapper;
import io.modelcontextprotocol.json.schema.JsonSchemaValidator;
import io.modelcontextprotocol.spec.McpSchema;
import java.time.Duration;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Plays the MCP host, as Claude Code or Cursor would: it starts the server as a child process,
 * calls tools, shows which step of a run is under way, and answers questions for the user.
 */
final class DemoHost implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.shared();

  /** Starts a message about the steps of a run; what follows is worth a line. */
  private static final String RUNNING = "running: ";

  private final DemoScreen screen;
  private final McpSyncClient client;
  private volatile boolean watches;
  private int calls;

  DemoHost(LaunchCommand server, Map<String, String> environment, DemoScreen screen) {
    this.screen = screen;
    StdioClientTransport transport =
        new StdioClientTransport(
            ServerParameters.builder(server.command())
                .args(server.arguments())
                .env(environment)
                .build(),
            new JacksonMcpJsonMapper(JSON));
    transport.setStdErrorHandler(line -> screen.print(Kind.WARNING, line));
    this.client =
        McpClient.sync(transport)
            .clientInfo(McpSchema.Implementation.builder("demo", Version.current()).build())
            .capabilities(McpSchema.ClientCapabilities.builder().elicitation().build())
            .elicitation(this::confirm)
            .progressConsumer(progress -> watch(progress.message()))
            .requestTimeout(Duration.ofMinutes(2))
            .initializationTimeout(Duration.ofSeconds(30))
            .jsonSchemaValidator(new NoValidation())
            .build();
  }

  /** Starts the server and returns how many tools it has. */
  int connect() {
    client.initialize();
    return client.listTools().tools().size();
  }

  /** Calls a tool, prints the call, and returns its structured result. */
  JsonNode call(String tool, Map<String, Object> arguments) {
    screen.print(Kind.CALL, (tool + " " + DemoText.arguments(arguments)).strip());
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

  /** Calls a tool and shows the steps of the run while it lasts. */
  JsonNode callAndWatch(String tool, Map<String, Object> arguments) {
    watches = true;
    try {
      return call(tool, arguments);
    } finally {
      watches = false;
    }
  }

  private void watch(String message) {
    if (watches && message.startsWith(RUNNING)) {
      screen.print(Kind.PROGRESS, message.substring(RUNNING.length()));
    }
  }

  /** Confirms every question. */
  private McpSchema.ElicitResult confirm(McpSchema.ElicitFormRequest question) {
    screen.print(Kind.QUESTION, question.message());
    screen.print(Kind.USER, "Yes.");
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
