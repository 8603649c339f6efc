package io.jettymcp.cli;

import static io.jettymcp.config.GeneralSettings.EXCLUDE_TOOLS;
import static io.jettymcp.config.GeneralSettings.READ_ONLY;
import static io.jettymcp.config.GeneralSettings.TOOLS;
import static io.jettymcp.config.GeneralSettings.TOOLSETS;

import io.jettymcp.app.Invocation;
import io.jettymcp.app.ServerComponents;
import io.jettymcp.config.Settings;
import io.jettymcp.config.Source;
import io.jettymcp.config.UsageException;
import io.jettymcp.json.PrettyJson;
import io.jettymcp.mcp.EnabledTools;
import io.jettymcp.mcp.McpClient;
import io.jettymcp.mcp.ToolResponse;
import io.jettymcp.redact.KnownSecrets;
import io.jettymcp.text.NearestName;
import io.jettymcp.text.TextEncoding;
import io.jettymcp.tool.Question;
import io.jettymcp.tool.Tool;
import io.jettymcp.tools.Catalog;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import reactor.core.publisher.Mono;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Calls one tool from the shell. */
@Command(
    name = "call",
    description = {
      "Call one tool and print its structured result on stdout as JSON. Progress and errors go to"
          + " stderr; the exit code is 1 if the call failed."
    })
final class CallCommand implements Subcommand {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  private final StandardInput input;
  private final KnownSecrets secrets;

  @Parameters(index = "0", paramLabel = "TOOL", description = "Name of the tool.")
  private String name = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "JSON",
      description =
          "Arguments as a JSON object. Use - to read stdin, which keeps secrets out of the process"
              + " list.")
  private String arguments = "{}";

  @Option(names = "--yes", description = "Skip the confirmation of destructive calls.")
  private boolean yes;

  @Option(
      names = "--graph",
      description = "Print the workflow of get-task as a Mermaid flowchart instead of JSON.")
  private boolean graph;

  CallCommand(StandardInput input, KnownSecrets secrets) {
    this.input = input;
    this.secrets = secrets;
  }

  @Override
  public int run(Invocation invocation) throws IOException {
    try (ServerComponents components = new ServerComponents(invocation, secrets)) {
      Tool tool = tool(invocation, components.calls().enabledTools());
      if (graph && tool.diagram().isEmpty()) {
        throw new UsageException("--graph is for get-task; " + name + " has no graph.");
      }
      ToolResponse response =
          components
              .calls()
              .call(tool, parse(), new ShellClient(invocation.err()))
              .blockOptional()
              .orElseThrow();
      if (response.isError()) {
        invocation.err().println(response.text());
        return FAILED;
      }
      response
          .structured()
          .ifPresent(
              data ->
                  invocation.out().print(graph ? chart(tool, data) : PrettyJson.of(data, JSON)));
      return OK;
    }
  }

  private static String chart(Tool tool, ObjectNode data) {
    return tool.diagram()
        .flatMap(drawing -> drawing.apply(data))
        .orElseThrow(
            () ->
                new UsageException(
                    "--graph: this result has no workflow with steps. Omit step, find and offset."));
  }

  private Tool tool(Invocation invocation, EnabledTools enabled) {
    return enabled.find(name).orElseThrow(() -> unknown(invocation.settings(), enabled));
  }

  private UsageException unknown(Settings settings, EnabledTools enabled) {
    if (Catalog.ALL.stream().anyMatch(tool -> tool.name().equals(name))) {
      return new UsageException(
          "Tool \"" + name + "\" is disabled by " + disabledBy(settings) + ".");
    }
    List<String> names = enabled.tools().stream().map(Tool::name).toList();
    return new UsageException(
        "Unknown tool \""
            + name
            + "\"."
            + NearestName.hint(name, names, " To list tools: jetty-mcp tools"));
  }

  private static String disabledBy(Settings settings) {
    return Stream.of(READ_ONLY, TOOLSETS, TOOLS, EXCLUDE_TOOLS)
        .filter(setting -> !(settings.source(setting) instanceof Source.Default))
        .map(setting -> settings.source(setting).words())
        .collect(Collectors.joining(" or "));
  }

  private ObjectNode parse() throws IOException {
    String text =
        arguments.equals("-")
            ? TextEncoding.withoutMark(new String(input.all(), StandardCharsets.UTF_8))
            : arguments;
    try {
      if (JSON.readTree(text) instanceof ObjectNode object) {
        return object;
      }
    } catch (JacksonException e) {
      throw new UsageException(
          "The arguments are not valid JSON (line "
              + e.getLocation().getLineNr()
              + ", column "
              + e.getLocation().getColumnNr()
              + ").");
    }
    throw new UsageException("The arguments must be a JSON object.");
  }

  /** Reads the rest of standard input. */
  @FunctionalInterface
  interface StandardInput {
    byte[] all() throws IOException;
  }

  /** Answers for a person at a shell, who confirms beforehand with {@code --yes} or not at all. */
  private final class ShellClient implements McpClient {
    private final PrintWriter err;

    ShellClient(PrintWriter err) {
      this.err = err;
    }

    @Override
    public boolean canAsk() {
      return yes;
    }

    /** Fails: {@code --yes} confirms, and selects nothing. */
    @Override
    public Mono<Optional<String>> choose(String question, String field, List<String> options) {
      return Mono.error(new UnsupportedOperationException("a shell cannot answer questions"));
    }

    @Override
    public Mono<Map<String, String>> ask(String question, List<Question> questions) {
      return Mono.error(new UnsupportedOperationException("a shell cannot answer questions"));
    }

    @Override
    public boolean canOfferPages() {
      return false;
    }

    @Override
    public Mono<Void> offerPage(String why, String url) {
      return Mono.error(new UnsupportedOperationException("a shell cannot answer questions"));
    }

    @Override
    public Mono<Boolean> confirm(String question) {
      return Mono.just(yes);
    }

    @Override
    public void progress(Supplier<String> words) {
      err.println(words.get());
      err.flush();
    }
  }
}
