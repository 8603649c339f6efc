package io.jettymcp.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.app.ProgramFiles;
import io.jettymcp.config.GeneralSettings;
import io.jettymcp.config.Settings;
import io.jettymcp.guide.Prompt;
import io.jettymcp.tool.Tool;
import io.jettymcp.tools.Catalog;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Tests that bundle and registry entry describe the actual program and follow the rules that need
 * no program of theirs; {@code .ci/dist} runs their validators.
 */
class DistributionTest {
  private static final Path PLACE = Path.of("src", "dist");

  private static final Pattern ANSWER = Pattern.compile("\\$\\{user_config\\.([a-z_]+)}");
  private static final Pattern PLACEHOLDER = Pattern.compile("@([a-z]+)@");

  private final Properties addresses = new Properties();
  private JsonNode bundle;
  private JsonNode registry;

  @BeforeEach
  void read() throws IOException {
    bundle = JsonMapper.shared().readTree(Files.readString(PLACE.resolve("manifest.json")));
    registry = JsonMapper.shared().readTree(Files.readString(PLACE.resolve("server.json")));
    try (Reader in = Files.newBufferedReader(PLACE.resolve("addresses"))) {
      addresses.load(in);
    }
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
  void bundleStartsJavaOnWindows() {
    JsonNode windows = bundle.at("/server/mcp_config/platform_overrides/win32");
    assertThat(windows.path("command").asString()).endsWith("/runtime/bin/java.exe");
    assertThat(windows.path("args").values().stream().map(JsonNode::asString))
        .containsSequence("-jar", "${__dirname}/lib/jetty-mcp.jar", "stdio");
  }

  @Test
  void registryListsEveryVariable() {
    for (JsonNode each : described()) {
      JsonNode variables = each.path("environmentVariables");
      assertThat(names(variables)).containsExactlyElementsOf(variables());
      assertThat(variables)
          .filteredOn(variable -> variable.path("isSecret").asBoolean())
          .extracting(variable -> variable.path("name").asString())
          .containsExactly("JETTY_API_TOKEN");
      assertThat(variables)
          .allSatisfy(
              variable -> {
                assertThat(variable.path("isRequired").asBoolean()).isFalse();
                assertThat(variable.path("format").asString()).isIn("string", "boolean");
              });
    }
  }

  /**
   * The rules of the schema of 2025-12-11 and of the registry's own checks.
   *
   * @see <a
   *     href="https://github.com/modelcontextprotocol/registry/tree/main/docs/reference/server-json">server.json</a>
   */
  @Test
  void registryEntryFollowsTheRules() {
    assertThat(registry.path("$schema").asString()).endsWith("/2025-12-11/server.schema.json");
    assertThat(addresses.getProperty("registry")).matches("[a-zA-Z0-9.-]+/[a-zA-Z0-9._-]+");
    assertThat(registry.path("title").asString()).hasSizeBetween(1, 100);
    assertThat(registry.path("description").asString()).hasSizeBetween(1, 100);
    assertThat(registry.at("/repository/source").asString()).isEqualTo("github");
    assertThat(described()).hasSize(2);
    for (JsonNode each : described()) {
      assertThat(each.at("/transport/type").asString()).isEqualTo("stdio");
      assertThat(each.has("registryBaseUrl")).isFalse();
      boolean isImage = each.path("registryType").asString().equals("oci");
      assertThat(each.has("version")).as("images have it in their tag").isNotEqualTo(isImage);
      assertThat(each.path("identifier").asString().endsWith(":@version@")).isEqualTo(isImage);
    }
  }

  /** The entry for npm and the one for the image; the bundles are added for each platform. */
  private List<JsonNode> described() {
    return registry.path("packages").values().stream().filter(JsonNode::isObject).toList();
  }

  @Test
  void releaseFillsEveryPlaceholder() throws IOException {
    Set<String> filled = placeholders(Files.readString(PLACE.resolve("release")));
    try (Stream<Path> templates = Files.walk(PLACE)) {
      for (Path template : templates.filter(Files::isRegularFile).toList()) {
        assertThat(filled)
            .as(template.toString())
            .containsAll(placeholders(Files.readString(template)));
      }
    }
  }

  private static Set<String> placeholders(String text) {
    return PLACEHOLDER
        .matcher(text)
        .results()
        .map(found -> found.group(1))
        .collect(Collectors.toSet());
  }

  /** Only names that the project owns may stand in commands that people copy. */
  @Test
  void pagesNameTheAddressesOfReleases() throws IOException {
    for (Path page : List.of(Path.of("README.md"), Path.of("docs", "install.md"))) {
      String text = Files.readString(page);
      assertThat(found("github\\.com/([\\w-]+/[\\w-]+)/releases", text))
          .as(page.toString())
          .allMatch(addresses.getProperty("repository")::equals);
      assertThat(found("(ghcr\\.io/[\\w-]+/[\\w-]+)", text))
          .as(page.toString())
          .allMatch(addresses.getProperty("image")::equals);
      assertThat(found("npx -y ([\\w-]+)", text))
          .as(page.toString())
          .allMatch(addresses.getProperty("npm")::equals);
      assertThat(found("(?:brew install|jbang jetty-mcp@) ?([\\w-]+)", text))
          .as(page.toString())
          .allMatch(addresses.getProperty("repository").replaceFirst("/.*", "")::equals);
    }
  }

  @Test
  void hostsStartThePackageOfNpm() {
    assertThat(ProgramFiles.NPX_COMMAND).endsWith(addresses.getProperty("npm"));
  }

  private static List<String> found(String pattern, String text) {
    return Pattern.compile(pattern).matcher(text).results().map(result -> result.group(1)).toList();
  }

  @Test
  void workflowsAreYaml() throws IOException {
    for (String file : List.of("ci.yml", "release.yml")) {
      Object workflow =
          new Yaml().load(Files.readString(Path.of(".github", "workflows").resolve(file)));
      assertThat(workflow).asInstanceOf(InstanceOfAssertFactories.MAP).containsKey("jobs");
    }
  }

  /** Whoever owns the package on npm runs code with the tokens of those who follow README.md. */
  @Test
  void ownerOnNpmIsCheckedBeforeAnythingIsPublished() throws IOException {
    String publish =
        Files.readString(Path.of(".github", "workflows", "release.yml"))
            .split("\n  publish:\n", -1)[1];

    assertThat(addresses.getProperty("npm_owner")).matches("[a-z0-9-]+");
    assertThat(publish).contains("npm owner ls \"$name\"");
    for (String publishing :
        List.of("attest-build-provenance@", "push: true", "gh release create", "npm publish")) {
      assertThat(publish.indexOf(publishing))
          .as(publishing)
          .isGreaterThan(publish.indexOf("npm owner ls \"$name\""));
    }
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
