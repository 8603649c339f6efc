import io.modelcontextprotocol.client.transport.ServerParameters;
import io.modelcontextprotocol.modern.McpSchema.CallToolResult;
import io.modelcontextprotocol.modern.McpSchema.DiscoverResult;
import io.modelcontextprotocol.modern.McpSchema.ElicitResult;
import io.modelcontextprotocol.modern.McpSchema.Implementation;
import io.modelcontextprotocol.modern.McpSchema.TextContent;
import io.modelcontextprotocol.modern.McpSchema.TextResourceContents;
import io.modelcontextprotocol.modern.McpSchema.Tool;
import io.modelcontextprotocol.modern.client.McpClient;
import io.modelcontextprotocol.modern.client.McpSyncClient;
import io.modelcontextprotocol.modern.client.transport.HttpClientMcpTransport;
import io.modelcontextprotocol.modern.client.transport.McpClientTransport;
import io.modelcontextprotocol.modern.client.transport.StdioMcpClientTransport;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Tests the official Java client of revision 2026-07-28. Usage: ModernClient.java http URL, or
 * ModernClient.java stdio COMMAND
 */
public final class ModernClient {
  private final McpSyncClient client;
  private final List<String> questions = new ArrayList<>();

  private ModernClient(McpClientTransport transport) {
    client =
        McpClient.sync(transport)
            .clientInfo(Implementation.builder("java-client", "1").build())
            .formElicitation(
                question -> {
                  questions.add(question.message());
                  return ElicitResult.decline();
                })
            .build();
  }

  public static void main(String[] args) {
    String way = args[0];
    String address = args[1];
    if (way.equals("stdio")) {
      ServerParameters command = ServerParameters.builder(address).env(System.getenv()).build();
      try (StdioMcpClientTransport transport =
          StdioMcpClientTransport.builder(command).stderrConsumer(System.err::println).start()) {
        new ModernClient(transport).run();
      }
    } else {
      new ModernClient(HttpClientMcpTransport.builder(URI.create(address)).build()).run();
    }
    System.out.println("done");
  }

  private void run() {
    discovers();
    listsTheTools();
    callsTools();
    declines();
    readsATask();
    getsAPrompt();
  }

  private void discovers() {
    DiscoverResult server = client.discover();
    check(server.supportedVersions().contains("2026-07-28"), server);
    check(server.capabilities().tools() != null, server);
  }

  private void listsTheTools() {
    List<String> names = client.listTools().list().tools().stream().map(Tool::name).toList();
    check(names.size() >= 50 && names.contains("run-task-sync"), names);
  }

  private void callsTools() {
    CallToolResult account = client.tool("whoami").call();
    check(structured(account).containsKey("server_version"), account);
    CallToolResult task = client.tool("get-task").arguments(Map.of("task", "test-echo")).call();
    check("test-echo".equals(structured(task).get("name")), task);
  }

  /** Expects a question before a task is deleted, and the task to remain when it is declined. */
  private void declines() {
    Map<String, Object> task = Map.of("task", "test-echo");
    CallToolResult result = client.tool("delete-task").arguments(task).call();
    check(((TextContent) result.content().get(0)).text().contains("declined"), result);
    check(questions.size() == 1 && questions.get(0).contains("test-echo"), questions);
    structured(client.tool("get-task").arguments(task).call());
  }

  private void readsATask() {
    var contents = client.resource("jetty://acme/test-echo").read().contents();
    check(((TextResourceContents) contents.get(0)).text().contains("text_echo"), contents);
  }

  private void getsAPrompt() {
    Map<String, String> task = Map.of("task", "broken-judge");
    var messages = client.prompt("debug-last-failure").arguments(task).get().messages();
    String text = ((TextContent) messages.get(0).content()).text();
    check(text.contains("root_cause"), messages);
  }

  private static Map<?, ?> structured(CallToolResult result) {
    check(!Boolean.TRUE.equals(result.isError()), result);
    return (Map<?, ?>) result.structuredContent();
  }

  private static void check(boolean expected, Object received) {
    if (!expected) {
      throw new AssertionError("Unexpected: " + received);
    }
  }
}
