package io.jettymcp.runbooks;

import io.jettymcp.jetty.Request;
import io.jettymcp.json.Json;
import io.jettymcp.tool.FakeJetty;
import io.jettymcp.tool.FakeLocalAccess;
import io.jettymcp.tool.Routes;
import io.jettymcp.tool.ToolHarness;
import io.jettymcp.tools.RunbookTools;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Builds a valid runbook, and routes that accept it. */
public final class SampleRunbook {
  public static final String TEXT =
      """
      ---
      version: "1.0.0"
      evaluation: programmatic
      agent: claude-code
      model: claude-sonnet-4-6
      model_provider: anthropic
      snapshot: prism-playwright
      primary_outputs:
        - report.md
      secrets:
        slack:
          env: SLACK_URL
          description: where the report is announced
          required: true
        extra:
          env: EXTRA_KEY
          required: false
      ---

      # Report

      ## Objective

      Write a report on {{topic}} with {{sample_size}} samples.

      More of it.

      ## REQUIRED OUTPUT FILES

      - `{{results_dir}}/report.md`
      - `{{results_dir}}/summary.md`
      - `{{results_dir}}/validation_report.json`

      ## Parameters

      | Parameter | Template Variable | Default | Description |
      |---|---|---|---|
      | Topic | `{{topic}}` | (required) | What the report is on |
      | Samples | `{{sample_size}}` | 10 | How many samples |
      | Results directory | `{{results_dir}}` | `/app/results` | Where files go |

      ## Dependencies

      None.

      ## Step 1: Environment Setup

      Make the directory {{results_dir}}.

      ## Step 2: Gather

      Read about {{topic}}.

      ## Step 3: Evaluate Outputs

      Check that the report names {{sample_size}} samples.

      ## Step 4: Iterate on Errors (max 3 rounds)

      Fix what failed.

      ## Step 5: Final Checklist

      ### FINAL OUTPUT VERIFICATION

      ```bash
      test -s {{results_dir}}/report.md
      ```

      ## Tips

      Be brief.
      """;

  static final String TASK = "GET /api/v1/tasks/acme/reports";
  static final String ENVIRONMENT = "GET /api/v1/collections/acme/environment";
  static final String TRIAL = "GET /api/v1/trial/acme";
  static final String LIST = "GET /api/v1/db/trajectories/acme/reports";
  static final String CHAT = "POST /v1/chat/completions";
  static final String RUN = "GET /api/v1/db/trajectory/acme/reports/1a2b3c4d";
  static final String UPLOAD = "POST /api/v1/sandbox/upload";

  static final String KEYS =
      """
      {"environment_variables":{"SLACK_URL":true,"ANTHROPIC_API_KEY":true}}""";

  public static final String ENDED =
      """
      {"trajectory_id":"1a2b3c4d","status":"completed","total_steps":["run"],
       "completed_steps":["run"],"created":"2026-03-04T10:17:31Z","updated":"2026-03-04T10:18:31Z",
       "steps":{"run":{"activity":"runbook","ended":"t","outputs":{"success":true,
        "results_files":[{"path":"acme/reports/0000/report.md","content_type":"text/markdown",
         "extension":"md"}],"primary_files":["acme/reports/0000/report.md"],"files":[],
        "usage":{"total_tokens":12}}}}}""";

  static final String REPORT = "GET /api/v1/file/acme/reports/0000/validation_report.json";

  static final String ENDED_WITH_REPORT =
      ENDED.replace(
          "\"files\":[]",
          """
          "files":[{"path":"acme/reports/0000/validation_report.json"}]""");

  static final String RUNNING =
      """
      {"trajectory_id":"1a2b3c4d","status":"running","total_steps":["run"],
       "steps":{"run":{}}}""";

  public static final String RUNBOOK_TASK =
      """
      {"name":"reports","workflow":{"steps":["run"],
       "step_configs":{"run":{"activity":"runbook"}}}}""";

  private SampleRunbook() {}

  /** Returns a runbook of version 2 with the parameter donor and the provider openai. */
  public static String secondVersion() {
    try {
      return Files.readString(
          Path.of("src", "test", "resources", "runbooks", "valid-v2.md"), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Adds routes of the preflight: a new task, all keys, no trial. */
  static Routes preflight() {
    return new Routes()
        .on(TASK, Routes.notFound())
        .on(ENVIRONMENT, KEYS)
        .on(TRIAL, "{'active':false}")
        .on(LIST, Routes.notFound());
  }

  /** Adds routes of a run that is streamed to its end. */
  static Routes routes() {
    return preflight().on(CHAT, stream(chunk("1a2b3c4d"))).on(RUN, ENDED);
  }

  public static String stream(String... events) {
    return "[" + String.join(",", events) + "]";
  }

  public static String chunk(String id) {
    return "{\"id\":\"chatcmpl-x\",\"object\":\"chat.completion.chunk\",\"jetty_metadata\":"
        + "{\"trajectory_id\":\""
        + id
        + "\",\"status\":\"running\"}}";
  }

  static String textChunk(String text) {
    ObjectNode chunk = Json.object().put("object", "chat.completion.chunk");
    chunk.putArray("choices").addObject().putObject("delta").put("content", text);
    return chunk.toString();
  }

  /** Returns arguments of run-runbook in remote mode, with more of them in single quotes. */
  static ObjectNode remote(String more) {
    return arguments("'mode':'remote','task':'reports','parameters':{'topic':'sea'}" + more);
  }

  static ObjectNode arguments(String more) {
    ObjectNode arguments = (ObjectNode) FakeJetty.json("{" + more + "}");
    return arguments.has("runbook") || arguments.has("runbook_path")
        ? arguments
        : arguments.put("runbook", TEXT);
  }

  /** Runs the runbook in remote mode, with more arguments in single quotes. */
  static ToolHarness run(Routes routes, String more) {
    return run(routes.jetty(), remote(more));
  }

  static ToolHarness run(Routes routes, ObjectNode arguments) {
    return run(routes.jetty(), arguments);
  }

  static ToolHarness run(FakeJetty jetty, ObjectNode arguments) {
    return ToolHarness.of(RunbookTools.RUN_RUNBOOK, jetty, new FakeLocalAccess(), arguments);
  }

  /** Returns a Jetty whose stream never ends. */
  static FakeJetty neverEnding(Routes routes) {
    return routes.jetty().neverEnding(request -> FakeJetty.line(request).equals(CHAT));
  }

  /** Returns the first request of this line. */
  static Request request(ToolHarness call, String line) {
    return call.jetty().requests().stream()
        .filter(request -> FakeJetty.line(request).equals(line))
        .findFirst()
        .orElseThrow();
  }

  static JsonNode body(ToolHarness call, String line) {
    return ((Request.Json) request(call, line).body()).value();
  }

  /** Returns the part of the chat request that is specific to Jetty. */
  static JsonNode jettyPart(ToolHarness call) {
    return body(call, CHAT).path("jetty");
  }
}
