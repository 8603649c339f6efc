package io.jettymcp.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.config.GeneralSettings;
import io.jettymcp.config.Settings;
import io.jettymcp.guide.Prompt;
import io.jettymcp.tool.Tool;
import io.jettymcp.tools.Catalog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Tests that bundle and registry entry describe the actual program and follow the rules that need
 * no program of theirs; {@code .ci/dist} runs their validators.
 */
class DistributionTest {
  private static final Path PLACE = Path.of("src", "dist");

  private static final Pattern ANSWER = Pattern.compile("\\$\\{user_config\\.([a-z_]+)}");
  private static final Pattern BLANK = Pattern.compile("@([a-z0-9]+)@");

  private JsonNode bundle;
  private JsonNode registry;

  @BeforeEach
  void read() throws IOException {
    bundle = JsonMapper.shared().readTree(Files.readString(PLACE.resolve("manifest.json")));
    registry = JsonMapper.shared().readTree(Files.readString(PLACE.resolve("server.json")));
  }

  @Test
  void bundleListsEveryToolAndPrompt() {
    assertThat(names(bundle.path("tools")))
        .containsExactlyElementsOf(Catalog.ALL.stream().map(Tool::name).toList());
    assertThat(names(bundle.path("prompts")))
        .containsExactlyElementsOf(Prompt.ALL.stream().map(Prompt::name).toList());
    assertThat(bundle.path("tools"))
        .allSatisfy(tool -> assertThat(tool.path("description").asString()).endsWith("."));
  }

  @Test
  void bundlePromptsNeedOnlyTheirArguments() {
    for (JsonNode prompt : bundle.path("prompts")) {
      String text = prompt.path("text").asString();
      assertThat(text).isNotBlank();
      List<String> wanted =
          Pattern.compile("\\$\\{([^}]*)}")
              .matcher(text)
              .results()
              .map(found -> found.group(1))
              .toList();
      assertThat(Stream.ofNullable(prompt.get("arguments")).flatMap(all -> all.values().stream()))
          .extracting(argument -> "arguments." + argument.asString())
          .containsAll(wanted);
    }
  }

  @Test
  void bundleUsesEveryUserSetting() {
    JsonNode command = bundle.at("/server/mcp_config");
    Set<String> used =
        ANSWER
            .matcher(command.toString())
            .results()
            .map(found -> found.group(1))
            .collect(Collectors.toSet());
    assertThat(bundle.path("user_config").propertyNames()).hasSameElementsAs(used);
    assertThat(bundle.path("user_config"))
        .as("a default, without which a host passes on the placeholder")
        .allSatisfy(
            asked ->
                assertThat(asked.path("required").asBoolean() || asked.has("default")).isTrue());
    assertThat(bundle.at("/user_config/api_token/sensitive").asBoolean()).isTrue();
    assertThat(variables()).containsAll(command.path("env").propertyNames());
    assertThat(command.path("command").asString())
        .isEqualTo("${__dirname}/" + bundle.at("/server/entry_point").asString());
  }

  @Test
  void registryListsEveryVariable() {
    assertThat(registry.path("packages")).hasSize(2);
    for (JsonNode each : registry.path("packages")) {
      JsonNode told = each.path("environmentVariables");
      assertThat(names(told)).containsExactlyElementsOf(variables());
      assertThat(told)
          .filteredOn(variable -> variable.path("isSecret").asBoolean())
          .extracting(variable -> variable.path("name").asString())
          .containsExactly("JETTY_API_TOKEN");
    }
    assertThat(registry.path("description").asString()).hasSizeBetween(1, 100);
  }

  @Test
  void packingFillsEveryPlaceholder() throws IOException {
    String packing = Files.readString(PLACE.resolve("Pack.java"));
    Set<String> filled =
        Pattern.compile("\"([a-z0-9]+)\", (?:version|arguments|bundle|sha256|pack)")
            .matcher(packing)
            .results()
            .map(found -> found.group(1))
            .collect(Collectors.toSet());
    Set<String> blank =
        BLANK
            .matcher(bundle.toString() + registry)
            .results()
            .map((MatchResult found) -> found.group(1))
            .collect(Collectors.toSet());
    assertThat(filled).isEqualTo(blank);
  }

  @Test
  void downloadsAreOnAnInvalidHost() throws IOException {
    assertThat(Files.readString(Path.of("pom.xml")))
        .contains("<dist.downloads>https://downloads.invalid/", "<dist.image>images.invalid/");
  }

  private static List<String> names(JsonNode list) {
    return list.values().stream().map(one -> one.path("name").asString()).toList();
  }

  private static List<String> variables() {
    return Settings.declared().stream()
        .filter(GeneralSettings.all()::contains)
        .flatMap(setting -> setting.variable().stream())
        .toList();
  }
}
