package io.jettymcp.docs;

import io.jettymcp.cli.ManifestText;
import io.jettymcp.config.GeneralSettings;
import io.jettymcp.config.Setting;
import io.jettymcp.guide.Prompt;
import io.jettymcp.json.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Generates what hosts and the registry read about the program before they start it. {@code
 * src/dist/release} replaces placeholders such as {@code @version@}.
 *
 * @see <a href="https://github.com/modelcontextprotocol/mcpb/blob/main/MANIFEST.md">MCPB</a>
 * @see <a
 *     href="https://github.com/modelcontextprotocol/registry/tree/main/docs/reference/server-json">server.json</a>
 */
final class BundlePages {
  /** The registry takes no longer one. */
  private static final String DESCRIPTION =
      "All of Jetty.io for agents: write, check, run, watch, debug and schedule its workflows.";

  private BundlePages() {}

  /** The manifest of an MCPB bundle. */
  static String bundle() {
    ObjectNode manifest =
        Json.object()
            .put("manifest_version", "0.3")
            .put("name", "jetty-mcp")
            .put("display_name", "Jetty")
            .put("version", "@version@")
            .put("description", DESCRIPTION)
            .put(
                "long_description",
                """
                Gives an agent all of [Jetty.io](https://jetty.io): it validates a workflow before it stores it, runs it, \
                watches the run, reads the log if it fails, and schedules it. Secrets stay out of the conversation, and \
                destructive calls need your confirmation.

                You need a token: create one at jetty.io under *Settings → API Tokens*. The bundle contains its own \
                Java. It is not a product of Jetty.""");
    manifest.putObject("author").put("name", "The authors of jetty-mcp");
    manifest.put("license", "MIT");
    manifest.putArray("keywords").add("jetty").add("workflows").add("agents");
    manifest.set("server", server());
    manifest.set("user_config", questions());
    manifest.set("tools", tools());
    manifest.set("prompts", prompts());
    // The server's own ask for more, and hold what Jetty says.
    manifest.put("prompts_generated", true);
    manifest.putObject("compatibility").putArray("platforms").add("@os@");
    return text(manifest);
  }

  private static ObjectNode server() {
    ObjectNode server = Json.object().put("type", "binary").put("entry_point", "jetty-mcp");
    ObjectNode command = server.putObject("mcp_config").put("command", "${__dirname}/jetty-mcp");
    serve(command.putArray("args"));
    // Hosts start no batch file without a shell.
    ObjectNode windows =
        command
            .putObject("platform_overrides")
            .putObject("win32")
            .put("command", "${__dirname}/runtime/bin/java.exe");
    serve(
        windows
            .putArray("args")
            .add("@${__dirname}/lib/java-options")
            .add("-jar")
            .add("${__dirname}/lib/jetty-mcp.jar"));
    ObjectNode environment = command.putObject("env");
    put(environment, GeneralSettings.TOKEN, "${user_config.api_token}");
    put(environment, GeneralSettings.COLLECTION, "${user_config.collection}");
    put(environment, GeneralSettings.READ_ONLY, "${user_config.read_only}");
    return server;
  }

  private static void serve(ArrayNode arguments) {
    arguments
        .add("stdio")
        .add(GeneralSettings.FILES_ROOT.flag().orElseThrow())
        .add("${user_config.files_root}");
  }

  private static void put(ObjectNode environment, Setting<?> setting, String value) {
    environment.put(setting.variable().orElseThrow(), value);
  }

  /**
   * Returns the settings that a host asks its user for. An optional setting needs a default, or a
   * host would pass on the placeholder; the default of a folder would be one itself.
   */
  private static ObjectNode questions() {
    ObjectNode questions = Json.object();
    ask(questions, "api_token", "string", "API token", GeneralSettings.TOKEN)
        .put("description", "Create one at jetty.io under Settings, API Tokens.")
        .put("sensitive", true)
        .put("required", true);
    ask(questions, "collection", "string", "Collection", GeneralSettings.COLLECTION)
        .put("default", "");
    ask(questions, "read_only", "boolean", "Read only", GeneralSettings.READ_ONLY)
        .put("default", false);
    ask(questions, "files_root", "directory", "Folder for files", GeneralSettings.FILES_ROOT)
        .put("description", "Files are read from and saved to this folder only.")
        .put("required", true);
    return questions;
  }

  private static ObjectNode ask(
      ObjectNode questions, String name, String type, String title, Setting<?> setting) {
    return questions
        .putObject(name)
        .put("type", type)
        .put("title", title)
        .put("description", setting.description())
        .put("required", false);
  }

  private static ArrayNode tools() {
    ArrayNode tools = Json.array();
    for (JsonNode tool : JsonMapper.shared().readTree(ManifestText.ofEverything()).path("tools")) {
      tools
          .addObject()
          .put("name", tool.path("name").asString())
          .put("description", firstSentence(tool.path("description").asString()));
    }
    return tools;
  }

  private static String firstSentence(String text) {
    int end = text.indexOf(". ");
    return end < 0 ? text : text.substring(0, end + 1);
  }

  /** With what they require alone, as a host cannot leave a line out. */
  private static ArrayNode prompts() {
    ArrayNode prompts = Json.array();
    for (Prompt prompt : Prompt.ALL) {
      Map<String, String> required = new LinkedHashMap<>();
      prompt.arguments().stream()
          .filter(Prompt.Argument::required)
          .forEach(one -> required.put(one.name(), "${arguments." + one.name() + "}"));
      ObjectNode described =
          prompts
              .addObject()
              .put("name", prompt.name())
              .put("description", prompt.description() + ".");
      required.keySet().forEach(described.putArray("arguments")::add);
      described.put("text", prompt.text(required, true));
    }
    return prompts;
  }

  /** The entry in the registry. */
  static String registry() {
    ObjectNode server =
        Json.object()
            .put(
                "$schema",
                "https://static.modelcontextprotocol.io/schemas/2025-12-11/server.schema.json")
            .put("name", "@registry@")
            .put("title", "Jetty")
            .put("description", DESCRIPTION)
            .put("websiteUrl", "https://github.com/@repository@")
            .put("version", "@version@");
    server
        .putObject("repository")
        .put("url", "https://github.com/@repository@")
        .put("source", "github");
    ArrayNode packages = server.putArray("packages");
    describe(packages.addObject().put("registryType", "npm"), "@npm@", "npx")
        .put("version", "@version@");
    // The registry takes the version of an image from its tag, and that of a bundle from its
    // address.
    describe(packages.addObject().put("registryType", "oci"), "@image@:@version@", "docker");
    // One for each platform.
    packages.add("@bundles@");
    return text(server);
  }

  private static ObjectNode describe(ObjectNode each, String identifier, String runtime) {
    each.put("identifier", identifier).put("runtimeHint", runtime);
    each.set("transport", stdio());
    each.set("environmentVariables", variables());
    return each;
  }

  private static ObjectNode stdio() {
    return Json.object().put("type", "stdio");
  }

  private static ArrayNode variables() {
    ArrayNode variables = Json.array();
    for (Setting<?> setting : GeneralSettings.all()) {
      setting
          .variable()
          .ifPresent(
              name -> {
                ObjectNode variable =
                    variables
                        .addObject()
                        .put("name", name)
                        .put("description", setting.description())
                        .put("format", setting.isSwitch() ? "boolean" : "string")
                        .put("isRequired", false)
                        .put("isSecret", setting == GeneralSettings.TOKEN);
                // As a default it would be set, and hide a file that says otherwise.
                setting.defaultText().ifPresent(value -> variable.put("placeholder", value));
              });
    }
    return variables;
  }

  private static String text(JsonNode node) {
    return JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(node) + "\n";
  }
}
