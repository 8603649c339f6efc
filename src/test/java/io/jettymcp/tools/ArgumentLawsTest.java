package io.jettymcp.tools;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.jettymcp.jetty.Failure.BadArguments;
import io.jettymcp.mcp.call.EnabledTools;
import io.jettymcp.mcp.call.FakeClient;
import io.jettymcp.mcp.call.Remedies;
import io.jettymcp.mcp.call.ToolCalls;
import io.jettymcp.mcp.call.ToolResponse;
import io.jettymcp.redact.KnownSecrets;
import io.jettymcp.redact.OrdinarySettings;
import io.jettymcp.tool.Args;
import io.jettymcp.tool.Effect;
import io.jettymcp.tool.FakeJetty;
import io.jettymcp.tool.FakeLocalAccess;
import io.jettymcp.tool.LocalAccess;
import io.jettymcp.tool.Param;
import io.jettymcp.tool.Tool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Tests what every tool does with arguments that no model meant. */
class ArgumentLawsTest {
  private static final SchemaRegistry SCHEMAS =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

  private static final List<Tool> TOOLS = Catalog.ALL;

  private static final List<String> EMPTY =
      List.of("null", "\"\"", "[]", "{}", "\"null\"", "\"undefined\"");

  @TempDir private Path folder;

  @ParameterizedTest
  @FieldSource("TOOLS")
  void emptyOptionalArgumentIsOmitted(Tool tool) {
    for (Param<?> param : tool.params()) {
      if (!param.isRequired() && !hasEmptyValue(param)) {
        for (String empty : EMPTY) {
          assertThat(check(tool, param, empty).has(param))
              .as("%s %s", param.name(), empty)
              .isFalse();
        }
      }
    }
  }

  @Test
  void argumentsWithAnEmptyValueAreDeclared() {
    assertThat(
            TOOLS.stream()
                .flatMap(
                    tool ->
                        tool.params().stream()
                            .filter(ArgumentLawsTest::hasEmptyValue)
                            .map(param -> tool.name() + " " + param.name())))
        .containsExactly(
            "set-env-var value",
            "create-task workflow",
            "create-task description",
            "update-task description",
            "upload-file content",
            "create-routine init_params_overrides",
            "update-routine init_params_overrides");
  }

  private static boolean hasEmptyValue(Param<?> param) {
    boolean object = param.schema(true).path("type").asString("").equals("object");
    return !param.isOmitted(FakeJetty.json(object ? "{}" : "\"\""));
  }

  @ParameterizedTest
  @FieldSource("TOOLS")
  void emptyRequiredArgumentIsRefused(Tool tool) {
    for (Param<?> param : tool.params()) {
      if (param.isRequired()) {
        List<String> refused = new ArrayList<>(EMPTY.subList(0, 4));
        refused.removeIf(empty -> hasEmptyValue(param) && empty.equals("{}"));
        for (String empty : refused) {
          assertThat(problem(tool, param, empty))
              .as("%s %s", param.name(), empty)
              .startsWith("\"" + param.name() + "\" ");
        }
      }
    }
  }

  @ParameterizedTest
  @FieldSource("TOOLS")
  void argumentsOfHostsChangeNothing(Tool tool) {
    ObjectNode sent = Samples.call(tool);
    String before = answer(tool, sent).text();
    sent.put("toolCallId", "c1").put("sessionId", "s1").put("chatInput", "Hi").put("action", "x");
    sent.put("random_string", "x").put("task_progress", "- [ ] one").putObject("_meta");
    assertThat(answer(tool, sent).text()).isEqualTo(before);
  }

  @ParameterizedTest
  @FieldSource("TOOLS")
  void unknownArgumentIsReportedAndIgnored(Tool tool) {
    ToolResponse answer = answer(tool, Samples.call(tool).put("unrelated", 1));
    ObjectNode data = answer.structured().orElseThrow(() -> new AssertionError(answer.text()));
    JsonNode first = data.path("warnings").path(0);
    assertThat((first.isString() ? first : first.path("where")).toString()).contains("unrelated");
    assertThat(first.toString()).contains("ignored");
    assertThat(SCHEMAS.getSchema(tool.outputSchema()).validate(data)).isEmpty();
  }

  @ParameterizedTest
  @FieldSource("TOOLS")
  void unknownArgumentThatNarrowsIsRefusedUnlessTheToolReadsOrAdds(Tool tool) {
    Set<Effect> goesOn = Set.of(Effect.READ, Effect.ADD);
    for (String name : List.of("limit", "offset", "confirm", "onlyFailed", "preview_only")) {
      if (tool.params().stream().noneMatch(param -> param.name().equals(name))
          && !goesOn.contains(tool.effect())) {
        assertThat(answer(tool, Samples.call(tool).put(name, 1)).text())
            .contains("There is no argument \"" + name + "\".");
      }
    }
  }

  @Test
  void unknownLimitOfAToolThatReadsIsIgnored() {
    Tool tool =
        TOOLS.stream()
            .filter(one -> one.name().equals("get-trial-status"))
            .findFirst()
            .orElseThrow();
    assertThat(answer(tool, Samples.call(tool).put("limit", 1)).isError()).isFalse();
  }

  @Test
  void manyUnknownArgumentsDisplaceNothing() {
    Tool tool =
        TOOLS.stream().filter(one -> one.name().equals("list-tasks")).findFirst().orElseThrow();
    ObjectNode sent = Samples.call(tool);
    for (int i = 0; i < 5_000; i++) {
      sent.put("unrelated" + i, i);
    }
    ObjectNode data = answer(tool, sent).structured().orElseThrow();
    assertThat(data.path("warnings")).hasSize(5);
    assertThat(data.path("tasks")).isNotEmpty();
  }

  private static Args check(Tool tool, Param<?> param, String value) {
    ObjectNode sent = Samples.call(tool);
    sent.set(param.name(), FakeJetty.json(value));
    return Args.check(tool.params(), List.of(), sent, secret -> {});
  }

  private static String problem(Tool tool, Param<?> param, String value) {
    try {
      check(tool, param, value);
      return "";
    } catch (BadArguments e) {
      return e.problem();
    }
  }

  private LocalAccess local() {
    try {
      Path saved = Files.createTempDirectory(folder, "saved");
      Path input = Files.writeString(folder.resolve("in.csv"), "a,b");
      Path runbook = Files.writeString(folder.resolve("RUNBOOK.md"), "# Objective");
      return new FakeLocalAccess()
          .file("in.csv", input)
          .file("RUNBOOK.md", runbook)
          .savingTo(saved);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private ToolResponse answer(Tool tool, ObjectNode arguments) {
    ToolCalls calls =
        new ToolCalls(
            new EnabledTools(
                Catalog.ALL,
                new EnabledTools.ToolFilter(
                    false, List.of(), List.of(), List.of(), Optional.of("acme"), false)),
            Acme.anyName(),
            local(),
            new KnownSecrets(),
            Clock.systemUTC(),
            new ToolCalls.Rules(
                Duration.ofSeconds(20),
                false,
                Remedies.here("jetty-mcp"),
                new OrdinarySettings(List.of())));
    return calls
        .call(tool, arguments.deepCopy(), FakeClient.withoutElicitation())
        .blockOptional(Duration.ofSeconds(20))
        .orElseThrow();
  }
}
