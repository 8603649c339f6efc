package io.jettymcp.cli;

import io.jettymcp.app.Invocation;
import io.jettymcp.app.ServerComponents;
import io.jettymcp.config.UsageException;
import io.jettymcp.json.PrettyJson;
import io.jettymcp.mcp.McpClient;
import io.jettymcp.mcp.ToolResponse;
import io.jettymcp.redact.KnownSecrets;
import io.jettymcp.text.NearestName;
import io.jettymcp.tool.Question;
import io.jettymcp.tool.Tool;
import io.jettymcp.tools.Catalog;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import reactor.core.publisher.Mono;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** One tool from the shell. */
@Command(
    name = "call",
    description = {
      "Calls one tool and prints its structured result on stdout as JSON. Progress and errors go"
          + " to stderr; the exit code is 1 if the call failed."
    })
final class CallCommand implements Subcommand {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  private final StandardInput input;
  private final KnownSecrets secrets;

  @Parameters(index = "0", paramLabel = "TOOL", description = "The tool's name.")
  private String name = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "JSON",
      description =
          "Its arguments as a JSON object; - reads them from stdin, so that no secret stands in the"
              + " list of processes.")
  private String arguments = "{}";

  @Option(names = "--yes", description = "Does not ask before something is destroyed.")
  private boolean yes;

  CallCommand(StandardInput input, KnownSecrets secrets) {
    this.input = input;
    this.secrets = secrets;
  }

  @Override
  public int run(Invocation invocation) throws IOException {
    try (ServerComponents assembly = new ServerComponents(invocation, secrets)) {
      Tool tool = tool(assembly);
      ToolResponse answer =
          assembly
              .calls()
              .call(tool, parse(), new Shell(invocation.err()))
              .blockOptional()
              .orElseThrow();
      if (answer.isError()) {
        invocation.err().println(answer.text());
        return FAILED;
      }
      answer.structured().ifPresent(data -> invocation.out().print(PrettyJson.of(data, JSON)));
      return OK;
    }
  }

  private Tool tool(ServerComponents assembly) {
    return assembly
        .calls()
        .enabledTools()
        .find(name)
        .orElseThrow(
            () -> {
              if (Catalog.ALL.stream().anyMatch(tool -> tool.name().equals(name))) {
                return new UsageException(
                    "The settings leave out the tool \""
                        + name
                        + "\": see --read-only, --toolsets, --tools and --exclude-tools.");
              }
              List<String> names =
                  assembly.calls().enabledTools().tools().stream().map(Tool::name).toList();
              return new UsageException(
                  "There is no tool \""
                      + name
                      + "\""
                      + NearestName.of(name, names)
                          .map(near -> "; did you mean " + near + "?")
                          .orElse(". jetty-mcp tools lists all."));
            });
  }

  private ObjectNode parse() throws IOException {
    String text =
        arguments.equals("-") ? new String(input.all(), StandardCharsets.UTF_8) : arguments;
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

  /** Where the rest of standard input comes from. */
  @FunctionalInterface
  interface StandardInput {
    byte[] all() throws IOException;
  }

  /** A person at a shell, who says yes beforehand or not at all. */
  private final class Shell implements McpClient {
    private final PrintWriter err;

    Shell(PrintWriter err) {
      this.err = err;
    }

    @Override
    public boolean canAsk() {
      return yes;
    }

    /** A yes given beforehand is no choice. */
    @Override
    public Mono<Optional<String>> choose(String question, String field, List<String> options) {
      return Mono.error(new UnsupportedOperationException("nobody to ask"));
    }

    @Override
    public Mono<Map<String, String>> ask(String question, List<Question> questions) {
      return Mono.error(new UnsupportedOperationException("nobody to ask"));
    }

    @Override
    public boolean canOfferPages() {
      return false;
    }

    @Override
    public Mono<Void> offerPage(String why, String url) {
      return Mono.error(new UnsupportedOperationException("nobody to ask"));
    }

    @Override
    public Mono<Boolean> confirm(String question) {
      return Mono.just(yes);
    }

    @Override
    public void progress(String message) {
      err.println(message);
      err.flush();
    }
  }
}
