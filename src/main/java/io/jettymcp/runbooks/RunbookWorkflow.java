package io.jettymcp.runbooks;

import io.jettymcp.json.Json;
import io.jettymcp.runbooks.document.Frontmatter;
import io.jettymcp.runbooks.document.ModelChoice;
import io.jettymcp.runbooks.document.Runbook;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Builds the workflow of a runbook's task. Every setting is an input, because Jetty's run step
 * reads some of them from the inputs of the task only. The text itself is not stored: each run
 * passes it.
 *
 * @param inputs the init_params
 * @param leftOut paths of values that look like credentials, which are not stored
 */
record RunbookWorkflow(ObjectNode inputs, List<String> leftOut) {
  /** Declares that Jetty evaluates the runs by version 2 of the format. */
  static final String EVALS_VERSION = "runbook_evals_version";

  static final String MCP_SERVERS = "mcp_servers";
  static final String CODE_CHECKS = "code_checks";
  static final String STRICT_EVALUATION = "strict_evaluation";
  static final String SNAPSHOT = "snapshot";
  static final String IMAGE = "image";

  /** Jetty's own default. */
  static final String DEFAULT_SNAPSHOT = "python312-uv";

  /** The only step, named as in Jetty's own runbook tasks. */
  private static final String STEP = "run";

  /** The parameters of the step and the inputs that they read. */
  private static final Map<String, String> READ = read();

  private static final List<String> STORED_CHECKS = List.of("sources", "timeout_sec");
  private static final List<String> CREDENTIAL_FIELDS = List.of("headers", "env");
  private static final Pattern CREDENTIAL =
      Pattern.compile("auth|token|secret|password|api[-_]?key|cookie", Pattern.CASE_INSENSITIVE);

  RunbookWorkflow {
    leftOut = List.copyOf(leftOut);
  }

  static RunbookWorkflow of(Runbook runbook, RunbookSandbox sandbox, ModelChoice choice) {
    Frontmatter head = runbook.frontmatter();
    ObjectNode inputs = Json.object().put("agent", choice.agent()).put("model", choice.model());
    if (sandbox.image().isPresent()) {
      inputs.put(IMAGE, sandbox.image().get());
    } else {
      inputs.put(SNAPSHOT, sandbox.snapshot().orElse(DEFAULT_SNAPSHOT));
    }
    inputs.put("model_provider", choice.provider());
    List<String> leftOut = new ArrayList<>();
    ObjectNode servers = servers(runbook, leftOut);
    if (!servers.isEmpty()) {
      inputs.set(MCP_SERVERS, servers);
    }
    if (runbook.version() == 2) {
      ObjectNode checks = RunbookSandbox.json(head.codeChecks()).retain(STORED_CHECKS);
      if (!checks.isEmpty()) {
        inputs.set(CODE_CHECKS, checks);
      }
      if (head.strictEvaluation()) {
        inputs.put(STRICT_EVALUATION, true);
      }
      inputs.put(EVALS_VERSION, 2);
    }
    inputs.putObject("vars");
    inputs.putArray("file_paths");
    return new RunbookWorkflow(inputs, leftOut);
  }

  ObjectNode json() {
    ObjectNode workflow = Json.object();
    workflow.set("init_params", inputs);
    ObjectNode step = workflow.putObject("step_configs").putObject(STEP).put("activity", "runbook");
    READ.forEach((name, input) -> step.put(name + "_path", "init_params." + input));
    if (inputs.has(IMAGE)) {
      step.put(IMAGE + "_path", "init_params." + IMAGE);
    }
    step.put("cpus", 4).put("memory", "8G").put("timeout_sec", 1_200).put("network_enabled", true);
    workflow.putArray("steps").add(STEP);
    return workflow;
  }

  private static Map<String, String> read() {
    Map<String, String> read = new LinkedHashMap<>();
    List.of("agent", "model", SNAPSHOT, "instruction").forEach(name -> read.put(name, name));
    read.put("template_variables", "vars");
    read.put("files", "file_paths");
    List.of(MCP_SERVERS, CODE_CHECKS, STRICT_EVALUATION, "model_provider")
        .forEach(name -> read.put(name, name));
    return read;
  }

  /** Merges the servers of the runbook and of its checks, without their credentials. */
  private static ObjectNode servers(Runbook runbook, List<String> leftOut) {
    Frontmatter head = runbook.frontmatter();
    ObjectNode servers = RunbookSandbox.json(head.mcpServers());
    if (runbook.version() == 2 && head.codeChecks().get(MCP_SERVERS) instanceof Map<?, ?> more) {
      RunbookSandbox.json(more)
          .properties()
          .forEach(server -> servers.putIfAbsent(server.getKey(), server.getValue()));
    }
    for (Map.Entry<String, JsonNode> server : servers.properties()) {
      for (String field : CREDENTIAL_FIELDS) {
        if (server.getValue().path(field) instanceof ObjectNode values) {
          withoutCredentials(
              values, String.join(".", MCP_SERVERS, server.getKey(), field), leftOut);
        }
      }
    }
    return servers;
  }

  private static void withoutCredentials(ObjectNode values, String path, List<String> leftOut) {
    List<String> names =
        values.propertyNames().stream().filter(name -> CREDENTIAL.matcher(name).find()).toList();
    names.forEach(name -> leftOut.add(path + "." + name));
    values.remove(names);
  }
}
