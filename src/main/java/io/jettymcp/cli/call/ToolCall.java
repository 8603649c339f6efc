package io.jettymcp.cli.call;

import static io.jettymcp.config.GeneralSettings.EXCLUDE_TOOLS;
import static io.jettymcp.config.GeneralSettings.LOG_LEVEL;
import static io.jettymcp.config.GeneralSettings.READ_ONLY;
import static io.jettymcp.config.GeneralSettings.TOOLS;
import static io.jettymcp.config.GeneralSettings.TOOLSETS;

import io.jettymcp.app.Invocation;
import io.jettymcp.app.ServerComponents;
import io.jettymcp.cli.Execution;
import io.jettymcp.cli.Subcommand;
import io.jettymcp.cli.terminal.ErrorDisplay;
import io.jettymcp.cli.terminal.LiveDisplay;
import io.jettymcp.cli.terminal.ProgressDisplay;
import io.jettymcp.cli.terminal.ResultDisplay;
import io.jettymcp.cli.terminal.Terminal;
import io.jettymcp.config.Settings;
import io.jettymcp.config.Source;
import io.jettymcp.config.UsageException;
import io.jettymcp.json.PrettyJson;
import io.jettymcp.mcp.call.EnabledTools;
import io.jettymcp.mcp.call.ToolResponse;
import io.jettymcp.redact.KnownSecrets;
import io.jettymcp.tool.Param;
import io.jettymcp.tool.Timeline;
import io.jettymcp.tool.Tool;
import io.jettymcp.tools.Catalog;
import java.io.IOException;
import java.time.Clock;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Calls one tool for a person at a shell, and prints what comes of it. */
final class ToolCall {
  /** Holds what the commands that call tools share. */
  record Shell(StandardInput input, Dialog dialog, KnownSecrets secrets) {}

  private static final Clock CLOCK = Clock.system(ZoneId.systemDefault());

  private final Shell shell;
  private final Invocation invocation;
  private final CallOptions options;
  private final boolean graph;
  private final String program;

  /**
   * @param graph whether the result is printed as a flowchart
   */
  ToolCall(Shell shell, Invocation invocation, CallOptions options, boolean graph) {
    this.shell = shell;
    this.invocation = invocation;
    this.options = options;
    this.graph = graph;
    this.program = invocation.program();
  }

  /**
   * Calls a tool.
   *
   * @param shortcut the command that stands for the tool, if it is called by one
   * @param words the arguments as typed
   * @return the exit code
   */
  int run(String name, Optional<Shortcut> shortcut, List<String> words) throws IOException {
    try (ServerComponents components = new ServerComponents(invocation, shell.secrets())) {
      EnabledTools enabled = components.calls().enabledTools();
      Tool tool = find(name, enabled, invocation.settings(), program);
      if (graph && tool.diagram().isEmpty()) {
        throw new UsageException("--graph is for get-task; " + name + " has no graph.");
      }
      ObjectNode arguments = arguments(tool, enabled.locked(), shortcut, words);
      Terminal terminal = options.terminal(invocation.environment());
      ShellClient client = client(tool, arguments, terminal);
      ToolResponse response = call(components, tool, arguments, client);
      if (response.isUsageError()) {
        // Redacted already, and before the name of the tool: again, it would look like that of a
        // secret.
        invocation
            .err()
            .println(
                Execution.NAME
                    + ": "
                    + response.text()
                    + " Help: "
                    + program
                    + " call "
                    + tool.name()
                    + " --help");
        return Subcommand.USAGE;
      }
      if (response.isError()) {
        invocation.err().println(new ErrorDisplay(program).text(response.text()));
        return Subcommand.FAILED;
      }
      ObjectNode data = response.structured().orElseThrow();
      invocation
          .out()
          .print(
              graph
                  ? graph(tool, data)
                  : result(tool, data, client.timeline(), terminal.resized()));
      return CallExit.of(tool, data);
    }
  }

  private ObjectNode arguments(
      Tool tool, boolean locked, Optional<Shortcut> shortcut, List<String> words)
      throws IOException {
    List<Param<?>> params = tool.params(locked);
    CallArguments arguments =
        new CallArguments(
            tool.name(),
            params,
            shortcut.map(Shortcut::bare).orElseGet(() -> CallArguments.required(params)),
            shortcut.flatMap(Shortcut::inputs),
            new TypedValue(invocation.environment().workingDirectory(), shell.input()));
    ObjectNode parsed = arguments.parse(words);
    arguments.exposed().stream()
        .distinct()
        .forEach(
            secret ->
                invocation
                    .err()
                    .println(
                        "Note: other users of this machine can see \""
                            + secret
                            + "\" in the list of processes. To read it from stdin or a file, write -"
                            + " or @FILE in its place."));
    shortcut.ifPresent(
        known ->
            known.preset().properties().stream()
                .filter(preset -> !parsed.has(preset.getKey()))
                .forEach(preset -> parsed.set(preset.getKey(), preset.getValue())));
    return parsed;
  }

  private ShellClient client(Tool tool, ObjectNode arguments, Terminal terminal) {
    ProgressDisplay display =
        isDrawn(terminal, invocation.settings())
            ? LiveDisplay.started(terminal, CLOCK, invocation.err(), Interruption.hint(tool))
            : new LineProgress(invocation.err(), CLOCK);
    return new ShellClient(
        options.isConfirmed(),
        shell.dialog(),
        display,
        new Interruption(program, tool, arguments, display, invocation.err()));
  }

  /** Returns whether progress is drawn in place, where no log is wanted that would destroy it. */
  static boolean isDrawn(Terminal terminal, Settings settings) {
    return terminal.live() && settings.source(LOG_LEVEL) instanceof Source.Default;
  }

  private ToolResponse call(
      ServerComponents components, Tool tool, ObjectNode arguments, ShellClient client) {
    try (client) {
      return components.calls().call(tool, arguments, client).blockOptional().orElseThrow();
    }
  }

  private String result(
      Tool tool, ObjectNode data, Optional<Timeline> followed, Terminal terminal) {
    Optional<String> drawing =
        terminal.interactive() && !options.isJsonWanted()
            ? new ResultDisplay(terminal, CLOCK, program).draw(tool.name(), data, followed)
            : Optional.empty();
    return drawing.orElseGet(() -> PrettyJson.of(data, JsonMapper.shared()));
  }

  private static String graph(Tool tool, ObjectNode data) {
    return tool.diagram()
        .flatMap(drawing -> drawing.apply(data))
        .orElseThrow(
            () ->
                new UsageException(
                    "--graph: this result has no workflow with steps. Omit step, find and offset."));
  }

  /**
   * Returns an enabled tool.
   *
   * @throws UsageException if there is none of this name; the message says why
   */
  static Tool find(String name, EnabledTools enabled, Settings settings, String program) {
    return enabled.find(name).orElseThrow(() -> unknown(name, enabled, settings, program));
  }

  private static UsageException unknown(
      String name, EnabledTools enabled, Settings settings, String program) {
    boolean disabled = Catalog.ALL.stream().anyMatch(tool -> tool.name().equals(name));
    return new UsageException(
        disabled
            ? "Tool \"" + name + "\" is disabled by " + disabledBy(settings) + "."
            : "Unknown tool \""
                + name
                + "\"."
                + enabled.hint(name, " To list tools: " + program + " tools"));
  }

  private static String disabledBy(Settings settings) {
    return Stream.of(READ_ONLY, TOOLSETS, TOOLS, EXCLUDE_TOOLS)
        .filter(setting -> !(settings.source(setting) instanceof Source.Default))
        .map(setting -> settings.source(setting).words())
        .collect(Collectors.joining(" or "));
  }
}
