package io.jettymcp.e2e;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Provides sample arguments for each tool, and invalid ones that contain secrets. */
final class SampleCalls {
  static final String SECRET_PARAM = "brass-compass-rose-55";
  static final String WEBHOOK_SECRET = "nine-velvet-curtains";
  static final String VARIABLE_VALUE = "seven-green-bottles";

  /** The secrets in arguments. */
  static final List<String> SECRETS = List.of(SECRET_PARAM, WEBHOOK_SECRET, VARIABLE_VALUE);

  private static final String RUN = "{\"task\":\"hello\",\"trajectory_id\":\"0a1b2c3d\"%s}";
  private static final String FILE = "{\"file_path\":\"acme/hello/0000/out.md\"%s}";
  private static final String ROUTINE = "{\"task\":\"hello\",\"name\":\"daily\"}";
  private static final String WORKFLOW =
      """
      {"init_params":{"topic":"sea"},"steps":["draft"],\
      "step_configs":{"draft":{"activity":"litellm_chat","model":"m","prompt_path":"init_params.topic"}}}""";
  private static final String WITH_SECRETS =
      """
      "secret_params":{"KEY":"%s"},"secret_env":{"OTHER":"PASSED_ON"},\
      "webhook_url":"https://example.com/hook","webhook_secret":"%s\""""
          .formatted(SECRET_PARAM, WEBHOOK_SECRET);

  /** Wrong in one way each, with a secret where it should not be. */
  private static final List<String> WRONG_SECRETS =
      List.of(
          "{\"task\":\"hello\",\"name\":\"daily\",\"cadence\":\"manual\",\"secret_params\":\"%s\"}",
          """
          {"task":"hello","name":"daily","cadence":"manual","secret_params":["%s"]}""",
          """
          {"task":"hello","name":"daily","cadence":"manual",\
          "secret_params":{"KEY":{"in":"%s"}}}""",
          """
          {"task":"hello","name":"daily","cadence":"manual","secret_param":{"KEY":"%s"}}""",
          """
          {"task":"hello","name":"daily","cadence":"manual","webhook_secret":"%s"}""");

  private static final List<String> LIKE =
      List.of(
          "{\"task\":\"hello\",\"like\":\"0a1b2c3d\",\"init_params\":{\"topic\":\"lake\"}}",
          "{\"task\":\"hello\",\"like\":\"latest-failed\"}");

  private SampleCalls() {}

  /** By tool, each with at least one set of arguments. */
  static Map<String, List<String>> all() {
    Map<String, List<String>> calls = new TreeMap<>();
    for (String tool :
        List.of(
            "whoami",
            "list-collections",
            "get-collection",
            "get-trial-status",
            "activate-trial",
            "list-env-vars",
            "list-tasks")) {
      calls.put(tool, List.of("{}"));
    }
    calls.put("create-collection", List.of("{\"name\":\"fresh\",\"description\":\"new\"}"));
    calls.put(
        "set-env-var",
        List.of(
            "{\"name\":\"NEW_KEY\",\"value\":\"%s\"}".formatted(VARIABLE_VALUE),
            "{\"name\":\"PASSED_KEY\",\"from_env\":\"PASSED_ON\"}",
            "{\"name\":\"bad name\",\"value\":\"%s\"}".formatted(VARIABLE_VALUE),
            "{\"name\":\"NEW_KEY\",\"valu\":\"%s\"}".formatted(VARIABLE_VALUE),
            "{\"name\":\"NEW_KEY\",\"value\":{\"in\":\"%s\"}}".formatted(VARIABLE_VALUE),
            "{\"name\":\"NEW_KEY\",\"value\":\"%s\",\"from_env\":\"PASSED_ON\"}"
                .formatted(VARIABLE_VALUE)));
    calls.put("delete-env-var", List.of("{\"name\":\"NEW_KEY\"}"));
    calls.put("check-secrets", List.of("{\"required_keys\":[\"A_KEY\",\"NEW_KEY\"]}"));
    calls.put("search-tasks", List.of("{\"query\":\"hello\"}"));
    calls.put(
        "get-task",
        List.of(
            "{\"task\":\"hello\"}",
            "{\"task\":\"hello\",\"step\":\"draft\"}",
            "{\"task\":\"hello\",\"find\":\"a\"}"));
    calls.put("create-task", List.of("{\"name\":\"hello\",\"workflow\":" + WORKFLOW + "}"));
    calls.put(
        "update-task",
        List.of(
            "{\"task\":\"hello\",\"description\":\"d\",\"workflow\":" + WORKFLOW + "}",
            """
            {"task":"hello","changes":[{"path":"init_params.topic","value":"lake"}],\
            "skip_validation":true}""",
            """
            {"task":"hello","changes":[{"path":"step_configs.draft","remove":true}]}""",
            """
            {"task":"hello","changes":[{"path":"none.such","value":1}]}"""));
    calls.put("delete-task", List.of("{\"task\":\"hello\"}"));
    calls.put(
        "validate-workflow",
        List.of(
            "{\"task\":\"hello\"}",
            "{\"workflow\":" + WORKFLOW.replace("litellm_chat", "unheard_of") + "}"));
    calls.put(
        "validate-runbook",
        List.of(
            "{\"runbook\":\"---\\nsecrets: {A_KEY: {env: A_KEY}}\\n---\\n## Objective\\nDo {{it}}\"}",
            "{\"runbook\":\"---\\nsecrets: {A_KEY: {env: '%s !'}}\\n---\\n\"}"
                .formatted(VARIABLE_VALUE)));
    List<String> runs =
        with(
            "{\"task\":\"hello\",\"init_params\":{\"topic\":\"sea\",\"unknown\":1},"
                + WITH_SECRETS
                + "}",
            SECRET_PARAM);
    List<String> starts = Stream.concat(runs.stream(), LIKE.stream()).toList();
    calls.put("run-task", starts);
    calls.put(
        "run-task-sync",
        starts.stream().map(c -> c.replace("{\"task\"", "{\"wait_seconds\":1,\"task\"")).toList());
    calls.put("wait-for-run", List.of(RUN.formatted(",\"wait_seconds\":1")));
    calls.put(
        "run-batch",
        List.of(
            """
            {"task":"hello","runs":[{"topic":"sea"},{"unknown":1}],"wait_seconds":2}""",
            """
            {"task":"hello","runs_csv":"topic\\nsea\\n","outputs":["draft.outputs.text"],\
            "wait_seconds":1}"""));
    calls.put(
        "get-outputs",
        List.of(
            """
            {"task":"hello","paths":["draft.outputs.text"]}""",
            """
            {"task":"hello","paths":["init_params"],"trajectory_ids":["latest"]}"""));
    calls.put("debug-run", List.of(RUN.formatted(""), "{\"task\":\"hello\"}"));
    calls.put(
        "analyze-runs", List.of("{\"task\":\"hello\"}", "{\"task\":\"hello\",\"by\":\"day\"}"));
    calls.put(
        "list-trajectories",
        List.of("{\"task\":\"hello\"}", "{\"task\":\"hello\",\"status\":\"failed\"}"));
    calls.put(
        "get-trajectory",
        List.of(
            RUN.formatted(""),
            RUN.formatted(",\"step\":\"draft\""),
            RUN.formatted(",\"step\":\"none\""),
            RUN.formatted(",\"path\":\"draft.outputs.text\""),
            RUN.formatted(",\"path\":\"draft.outputs.none\""),
            RUN.formatted(",\"path\":\"init_params\"")));
    calls.put("get-workflow-logs", List.of(RUN.formatted("")));
    calls.put("get-stats", List.of("{\"task\":\"hello\"}"));
    calls.put(
        "update-trajectory-status",
        List.of(
            "{\"task\":\"hello\",\"trajectory_ids\":[\"0a1b2c3d\"],\"status\":\"archived\"}",
            """
            {"task":"hello","statuses":{"0a1b2c3d":"archived"},"dry_run":true}"""));
    calls.put(
        "add-label", List.of(RUN.formatted(",\"key\":\"k\",\"value\":\"v\",\"author\":\"ada\"")));
    calls.put(
        "upload-file",
        List.of("{\"content\":\"text\",\"file_name\":\"in.txt\"}", "{\"path\":\"no\"}"));
    calls.put("list-files", List.of("{\"prefix\":\"acme/hello/0000\"}"));
    calls.put("read-file", List.of(FILE.formatted(""), FILE.formatted(",\"offset\":3")));
    calls.put("download-file", List.of(FILE.formatted(""), FILE.formatted(",\"save_to\":\"/no\"")));
    calls.put("download-trajectory", List.of(RUN.formatted("")));
    calls.put("list-step-templates", List.of("{}", "{\"query\":\"chat\"}"));
    calls.put(
        "get-step-template",
        List.of("{\"activity\":\"litellm_chat\"}", "{\"activity\":\"unheard_of\"}"));
    calls.put("list-datasets", List.of("{}"));
    calls.put("list-models", List.of("{}"));
    String runbook = "\"runbook\":\"---\\nsecrets: {A_KEY: }\\n---\\n## Objective\\nDo {{it}}\"";
    String remote = "{\"mode\":\"remote\",\"task\":\"hello\",\"wait_seconds\":1,";
    calls.put(
        "run-runbook",
        List.of(
            "{" + runbook + "}",
            remote + "\"use_trial_keys\":\"yes\"," + runbook + "}",
            remote + runbook.replace("A_KEY", "MISSING_KEY") + "}",
            remote + "\"parameters\":{\"its\":\"%s\"},".formatted(VARIABLE_VALUE) + runbook + "}"));
    calls.put("deploy-runbook", List.of("{\"task\":\"hello\",\"runbook\":" + validRunbook() + "}"));
    calls.put("chat-completion", List.of("{\"model\":\"m\",\"prompt\":\"Hello\"}"));
    calls.put("list-routines", List.of("{}", "{\"task\":\"hello\"}"));
    String routine = "{\"task\":\"hello\",\"name\":\"daily\",\"cadence\":\"daily\",\"hour_utc\":9,";
    calls.put("create-routine", with(routine + WITH_SECRETS + "}", WEBHOOK_SECRET));
    calls.put("update-routine", with(routine + WITH_SECRETS + "}", WEBHOOK_SECRET));
    for (String tool :
        List.of(
            "get-routine",
            "delete-routine",
            "pause-routine",
            "resume-routine",
            "run-routine-now",
            "list-routine-runs")) {
      calls.put(tool, List.of(ROUTINE));
    }
    return calls;
  }

  private static List<String> with(String right, String secret) {
    return Stream.concat(
            Stream.of(right), WRONG_SECRETS.stream().map(wrong -> wrong.formatted(secret)))
        .toList();
  }

  /** A runbook without errors, as JSON. */
  private static String validRunbook() {
    try (InputStream in =
        Objects.requireNonNull(SampleCalls.class.getResourceAsStream("/runbooks/valid-v1.md"))) {
      return ServerProcess.JSON.writeValueAsString(
          new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
