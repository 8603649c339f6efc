package io.jettymcp.guide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.jettymcp.json.Json;
import io.jettymcp.tool.FakeJetty;
import io.jettymcp.tool.FakeLocalAccess;
import io.jettymcp.tool.Param;
import io.jettymcp.tool.Tool;
import io.jettymcp.tool.ToolHarness;
import io.jettymcp.tools.Catalog;
import io.jettymcp.workflow.Linter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Tests the texts of all skills. */
class SkillTextsTest {
  private static final Path FOLDER = Path.of("src/main/resources/guide/skills");
  private static final Pattern CALL =
      Pattern.compile("`((?:[a-z]+(?:-[a-z]+)+)|whoami)(?:\\(([^`)]*)\\))?`");
  private static final Pattern FENCE = Pattern.compile("(?ms)^```(\\w*)[^\\n]*\\n(.*?)^```$");
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)]+)\\)");

  /** Lists kebab-case terms in backticks that are no tools. */
  private static final List<String> TERMS =
      List.of("latest-failed", "prism-playwright", "outputs-exist", "review-item");

  static List<Skill> skills() {
    return Skill.ALL;
  }

  static List<SkillFile> files() {
    return Skill.ALL.stream().flatMap(skill -> skill.files().stream()).toList();
  }

  @ParameterizedTest
  @MethodSource("skills")
  void nameFollowsTheRulesAndEqualsItsDirectory(Skill skill) {
    assertThat(skill.name()).matches("[a-z0-9]+(-[a-z0-9]+)*").hasSizeLessThanOrEqualTo(64);
    assertThat(skill.frontmatter()).contains(entry("name", skill.name()));
    assertThat(skill.uri()).isEqualTo("skill://jetty/" + skill.name() + "/SKILL.md");
  }

  @ParameterizedTest
  @MethodSource("skills")
  void frontmatterIsWhatYamlReads(Skill skill) {
    String text = skill.entry().text();
    String head = text.substring(4, text.indexOf("\n---\n", 4));
    Object read = new Yaml(new SafeConstructor(new LoaderOptions())).load(head);
    assertThat(read).isEqualTo(skill.frontmatter());
  }

  @ParameterizedTest
  @MethodSource("skills")
  void descriptionSaysWhenToUseIt(Skill skill) {
    assertThat(skill.description()).hasSizeBetween(80, 300).contains("Use it").endsWith(".");
  }

  @ParameterizedTest
  @MethodSource("skills")
  void everyFileOfTheDirectoryIsServed(Skill skill) throws IOException {
    try (Stream<Path> below = Files.walk(FOLDER.resolve(skill.name()))) {
      List<String> paths =
          below
              .filter(Files::isRegularFile)
              .map(file -> FOLDER.relativize(file).toString().replace('\\', '/'))
              .map(path -> "skill://jetty/" + path)
              .toList();
      assertThat(skill.files()).extracting(SkillFile::uri).hasSameElementsAs(paths);
    }
  }

  @Test
  void everyDirectoryIsServed() throws IOException {
    try (Stream<Path> below = Files.list(FOLDER)) {
      assertThat(below.map(folder -> String.valueOf(folder.getFileName())))
          .hasSameElementsAs(Skill.ALL.stream().map(Skill::name).toList());
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void filesAreShortAndHavePlainLines(SkillFile file) {
    assertThat(file.size()).isLessThan(file.name().equals(Skill.ENTRY) ? 5_120 : 6_144);
    assertThat(file.text()).doesNotContain("\r", "\uFEFF", "{here}", "{elsewhere}").endsWith("\n");
    assertThat(file.text().getBytes(StandardCharsets.UTF_8)).hasSize(file.size());
  }

  @ParameterizedTest
  @MethodSource("skills")
  void everyReferenceIsLinkedAndEveryLinkLeadsToAFile(Skill skill) {
    String text = skill.entry().text();
    List<String> links =
        LINK.matcher(text)
            .results()
            .map(link -> skill.uri().replace(Skill.ENTRY, link.group(1)))
            .toList();
    List<String> others =
        skill.files().stream().map(SkillFile::uri).filter(uri -> !uri.equals(skill.uri())).toList();
    assertThat(links).hasSameElementsAs(others);
  }

  @ParameterizedTest
  @MethodSource("files")
  void namedToolsAndArgumentsExist(SkillFile file) {
    for (MatchResult call : CALL.matcher(file.text()).results().toList()) {
      if (!TERMS.contains(call.group(1))) {
        assertThat(problem(call, true)).as(call.group()).isEmpty();
      }
    }
  }

  /** A server elsewhere lacks tools and arguments that reach the user's machine. */
  @ParameterizedTest
  @MethodSource("files")
  void onlyTextForLocalServersNamesLocalToolsAndArguments(SkillFile file) {
    for (String block : file.text().split("\n\n|\n(?=[-|#]|\\d\\.)", -1)) {
      List<String> problems =
          CALL.matcher(block)
              .results()
              .filter(call -> !TERMS.contains(call.group(1)))
              .flatMap(call -> problem(call, false).stream())
              .toList();
      assertThat(block.toLowerCase(Locale.ROOT).replaceAll("\\s+", " "))
          .as("%s", problems)
          .satisfies(
              text -> assertThat(problems.isEmpty() || text.contains("local server")).isTrue());
    }
  }

  private static Optional<String> problem(MatchResult call, boolean local) {
    Optional<Tool> tool =
        Catalog.ALL.stream()
            .filter(known -> known.name().equals(call.group(1)))
            .findFirst()
            .flatMap(known -> local ? Optional.of(known) : known.forRemoteCallers());
    if (tool.isEmpty()) {
      return Optional.of("no tool " + call.group(1));
    }
    List<String> params = tool.get().params().stream().map(Param::name).toList();
    List<String> named =
        call.group(2) == null || call.group(2).isEmpty()
            ? List.of()
            : List.of(call.group(2).split(", ", -1));
    List<String> unknown = new ArrayList<>(named);
    unknown.removeAll(params);
    List<String> missing =
        tool.get().params().stream()
            .filter(Param::isRequired)
            .map(Param::name)
            .filter(name -> call.group(2) != null && !named.contains(name))
            .toList();
    return unknown.isEmpty() && missing.isEmpty()
        ? Optional.empty()
        : Optional.of(call.group() + " unknown " + unknown + " missing " + missing);
  }

  private static List<String> fences(String text, String language) {
    return FENCE
        .matcher(text)
        .results()
        .filter(fence -> fence.group(1).equals(language))
        .map(fence -> fence.group(2))
        .toList();
  }

  private static List<JsonNode> workflows() {
    return files().stream()
        .flatMap(file -> fences(file.text(), "json").stream())
        .map(JsonMapper.shared()::readTree)
        .filter(json -> json.has("step_configs"))
        .toList();
  }

  @Test
  void thereAreExamplesOfWorkflows() {
    assertThat(workflows()).hasSizeGreaterThan(6);
  }

  @ParameterizedTest
  @MethodSource("workflows")
  void linterAcceptsEachExample(JsonNode workflow) {
    assertThat(new Linter().lint(workflow)).isEmpty();
  }

  @Test
  void templateOfRunbooksHasNoFindings() {
    String text = file("skill://jetty/write-runbooks/references/template.md").text();
    String runbook = text.substring(text.indexOf("~~~markdown\n") + 12, text.lastIndexOf("~~~\n"));
    JsonNode found =
        ToolHarness.of(
                Catalog.ALL.stream()
                    .filter(tool -> tool.name().equals("validate-runbook"))
                    .findFirst()
                    .orElseThrow(),
                new FakeJetty(request -> Json.object()),
                new FakeLocalAccess(),
                Json.object().put("runbook", runbook))
            .shown();
    assertThat(found.path("valid").booleanValue()).as("%s", found).isTrue();
    assertThat(found.path("errors")).as("%s", found).isEmpty();
    assertThat(found.path("warnings")).as("%s", found).isEmpty();
  }

  private static SkillFile file(String uri) {
    return files().stream().filter(file -> file.uri().equals(uri)).findFirst().orElseThrow();
  }
}
