package io.jettymcp.guide;

import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.jetty.Failure.BadArguments;
import io.jettymcp.json.Json;
import io.jettymcp.tool.FakeJetty;
import io.jettymcp.tool.FakeLocalAccess;
import io.jettymcp.tool.LocalAccess;
import io.jettymcp.tool.Param;
import io.jettymcp.tool.Tool;
import io.jettymcp.tool.ToolHarness;
import io.jettymcp.tools.Catalog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Tests the calls that the skills name, such as {@code get-task(task)}, and their runbook. */
class SkillCallsTest {
  private static final Pattern CALL =
      Pattern.compile("`((?:[a-z]+(?:-[a-z]+)+)|whoami)(?:\\(([^`)]*)\\))?`");

  /** Lists kebab-case terms in backticks that are no tools. */
  private static final List<String> TERMS =
      List.of("latest-failed", "prism-playwright", "outputs-exist", "review-item");

  /** Has a value for each argument that the skills name, unless its first choice will do. */
  private static final JsonNode VALUES =
      FakeJetty.json(
          """
          {'activity': 'litellm_chat', 'cadence': 'daily', 'changes': [{'path': 'init_params.text', 'value': 'a'}],
           'collection': 'acme', 'content': 'a', 'description': 'a', 'dry_run': true, 'file_name': 'a.txt',
           'file_path': 'acme/report/0000/a.txt', 'files': ['a.txt'], 'find': 'text', 'from_env': 'MY_KEY',
           'hour_utc': 9, 'init_params': {'text': 'a'}, 'key': 'quality', 'last': 3, 'like': '1a2b3c4d', 'limit': 5,
           'max_concurrency': 2, 'name': 'daily', 'only_if_status': ['running'],
           'outputs': ['echo.outputs.text'], 'paths': ['echo.outputs.text'],
           'parameters': {'topic': 'tides'}, 'prefix': 'acme/report/0000', 'query': 'text', 'required_keys': ['MY_KEY'],
           'runs': [{'text': 'a'}], 'runs_csv': 'text\\na', 'runbook_path': 'a.txt',
           'secret_env': {'MY_KEY': 'MY_KEY'}, 'since': '2026-03-01', 'status': 'completed', 'step': 'echo',
           'task': 'report', 'timeout_sec': 60, 'trajectory_id': '1a2b3c4d', 'trajectory_ids': ['1a2b3c4d'],
           'until': '2026-03-02', 'value': 'good'}
          """);

  private static final String WORKFLOW =
      """
      {'init_params': {'text': 'a'}, 'steps': ['echo', 'run'],
       'step_configs': {'echo': {'activity': 'text_echo', 'text_path': 'init_params.text'},
                        'run': {'activity': 'runbook', 'instruction_path': 'echo.outputs.text'}}}
      """;

  /** Has what each tool reads of a task or a run. */
  private static final JsonNode REPLY =
      FakeJetty.json(
          """
          {'name': 'report', 'workflow': %s, 'trajectory_id': '1a2b3c4d', 'status': 'completed',
           'workflow_id': 'acme-report--1a2b3c4d', 'init_params': {'text': 'a'},
           'steps': {'echo': {'activity': 'text_echo', 'status': 'completed', 'outputs': {'text': 'a'}}},
           'trajectories': [], 'files': [], 'routines': [], 'results': [], 'environment_variables': {'OPENROUTER_API_KEY': 'a'}}
          """
              .formatted(WORKFLOW));

  @TempDir Path folder;

  /**
   * A call as a text shows it.
   *
   * @param arguments their names; empty if the text names the tool alone
   */
  record Named(String tool, Optional<List<String>> arguments) {
    static Stream<Named> in(String text) {
      return CALL.matcher(text)
          .results()
          .filter(call -> !TERMS.contains(call.group(1)))
          .map(Named::of);
    }

    private static Named of(MatchResult call) {
      return new Named(
          call.group(1),
          Optional.ofNullable(call.group(2)).map(names -> List.of(names.split(", "))));
    }

    /** Returns the tool if it has the arguments, and needs no others. */
    Optional<Tool> find(boolean local) {
      return Catalog.ALL.stream()
          .filter(known -> known.name().equals(tool))
          .findFirst()
          .flatMap(known -> local ? Optional.of(known) : known.forRemoteCallers())
          .filter(known -> arguments.map(names -> fit(names, known.params())).orElse(true));
    }

    private static boolean fit(List<String> names, List<Param<?>> params) {
      return params.stream().map(Param::name).toList().containsAll(names)
          && params.stream()
              .filter(Param::isRequired)
              .allMatch(required -> names.contains(required.name()));
    }
  }

  static List<SkillFile> files() {
    return SkillTextsTest.files();
  }

  static List<Named> calls() {
    return files().stream()
        .flatMap(file -> Named.in(file.text()))
        .filter(call -> call.arguments().isPresent())
        .distinct()
        .toList();
  }

  @ParameterizedTest
  @MethodSource("files")
  void namedToolsAndArgumentsExist(SkillFile file) {
    assertThat(Named.in(file.text())).allMatch(call -> call.find(true).isPresent());
  }

  /** A server elsewhere lacks tools and arguments that reach the user's machine. */
  @ParameterizedTest
  @MethodSource("files")
  void onlyTextForLocalServersNamesLocalToolsAndArguments(SkillFile file) {
    for (String block : file.text().split("\n\n|\n(?=[-|#]|\\d\\.)", -1)) {
      List<Named> local = Named.in(block).filter(call -> call.find(false).isEmpty()).toList();
      String text = block.toLowerCase(Locale.ROOT).replaceAll("\\s+", " ");
      assertThat(local.isEmpty() || text.contains("local server")).as("%s", local).isTrue();
    }
  }

  @ParameterizedTest
  @MethodSource("calls")
  void toolAcceptsTheCall(Named call) throws IOException {
    Tool tool = call.find(true).orElseThrow();
    ObjectNode arguments = Json.object();
    List<String> names = call.arguments().orElseThrow();
    names.forEach(name -> arguments.set(name, value(name, names, tool)));
    ToolHarness made = ToolHarness.of(tool, new FakeJetty(request -> REPLY), access(), arguments);
    assertThat(made.failure().filter(BadArguments.class::isInstance)).as("%s", arguments).isEmpty();
    if (made.failure().isEmpty()) {
      assertThat(made.shown().path("warnings").toString()).doesNotContain("applies to mode");
    }
  }

  @Test
  void templateOfRunbooksHasNoFindings() {
    JsonNode found =
        ToolHarness.of(
                Catalog.ALL.stream()
                    .filter(tool -> tool.name().equals("validate-runbook"))
                    .findFirst()
                    .orElseThrow(),
                new FakeJetty(request -> Json.object()),
                new FakeLocalAccess(),
                Json.object().put("runbook", template()))
            .shown();
    assertThat(found.path("valid").booleanValue()).as("%s", found).isTrue();
    assertThat(found.path("errors")).as("%s", found).isEmpty();
    assertThat(found.path("warnings")).as("%s", found).isEmpty();
  }

  /** Returns the runbook that the template shows. */
  private static String template() {
    String text =
        SkillTextsTest.files().stream()
            .filter(
                file -> file.uri().equals("skill://jetty/write-runbooks/references/template.md"))
            .findFirst()
            .orElseThrow()
            .text();
    return text.substring(text.indexOf("~~~markdown\n") + 12, text.lastIndexOf("~~~\n"));
  }

  private static JsonNode value(String name, List<String> names, Tool tool) {
    JsonNode schema = tool.inputSchema(false).path("properties").path(name);
    JsonNode value =
        switch (name) {
          case "workflow" -> FakeJetty.json(WORKFLOW);
          case "runbook" -> Json.node(template());
          case "mode" -> Json.node(names.contains("task") ? "remote" : "local");
          case "path" -> Json.node(names.contains("task") ? "echo.outputs.text" : "a.txt");
          default -> VALUES.path(name);
        };
    if (value.isMissingNode()) {
      return schema.path("enum").path(0);
    }
    return schema.has("items") && !value.isArray() ? Json.node(List.of(value)) : value;
  }

  private LocalAccess access() throws IOException {
    Path file = Files.writeString(folder.resolve("a.txt"), template());
    return new FakeLocalAccess()
        .author("alice")
        .variable("MY_KEY", "pretend-key")
        .file("a.txt", file)
        .savingTo(folder);
  }
}
