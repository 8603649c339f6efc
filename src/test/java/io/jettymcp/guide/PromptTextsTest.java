package io.jettymcp.guide;

import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.json.Json;
import io.jettymcp.tool.FakeJetty;
import io.jettymcp.tool.FakeLocalAccess;
import io.jettymcp.tool.Param;
import io.jettymcp.tool.Tool;
import io.jettymcp.tool.ToolHarness;
import io.jettymcp.tools.Catalog;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Tests all prompts and instructions. */
class PromptTextsTest {
  private static final Pattern QUOTED = Pattern.compile("`([^`\\n]+)`");
  private static final Pattern CALL = Pattern.compile("([a-z]+(?:-[a-z]+)*)\\(([a-z_, ]*)\\)");
  private static final Pattern TOOL = Pattern.compile("[a-z]+(-[a-z]+)+|whoami");
  private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([^}]*)}");

  /** Lists kebab-case terms that are no tools. */
  private static final Set<String> TERMS = Set.of("completed", "step_configs");

  static List<Prompt> prompts() {
    return Prompt.ALL;
  }

  /** Lists each prompt for a local and for a remote server. */
  static List<Arguments> texts() {
    return Prompt.ALL.stream()
        .flatMap(prompt -> Stream.of(Arguments.of(prompt, true), Arguments.of(prompt, false)))
        .toList();
  }

  private static Optional<Tool> tool(String name) {
    return tool(name, true);
  }

  private static Optional<Tool> tool(String name, boolean here) {
    return Catalog.ALL.stream()
        .filter(tool -> tool.name().equals(name))
        .findFirst()
        .flatMap(tool -> here ? Optional.of(tool) : tool.forRemoteCallers());
  }

  private static List<String> params(String name) {
    return params(name, true);
  }

  private static List<String> params(String name, boolean here) {
    return tool(name, here).orElseThrow().params().stream().map(Param::name).toList();
  }

  @Test
  void promptNamesAreKebabCase() {
    assertThat(Prompt.ALL)
        .extracting(Prompt::name)
        .containsExactly(
            "setup",
            "debug-last-failure",
            "write-task",
            "schedule-task",
            "run-runbook",
            "write-runbook",
            "improve-runbook");
    assertThat(Prompt.ALL).extracting(Prompt::title).doesNotHaveDuplicates().doesNotContain("");
  }

  @ParameterizedTest
  @MethodSource("texts")
  void namedToolsAndArgumentsExist(Prompt prompt, boolean here) {
    Set<String> words = new HashSet<>(TERMS);
    List<String> others = new ArrayList<>();
    for (MatchResult quoted : QUOTED.matcher(prompt.text(here)).results().toList()) {
      MatchResult call = CALL.matcher(quoted.group(1)).results().findFirst().orElse(null);
      String name = call == null ? quoted.group(1) : call.group(1);
      if (call == null && !TOOL.matcher(name).matches()) {
        others.add(name);
        continue;
      }
      assertThat(tool(name, here)).as(name).isPresent();
      if (call != null) {
        assertThat(params(name, here)).as(name).contains(call.group(2).split(", *", -1));
      }
      words.addAll(params(name, here));
      words.addAll(fields(tool(name, here).orElseThrow().outputSchema()));
    }
    assertThat(words).containsAll(others);
    assertThat(prompt.tools(here)).isNotEmpty();
  }

  private static List<String> fields(JsonNode schema) {
    List<String> fields = new ArrayList<>(schema.path("properties").propertyNames());
    schema.values().forEach(child -> fields.addAll(fields(child)));
    return fields;
  }

  @ParameterizedTest
  @MethodSource("prompts")
  void callsOfPromptsAreAccepted(Prompt prompt) {
    Map<String, String> all = new HashMap<>();
    prompt.arguments().forEach(argument -> all.put(argument.name(), "1"));
    for (Prompt.ToolCall look : prompt.calls()) {
      Tool tool = tool(look.tool()).orElseThrow();
      assertThat(tool.effect().readOnly()).as("a prompt changes nothing").isTrue();
      assertThat(params(look.tool())).containsAll(look.arguments(all).keySet());
      Set<String> least = look.arguments(required(prompt)).keySet();
      assertThat(least)
          .containsAll(tool.params().stream().filter(Param::isRequired).map(Param::name).toList());
    }
  }

  private static Map<String, String> required(Prompt prompt) {
    Map<String, String> given = new HashMap<>();
    prompt.arguments().stream()
        .filter(Prompt.Argument::required)
        .forEach(argument -> given.put(argument.name(), "1"));
    return given;
  }

  @ParameterizedTest
  @MethodSource("texts")
  void everyArgumentIsUsed(Prompt prompt, boolean here) {
    List<String> places =
        PLACEHOLDER.matcher(prompt.text(here)).results().map(place -> place.group(1)).toList();
    List<String> arguments =
        new ArrayList<>(prompt.arguments().stream().map(Prompt.Argument::name).toList());
    assertThat(arguments).containsAll(places);
    prompt
        .calls()
        .forEach(
            look -> look.arguments(all(prompt, "?")).values().forEach(v -> arguments.remove(v)));
    assertThat(places).containsAll(arguments);
  }

  private static Map<String, String> all(Prompt prompt, String value) {
    Map<String, String> all = new HashMap<>();
    prompt.arguments().forEach(argument -> all.put(argument.name(), value));
    return all;
  }

  @ParameterizedTest
  @MethodSource("texts")
  void promptsMentionSecretsAndStayShort(Prompt prompt, boolean here) {
    String text = prompt.text(required(prompt), here);
    assertThat(text).doesNotContain("${").hasSizeBetween(800, 4_000);
    assertThat(text.toLowerCase(Locale.ROOT)).containsAnyOf("secret", "is data");
    assertThat(prompt.text(here).lines()).allSatisfy(line -> assertThat(line).hasSizeLessThan(150));
  }

  @Test
  void runbookSkeletonIsValid() {
    String text =
        Prompt.ALL.stream()
            .filter(prompt -> prompt.name().equals("write-runbook"))
            .map(prompt -> prompt.text(true))
            .findFirst()
            .orElseThrow();
    String begin = "~~~markdown\n";
    String skeleton =
        text.substring(
            text.indexOf(begin) + begin.length(), text.indexOf("~~~", text.indexOf(begin) + 3));
    ToolHarness check =
        ToolHarness.of(
            tool("validate-runbook").orElseThrow(),
            new FakeJetty(request -> Json.object()),
            new FakeLocalAccess(),
            Json.object().put("runbook", skeleton));
    JsonNode found = check.shown();
    assertThat(found.path("valid").booleanValue()).as("%s", found).isTrue();
    assertThat(found.path("errors")).as("%s", found).isEmpty();
    assertThat(found.path("warnings")).as("%s", found).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void instructionsAreShortAndNameExistingTools(boolean here) {
    String text = Guide.instructions(here);
    assertThat(text).doesNotContain("{here}", "{elsewhere}");
    assertThat(text).hasSizeBetween(1_000, 1_999);
    Pattern named = Pattern.compile("(?<![-\\w.])[a-z]+(?:-[a-z]+)+(?![-\\w])");
    List<String> skills = Skill.ALL.stream().map(Skill::name).toList();
    List<String> names = named.matcher(text).results().map(MatchResult::group).toList();
    assertThat(names).containsAll(skills);
    assertThat(text).contains(Skill.ALL.get(0).uri());
    List<String> tools = names.stream().filter(name -> !skills.contains(name)).toList();
    assertThat(tools).hasSizeGreaterThan(20);
    assertThat(tools).allSatisfy(name -> assertThat(tool(name, here)).as(name).isPresent());
  }
}
