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
 * src/dist/Pack.java} replaces placeholders such as {@code @version@}.
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
    command
        .putArray("args")
        .add("stdio")
        .add(GeneralSettings.FILES_ROOT.flag().orElseThrow())
        .add("${user_config.files_root}");
    ObjectNode environment = command.putObject("env");
    put(environment, GeneralSettings.TOKEN, "${user_config.api_token}");
    put(environment, GeneralSettings.COLLECTION, "${user_config.collection}");
    put(environment, GeneralSettings.READ_ONLY, "${user_config.read_only}");
    return server;
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
            .put("name", "@name@")
            .put("title", "Jetty")
            .put("description", DESCRIPTION)
            .put("version", "@version@");
    ArrayNode packages = server.putArray("packages");
    packages
        .addObject()
        .put("registryType", "mcpb")
        .put("identifier", "@bundle@")
        .put("version", "@version@")
        .put("fileSha256", "@sha256@")
        .set("transport", stdio());
    ObjectNode image =
        packages
            .addObject()
            .put("registryType", "oci")
            .put("identifier", "@image@")
            .put("runtimeHint", "docker");
    image.set("transport", stdio());
    packages.forEach(each -> ((ObjectNode) each).set("environmentVariables", variables()));
    return text(server);
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
                        .put("isRequired", setting == GeneralSettings.TOKEN)
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
