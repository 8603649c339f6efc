package io.jettymcp.e2e;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.Slow;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.ServerParameters;
import io.modelcontextprotocol.client.transport.StdioClientTransport;
import io.modelcontextprotocol.json.jackson3.JacksonMcpJsonMapper;
import io.modelcontextprotocol.json.schema.jackson3.DefaultJsonSchemaValidator;
import io.modelcontextprotocol.spec.McpSchema;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests the server with the client of the official Java SDK, which validates results by their
 * schemas.
 */
@Slow
@Timeout(120)
class SdkClientIT {
  @TempDir Path directory;

  @Test
  void javaSdkClientRunsATask() throws InterruptedException {
    BlockingQueue<String> progress = new LinkedBlockingQueue<>();
    List<String> questions = new CopyOnWriteArrayList<>();
    StdioClientTransport transport =
        new StdioClientTransport(
            ServerParameters.builder(Path.of("jetty-mcp").toAbsolutePath().toString())
                .args(List.of("stdio"))
                .env(Map.of("HOME", directory.toString(), "JETTY_API_URL", "simulator"))
                .build(),
            new JacksonMcpJsonMapper(ServerProcess.JSON));
    try (McpSyncClient client =
        McpClient.sync(transport)
            .capabilities(McpSchema.ClientCapabilities.builder().elicitation().build())
            .elicitation(
                question -> {
                  questions.add(question.message());
                  return McpSchema.ElicitResult.builder(McpSchema.ElicitResult.Action.ACCEPT)
                      .content(Map.of("confirm", true))
                      .build();
                })
            .progressConsumer(step -> progress.add(step.message()))
            .requestTimeout(Duration.ofSeconds(60))
            .jsonSchemaValidator(new DefaultJsonSchemaValidator())
            .build()) {
      assertThat(client.initialize().serverInfo().name()).isEqualTo("jetty-mcp");
      assertThat(client.listTools().tools()).extracting(McpSchema.Tool::name).contains("run-task");
      client.ping();

      Map<String, Object> workflow =
          Map.of(
              "init_params", Map.of("text", "hello"),
              "step_configs",
                  Map.of("say", Map.of("activity", "text_echo", "text_path", "init_params.text")),
              "steps", List.of("say"));
      call(client, "create-task", Map.of("name", "sdk-task", "workflow", workflow));
      Map<String, Object> run = call(client, "run-task-sync", Map.of("task", "sdk-task"));
      assertThat(run).containsEntry("status", "completed");
      assertThat(run.get("outputs").toString()).contains("hello");
      assertThat(progress.poll(10, SECONDS)).isNotEmpty();
      call(
          client,
          "create-routine",
          Map.of("task", "sdk-task", "name", "hourly", "cadence", "hourly", "minute_utc", 5));
      call(client, "list-trajectories", Map.of("task", "sdk-task"));
      assertThat(call(client, "delete-task", Map.of("task", "sdk-task")))
          .containsEntry("deleted", true);
      assertThat(questions).singleElement().asString().contains("sdk-task");
    }
  }

  @Test
  void javaSdkClientReadsResourcesAndPrompts() {
    StdioClientTransport transport =
        new StdioClientTransport(
            ServerParameters.builder(Path.of("jetty-mcp").toAbsolutePath().toString())
                .args(List.of("stdio", "--collection", "acme"))
                .env(Map.of("HOME", directory.toString(), "JETTY_API_URL", "simulator"))
                .build(),
            new JacksonMcpJsonMapper(ServerProcess.JSON));
    try (McpSyncClient client =
        McpClient.sync(transport).requestTimeout(Duration.ofSeconds(60)).build()) {
      McpSchema.InitializeResult hello = client.initialize();
      assertThat(hello.serverInfo().icons()).hasSize(1);
      assertThat(hello.capabilities().resources().subscribe()).isFalse();

      List<McpSchema.Resource> resources = client.listResources().resources();
      assertThat(resources)
          .extracting(McpSchema.Resource::uri)
          .contains("jetty://acme", "jetty://acme/test-echo");
      for (McpSchema.Resource resource : resources) {
        McpSchema.ResourceContents read =
            client
                .readResource(McpSchema.ReadResourceRequest.builder(resource.uri()).build())
                .contents()
                .get(0);
        assertThat(((McpSchema.TextResourceContents) read).text())
            .startsWith(
                resource.uri().startsWith("skill://")
                    ? "---\nname: "
                    : "{\"name\":\"" + resource.name() + "\"");
      }
      assertThat(client.listResourceTemplates().resourceTemplates())
          .extracting(McpSchema.ResourceTemplate::uriTemplate)
          .contains("jetty://{collection}/{task}/{trajectory_id}");

      assertThat(client.listPrompts().prompts())
          .extracting(McpSchema.Prompt::name)
          .contains("setup", "schedule-task");
      McpSchema.GetPromptResult prompt =
          client.getPrompt(
              McpSchema.GetPromptRequest.builder("schedule-task")
                  .arguments(Map.of("task", "summarize-text"))
                  .build());
      assertThat(((McpSchema.TextContent) prompt.messages().get(0).content()).text())
          .contains("weekly-digest", "The quarterly report");
      assertThat(
              client
                  .completeCompletion(
                      McpSchema.CompleteRequest.builder(
                              new McpSchema.PromptReference("schedule-task"),
                              new McpSchema.CompleteRequest.CompleteArgument("routine", "week"))
                          .context(
                              new McpSchema.CompleteRequest.CompleteContext(
                                  Map.of("task", "summarize-text")))
                          .build())
                  .completion()
                  .values())
          .containsExactly("weekly-digest");
    }
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> call(
      McpSyncClient client, String tool, Map<String, Object> arguments) {
    McpSchema.CallToolResult result =
        client.callTool(
            McpSchema.CallToolRequest.builder(tool)
                .arguments(arguments)
                .progressToken(tool)
                .build());
    assertThat(result.isError()).as("%s", result.content()).isFalse();
    return (Map<String, Object>) result.structuredContent();
  }
}
