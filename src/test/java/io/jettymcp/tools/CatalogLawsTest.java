package io.jettymcp.tools;

import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.jettymcp.tool.Args;
import io.jettymcp.tool.Effect;
import io.jettymcp.tool.FakeJetty;
import io.jettymcp.tool.FakeLocalAccess;
import io.jettymcp.tool.Next;
import io.jettymcp.tool.Param;
import io.jettymcp.tool.Result;
import io.jettymcp.tool.Tool;
import io.jettymcp.tool.ToolHarness;
import io.jettymcp.tool.Toolset;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Tests rules for every tool. */
public class CatalogLawsTest {
  private static final Set<String> FORBIDDEN = Set.of("oneOf", "anyOf", "allOf", "$ref");
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.jettymcp.tools", "io.jettymcp.runs", "io.jettymcp.runbooks");
  private static final List<String> NAMES = Catalog.ALL.stream().map(Tool::name).toList();
  private static final SchemaRegistry SCHEMAS =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

  private static final Set<String> PLAIN_PAGING = Set.of("limit", "offset", "page", "max_bytes");

  @TempDir private Path folder;

  static List<Tool> tools() {
    return Catalog.ALL;
  }

  @BeforeEach
  void writeFiles() throws Exception {
    Files.writeString(folder.resolve("in.csv"), "text\nd\n");
    Files.writeString(folder.resolve("RUNBOOK.md"), "---\nsecrets: {B: }\n---\n");
  }

  /** Provides local access with a folder to save to. */
  private FakeLocalAccess process() {
    try {
      return new FakeLocalAccess()
          .variable("ALLOWED", "from-the-process")
          .file("in.csv", folder.resolve("in.csv"))
          .file("RUNBOOK.md", folder.resolve("RUNBOOK.md"))
          .savingTo(Files.createTempDirectory(folder, "saved"))
          .author("carl");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void catalogMatchesTheContractTable() {
    assertThat(Catalog.ALL.stream().map(ContractTable::row).toList())
        .containsExactlyInAnyOrderElementsOf(ContractTable.ROWS);
  }

  @Test
  void toolsAreDeclaredInTheFileOfTheirToolset() throws Exception {
    Map<String, Toolset> families = new TreeMap<>();
    for (JavaClass type : CLASSES) {
      for (JavaField field : type.getFields()) {
        if (type.getPackageName().equals("io.jettymcp.tools")
            && field.getRawType().isEquivalentTo(Tool.class)) {
          Tool tool = (Tool) field.reflect().get(null);
          assertThat(families.put(type.getSimpleName(), tool.toolset()))
              .as(type.getSimpleName())
              .isIn(null, tool.toolset());
        }
      }
    }
    assertThat(families)
        .isEqualTo(
            Map.ofEntries(
                entry("AccountTools", Toolset.ACCOUNT),
                entry("AssetTools", Toolset.ASSETS),
                entry("ChatTools", Toolset.CHAT),
                entry("EnvironmentTools", Toolset.ENVIRONMENT),
                entry("FileTools", Toolset.FILES),
                entry("RoutineTools", Toolset.ROUTINES),
                entry("RunTools", Toolset.RUNS),
                entry("RunbookTools", Toolset.RUNBOOKS),
                entry("TaskTools", Toolset.TASKS),
                entry("TemplateTools", Toolset.TEMPLATES),
                entry("TrajectoryTools", Toolset.RUNS)));
  }

  @Test
  void toolsAreDeclaredOnlyInThisPackage() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.jettymcp.tools")
        .should()
        .callMethodWhere(target(name("named")).and(target(owner(type(Tool.class)))))
        .check(CLASSES);
  }

  @Test
  void hintsFollowFromTheEffectInTheContract() {
    for (Tool tool : Catalog.ALL) {
      char effect = ContractTable.effect(tool.name());
      assertThat(tool.effect().readOnly()).as(tool.name()).isEqualTo(effect == 'R');
      assertThat(tool.effect().destructive()).as(tool.name()).isEqualTo("UDF".indexOf(effect) >= 0);
      assertThat(tool.effect().idempotent()).as(tool.name()).isEqualTo("WF".indexOf(effect) < 0);
    }
  }

  @Test
  void namesAreUniqueKebabCaseAndShort() {
    assertThat(Catalog.ALL).extracting(Tool::name).doesNotHaveDuplicates();
    assertThat(Catalog.ALL).extracting(Tool::title).doesNotHaveDuplicates().doesNotContain("");
    assertThat(Catalog.ALL)
        .allSatisfy(
            tool -> assertThat(tool.name()).matches("[a-z]+(-[a-z]+)*").hasSizeLessThan(53));
  }

  @Test
  void descriptionsAreSentencesThatNameExistingTools() {
    Pattern toolName = Pattern.compile("(?<![-\\w])[a-z]+(?:-[a-z]+)+(?![-\\w])");
    for (Tool tool : Catalog.ALL) {
      assertThat(tool.about()).as(tool.name()).isNotBlank().endsWith(".").doesNotContain("  ");
      Matcher names = toolName.matcher(tool.about());
      while (names.find()) {
        assertThat(NAMES).as(tool.about()).contains(names.group());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("tools")
  void schemasArePlainObjectsThatPassTheMetaSchema(Tool tool) {
    for (ObjectNode schema :
        List.of(tool.inputSchema(false), tool.inputSchema(true), tool.outputSchema())) {
      assertThat(schema.path("type").asString("")).isEqualTo("object");
      assertThat(fieldNames(schema)).doesNotContainAnyElementsOf(FORBIDDEN);
      JsonNode required = schema.path("required");
      assertThat(required.isMissingNode() || !required.isEmpty()).isTrue();
      assertThat(
              SCHEMAS
                  .getSchema(SchemaLocation.of(SpecificationVersion.DRAFT_2020_12.getDialectId()))
                  .validate(schema))
          .isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("tools")
  void toolsThatWaitForRunsCanBeFollowed(Tool tool) {
    boolean waits = tool.params().stream().anyMatch(param -> param.name().equals("wait_seconds"));
    assertThat(tool.background().isPresent()).isEqualTo(waits);
    tool.background()
        .ifPresent(
            background -> {
              assertThat(background.follow().effect()).isEqualTo(Effect.READ);
              assertThat(background.stop().isPresent()).isEqualTo(tool.effect() == Effect.START);
              assertThat(background.follow().view().schema()).isEqualTo(tool.view().schema());
            });
  }

  @ParameterizedTest
  @MethodSource("tools")
  void everyArgumentButPlainPagingIsDescribed(Tool tool) {
    for (Param<?> param : tool.params()) {
      if (!PLAIN_PAGING.contains(param.name())) {
        assertThat(param.schema(true).path("description").asString(""))
            .as(tool.name() + " " + param.name())
            .isNotBlank();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("tools")
  void collectionIsNeverRequired(Tool tool) {
    assertThat(tool.inputSchema(false).path("required").toString()).doesNotContain("collection");
  }

  @ParameterizedTest
  @MethodSource("tools")
  void lockedCollectionIsNotInTheSchema(Tool tool) {
    assertThat(tool.inputSchema(true).path("properties").has("collection")).isFalse();
    assertThat(tool.params().contains(Tool.COLLECTION))
        .isEqualTo(tool.inputSchema(false).path("properties").has("collection"));
  }

  @Test
  void localToolsAndParametersAreHiddenFromRemoteCallers() {
    List<String> gone = new ArrayList<>();
    for (Tool tool : Catalog.ALL) {
      if (tool.forRemoteCallers().isEmpty()) {
        gone.add(tool.name());
        continue;
      }
      List<Param<?>> left = tool.forRemoteCallers().get().params();
      tool.params().stream()
          .filter(param -> !left.contains(param))
          .forEach(param -> gone.add(tool.name() + " " + param.name()));
    }
    assertThat(gone)
        .containsExactly(
            "set-env-var from_env",
            "check-secrets runbook_path",
            "run-task files",
            "run-task secret_env",
            "run-task-sync files",
            "run-task-sync secret_env",
            "run-batch runs_path",
            "run-batch files",
            "run-batch secret_env",
            "upload-file path",
            "download-file",
            "download-trajectory",
            "validate-runbook runbook_path",
            "run-runbook runbook_path",
            "run-runbook secret_env",
            "deploy-runbook runbook_path",
            "create-routine secret_env",
            "update-routine secret_env");
  }

  @ParameterizedTest
  @MethodSource("forRemoteCallers")
  void descriptionsForRemoteCallersOmitTheServerMachine(Tool tool) {
    assertThat(tool.params()).noneMatch(Param::isLocal);
    assertThat(tool.effect()).isNotEqualTo(Effect.SAVE);
    assertThat(tool.forRemoteCallers()).contains(tool);
    String seen = tool.about() + tool.inputSchema(false).path("properties");
    assertThat(seen)
        .doesNotContainIgnoringCase("local path")
        .doesNotContainIgnoringCase("local file")
        .doesNotContain("server's process", "this machine", "from_env", "secret_env")
        .doesNotContain("download-");
  }

  static List<Tool> forRemoteCallers() {
    return Catalog.ALL.stream().flatMap(tool -> tool.forRemoteCallers().stream()).toList();
  }

  @ParameterizedTest
  @MethodSource("forRemoteCallers")
  void resultsForRemoteCallersOmitTheServerMachine(Tool tool) {
    List<ObjectNode> calls = new ArrayList<>(List.of(Samples.call(tool)));
    tool.params().forEach(param -> calls.add(Samples.pair(tool, param.name()).with()));
    Set<String> names = tool.params().stream().map(Param::name).collect(Collectors.toSet());
    for (ObjectNode arguments : calls) {
      arguments.retain(names);
      FakeLocalAccess closed = new FakeLocalAccess().remote();
      ToolHarness call = ToolHarness.of(tool, Acme.anyName(), closed, arguments);
      String result =
          call.failure().map(Throwable::toString).orElseGet(() -> call.shown().toString());
      assertThat(result)
          .doesNotContain(
              "runbook_path", "from_env", "secret_env", "--secret-env", "\"path\" alone");
    }
  }

  @ParameterizedTest
  @MethodSource("tools")
  void sampleCallSucceeds(Tool tool) {
    assertThat(call(tool, Samples.call(tool)).failure()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("tools")
  void everyArgumentHasAnEffect(Tool tool) {
    for (Param<?> param : tool.params()) {
      Samples.Pair pair = Samples.pair(tool, param.name());
      assertThat(trace(tool, pair.with()))
          .as(tool.name() + " " + param.name())
          .isNotEqualTo(trace(tool, pair.without()));
    }
  }

  @ParameterizedTest
  @MethodSource("tools")
  void listsArePaged(Tool tool) {
    if (!tool.name().startsWith("list-") || tool.name().equals("list-env-vars")) {
      return;
    }
    Result.Page page = call(tool, Samples.call(tool)).result().page().orElseThrow();
    assertThat(page.noun()).isEqualTo(ContractTable.noun(tool.name()));
    assertThat(tool.params()).extracting(Param::name).contains("limit").containsAnyOf(PAGING);
    assertThat(tool.outputSchema().path("required").toString())
        .contains(page.noun(), "returned", "has_more");
  }

  private static final String[] PAGING = {"offset", "page"};

  @ParameterizedTest
  @MethodSource("tools")
  void suggestedCallsAreValid(Tool tool) {
    for (ObjectNode arguments : calls(tool)) {
      ToolHarness call = call(tool, arguments);
      if (call.failure().isEmpty()) {
        assertThat(nexts(call.result())).allSatisfy(CatalogLawsTest::isReady);
      }
    }
  }

  private static final Set<Effect> STORING = Set.of(Effect.OVERWRITE, Effect.DESTROY);

  @ParameterizedTest
  @MethodSource("tools")
  void runIdsAcceptLatest(Tool tool) {
    for (Param<?> param : tool.params()) {
      if (Set.of("trajectory_id", "trajectory_ids", "like").contains(param.name())) {
        boolean list = param.schema(true).path("type").asString("").equals("array");
        ObjectNode arguments = Samples.call(tool);
        arguments.set(param.name(), FakeJetty.json(list ? "['latest']" : "'latest'"));
        ToolHarness call = call(tool, arguments);
        assertThat(call.failure()).as(tool.name()).isEmpty();
        assertThat(call.shown().toString()).as(tool.name()).contains("1a2b3c4d");
        assertThat(call.jetty().lines())
            .as(tool.name())
            .noneMatch(line -> line.contains("/latest"));
      }
    }
  }

  private static void isReady(Next next) {
    Optional<Tool> tool =
        Catalog.ALL.stream().filter(one -> one.name().equals(next.tool())).findFirst();
    assertThat(tool).as(next.tool()).isPresent();
    assertThat(next.why()).isNotBlank();
    if (STORING.contains(tool.orElseThrow().effect())) {
      assertThat(next.why()).as("the user has not requested it").startsWith("ask first");
    }
    assertThatCode(
            () ->
                Args.check(tool.orElseThrow().params(), List.of(), next.arguments(), secret -> {}))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @MethodSource("tools")
  void resultsConformToTheOutputSchema(Tool tool) {
    for (ObjectNode arguments : calls(tool)) {
      ToolHarness call = call(tool, arguments);
      if (call.failure().isEmpty()) {
        assertThat(SCHEMAS.getSchema(tool.outputSchema()).validate(whole(call)))
            .as(tool.name() + " " + arguments)
            .isEmpty();
      }
    }
  }

  /** Returns the result with the additions of the protocol. */
  public static ObjectNode whole(ToolHarness call) {
    ObjectNode shown = (ObjectNode) call.shown();
    call.result()
        .page()
        .ifPresent(
            page -> {
              shown.put("returned", shown.path(page.noun()).size());
              shown.put("has_more", page.more());
            });
    ArrayNode next = shown.putArray("next");
    for (Next step : nexts(call.result())) {
      next.addObject()
          .put("tool", step.tool())
          .put("why", step.why())
          .set("arguments", step.arguments());
    }
    shown.putArray("cut").addObject().put("path", "x").put("shown", 1).put("unit", "items");
    return shown;
  }

  private static List<ObjectNode> calls(Tool tool) {
    List<ObjectNode> calls = new ArrayList<>(List.of(Samples.call(tool)));
    tool.params().forEach(param -> calls.add(Samples.pair(tool, param.name()).with()));
    return calls;
  }

  private ToolHarness call(Tool tool, ObjectNode arguments) {
    return ToolHarness.of(tool, Acme.anyName(), process(), arguments);
  }

  private static List<Next> nexts(Result result) {
    List<Next> all = new ArrayList<>(result.next());
    all.addAll(result.ifCut());
    result
        .page()
        .ifPresent(page -> IntStream.of(0, 1, 7).forEach(n -> all.add(page.rest().apply(n))));
    result.excerpt().ifPresent(part -> all.add(part.rest().apply(1_000)));
    return all;
  }

  /** Returns requests and result of a call as a string. */
  private String trace(Tool tool, ObjectNode arguments) {
    FakeLocalAccess local = process();
    ToolHarness call = ToolHarness.of(tool, Acme.anyName(), local, arguments);
    String saved =
        local.saved().values().stream()
            .map(place -> " " + place.overwrites())
            .findFirst()
            .orElse("");
    String sent =
        call.jetty().requests().stream()
            .map(request -> FakeJetty.line(request) + " " + FakeJetty.body(request))
            .collect(Collectors.joining("\n", "", saved));
    if (call.failure().isPresent()) {
      return sent + "\n" + call.failure().get();
    }
    Result result = call.result();
    return sent
        + "\n"
        + result.data()
        + nexts(result)
        + result.maxBytes()
        + result.excerpt().map(part -> part.field() + part.value() + part.offset()).orElse("");
  }

  private static List<String> fieldNames(JsonNode schema) {
    List<String> names = new ArrayList<>(schema.propertyNames());
    schema.values().forEach(child -> names.addAll(fieldNames(child)));
    return names;
  }
}
