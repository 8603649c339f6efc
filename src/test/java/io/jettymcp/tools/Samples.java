package io.jettymcp.tools;

import io.jettymcp.runbooks.SampleRunbook;
import io.jettymcp.tool.FakeJetty;
import io.jettymcp.tool.Tool;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Lists valid arguments for every tool, and two calls per argument that differ only in it. */
public final class Samples {
  /** Holds two calls that differ in one argument. */
  record Pair(ObjectNode without, ObjectNode with) {}

  private static final String RUN = "{'task':'test-echo','trajectory_id':'1a2b3c4d'}";
  private static final String ROUTINE = "{'task':'test-echo','name':'daily-summary'}";
  private static final String FILE = "{'file_path':'acme/test-echo/0000/out.md'}";
  private static final String WORKFLOW =
      "{'init_params':{},'steps':['a'],'step_configs':{'a':{'activity':'text_echo','text':'x'}}}";
  private static final String BAD_WORKFLOW =
      "{'steps':['a'],'step_configs':{'a':{'activity':'text_echo','text_path':'no.outputs.text'}}}";

  private static final String RUNBOOK =
      JsonNodeFactory.instance.stringNode(SampleRunbook.TEXT).toString();

  private static final Map<String, String> CALLS = calls();
  private static final Map<String, String> VALUES = values();
  private static final Map<String, String[]> PAIRS = pairs();

  private Samples() {}

  /** Returns arguments that succeed on {@link Acme}. */
  public static ObjectNode call(Tool tool) {
    return read(CALLS.getOrDefault(tool.name(), "{}"));
  }

  static Pair pair(Tool tool, String argument) {
    String[] special = PAIRS.get(tool.name() + " " + argument);
    if (special != null) {
      return new Pair(read(special[0]), read(special[1]));
    }
    ObjectNode with = call(tool);
    String value = VALUES.get(argument);
    if (value == null) {
      throw new AssertionError("no sample value for " + tool.name() + " " + argument);
    }
    with.set(argument, FakeJetty.json(value));
    return new Pair(call(tool), with);
  }

  private static ObjectNode read(String json) {
    return (ObjectNode) FakeJetty.json(json);
  }

  private static Map<String, String> calls() {
    Map<String, String> calls = new LinkedHashMap<>();
    calls.put("create-collection", "{'name':'acme'}");
    calls.put("set-env-var", "{'name':'SLACK_URL','value':'https://example.org/hook'}");
    calls.put("delete-env-var", "{'name':'SLACK_URL'}");
    calls.put("check-secrets", "{'required_keys':['SLACK_URL','MISSING_KEY']}");
    calls.put("search-tasks", "{'query':'echo'}");
    calls.put("get-task", "{'task':'test-echo'}");
    calls.put("create-task", "{'name':'test-echo','workflow':" + WORKFLOW + "}");
    calls.put("update-task", "{'task':'test-echo','description':'New'}");
    calls.put("delete-task", "{'task':'test-echo'}");
    calls.put("validate-workflow", "{'task':'test-echo'}");
    calls.put("validate-runbook", "{'runbook_path':'RUNBOOK.md'}");
    calls.put("run-task", "{'task':'test-echo'}");
    calls.put("run-task-sync", "{'task':'test-echo'}");
    calls.put("wait-for-run", RUN);
    calls.put("run-batch", "{'task':'test-echo','runs':[{'text':'a'},{'text':'b'}]}");
    calls.put("get-outputs", "{'task':'test-echo','paths':['echo.outputs.text']}");
    calls.put("debug-run", RUN);
    calls.put("analyze-runs", "{'task':'test-echo'}");
    calls.put("list-trajectories", "{'task':'test-echo'}");
    calls.put("get-trajectory", RUN);
    calls.put("get-workflow-logs", RUN);
    calls.put("get-stats", "{'task':'test-echo'}");
    calls.put(
        "update-trajectory-status",
        "{'task':'test-echo','trajectory_ids':['1a2b3c4d'],'status':'archived'}");
    calls.put(
        "add-label",
        "{'task':'test-echo','trajectory_id':'1a2b3c4d','key':'k','value':'v','author':'ann'}");
    calls.put("upload-file", "{'path':'in.csv'}");
    calls.put("list-files", "{'prefix':'acme/test-echo/0000'}");
    calls.put("read-file", FILE);
    calls.put("download-file", FILE);
    calls.put("download-trajectory", RUN);
    calls.put("get-step-template", "{'activity':'litellm_chat'}");
    calls.put("run-runbook", remote(""));
    calls.put("deploy-runbook", "{'task':'reports','runbook':" + RUNBOOK + "}");
    calls.put("chat-completion", "{'model':'gpt-4o-mini','prompt':'Hi'}");
    for (String tool : new String[] {"get", "update", "delete", "pause", "resume"}) {
      calls.put(tool + "-routine", ROUTINE);
    }
    calls.put("update-routine", "{'task':'test-echo','name':'daily-summary','paused':false}");
    calls.put("create-routine", routine("'cadence':'daily','hour_utc':9"));
    calls.put("run-routine-now", ROUTINE);
    calls.put("list-routine-runs", ROUTINE);
    return calls;
  }

  private static Map<String, String> values() {
    Map<String, String> values = new LinkedHashMap<>();
    values.put("collection", "'other'");
    values.put("task", "'other'");
    values.put("name", "'other'");
    values.put("trajectory_id", "'99999999'");
    values.put("limit", "3");
    values.put("offset", "5");
    values.put("page", "2");
    values.put("max_bytes", "5000");
    values.put("description", "'Said'");
    values.put("value", "'another'");
    values.put("required_keys", "['OTHER']");
    values.put("query", "'other words'");
    values.put("step", "'echo'");
    values.put("path", "'echo.outputs.text'");
    values.put("find", "'echo'");
    values.put("changes", "[{'path':'init_params.tone','value':'cold'}]");
    values.put("workflow", WORKFLOW.replace("'x'", "'y'"));
    values.put("has_file_uploads", "true");
    values.put("is_private", "false");
    values.put("like", "'1a2b3c4d'");
    values.put("init_params", "{'text':'Bye'}");
    values.put("runs", "[{'text':'c'}]");
    values.put("paths", "['init_params.text']");
    values.put("outputs", "['echo.outputs.text']");
    values.put("started", "{'1':'1a2b3c4d'}");
    values.put("last", "20");
    values.put("since", "'2026-03-05'");
    values.put("until", "'2026-03-03'");
    values.put("by", "'day'");
    values.put("only_if_status", "'failed'");
    values.put("dry_run", "true");
    values.put("files", "['in.csv']");
    values.put("secret_params", "{'k':'a-secret-of-this-run'}");
    values.put("secret_env", "['ALLOWED']");
    values.put("use_trial_keys", "'no'");
    values.put("webhook_url", "'https://example.org/done'");
    values.put("status", "'failed'");
    values.put("level", "'error'");
    values.put("tail", "1");
    values.put("trajectory_ids", "['1a2b3c4d','99999999']");
    values.put("key", "'other'");
    values.put("author", "'bob'");
    values.put("minute_utc", "45");
    values.put("hour_utc", "23");
    values.put("init_params_overrides", "{'text':'Morning'}");
    values.put("paused", "true");
    values.put("prefix", "'acme/test-echo/0001/'");
    values.put("file_path", "'acme/test-echo/0000/second.md'");
    values.put("save_to", "'elsewhere.md'");
    values.put("overwrite", "true");
    values.put("category", "'AI_models'");
    values.put("activity", "'text_echo'");
    values.put("parameters", "{'topic':'other'}");
    values.put("agent", "'codex'");
    values.put("model_provider", "'bedrock'");
    values.put("snapshot", "'python312-uv-office'");
    values.put("timeout_sec", "600");
    values.put("labels", "{'team':'docs'}");
    values.put("model", "'other'");
    values.put("prompt", "'Bye'");
    values.put("system", "'Be brief.'");
    values.put("temperature", "0.5");
    values.put("max_tokens", "100");
    return values;
  }

  private static Map<String, String[]> pairs() {
    Map<String, String[]> pairs = new LinkedHashMap<>();
    String env = "{'name':'SLACK_URL','value':'from-the-call'}";
    put(pairs, "set-env-var from_env", env, "{'name':'SLACK_URL','from_env':'ALLOWED'}");
    String keys = "{'required_keys':['A_KEY']}";
    put(pairs, "check-secrets runbook", keys, "{'runbook':'---\\nsecrets: {B_KEY: }\\n---\\n'}");
    put(pairs, "check-secrets runbook_path", keys, "{'runbook_path':'RUNBOOK.md'}");
    String bad = "{'name':'t','workflow':" + BAD_WORKFLOW;
    put(pairs, "create-task skip_validation", bad + "}", bad + ",'skip_validation':true}");
    String update = "{'task':'test-echo','workflow':" + BAD_WORKFLOW;
    put(pairs, "update-task skip_validation", update + "}", update + ",'skip_validation':true}");
    String byPath = "{'runbook_path':'RUNBOOK.md'}";
    put(pairs, "validate-runbook runbook", byPath, "{'runbook':'# Objective'}");
    put(pairs, "validate-runbook runbook_path", "{'runbook':'# Objective'}", byPath);
    put(
        pairs,
        "validate-workflow workflow",
        "{'task':'test-echo'}",
        "{'workflow':" + WORKFLOW + "}");
    for (String tool : new String[] {"run-task", "run-task-sync"}) {
      String hook = "{'task':'test-echo','webhook_url':'https://example.org/done'";
      put(pairs, tool + " webhook_secret", hook + "}", hook + ",'webhook_secret':'shh-shh-shh'}");
    }
    put(
        pairs,
        "run-task-sync wait_seconds",
        "{'task':'slow'}",
        "{'task':'slow','wait_seconds':200}");
    String batch = "{'task':'slow','runs':[{},{},{}],'wait_seconds':2";
    put(pairs, "run-batch max_concurrency", batch + "}", batch + ",'max_concurrency':1}");
    String table = "{'task':'test-echo','paths':['echo.outputs.text']";
    put(pairs, "get-outputs since", table + "}", table + ",'since':'2026-01-01'}");
    put(pairs, "get-outputs until", table + "}", table + ",'until':'2026-12-31'}");
    String rows = "{'task':'test-echo','runs':[{'text':'a'}]}";
    put(pairs, "run-batch runs_csv", rows, "{'task':'test-echo','runs_csv':'text\\nc\\n'}");
    put(pairs, "run-batch runs_path", rows, "{'task':'test-echo','runs_path':'in.csv'}");
    put(pairs, "run-batch wait_seconds", batch + "}", batch.replace(":2", ":0") + "}");
    String path = "{'task':'test-echo','trajectory_id':'1a2b3c4d','path':'echo.outputs.text'";
    put(pairs, "get-trajectory offset", path + "}", path + ",'offset':1}");
    String slow = "{'task':'slow','trajectory_id':'1a2b3c4d'";
    put(pairs, "wait-for-run wait_seconds", slow + "}", slow + ",'wait_seconds':200}");
    put(pairs, "get-workflow-logs workflow_id", RUN, "{'workflow_id':'acme-test-echo--99999999'}");
    String statuses = "{'task':'test-echo','status':'archived','only_if_status':'completed'";
    put(
        pairs,
        "update-trajectory-status statuses",
        statuses + "}",
        "{'task':'test-echo','statuses':{'1a2b3c4d':'failed'}}");
    for (String range : new String[] {"since':'2026-03-05", "until':'2026-03-03"}) {
      put(
          pairs,
          "update-trajectory-status " + range.substring(0, 5),
          statuses + "}",
          statuses + ",'" + range + "'}");
    }
    String text = "{'content':'a','file_name':'a.txt'}";
    put(pairs, "upload-file path", text, "{'path':'in.csv'}");
    put(pairs, "upload-file content", text, text.replace("'a'", "'b'"));
    put(pairs, "upload-file file_name", text, text.replace("a.txt", "b.txt"));
    put(
        pairs,
        "chat-completion messages",
        "{'model':'m','prompt':'Hi'}",
        "{'model':'m','messages':[{'role':'assistant','content':'Hi'}]}");
    String local = "{'parameters':{},'runbook':'# One'}";
    put(pairs, "run-runbook runbook", local, local.replace("One", "Two"));
    put(pairs, "run-runbook runbook_path", local, "{'runbook_path':'RUNBOOK.md'}");
    put(pairs, "run-runbook mode", remote("").replace("'mode':'remote',", ""), remote(""));
    String patience = ",'wait_seconds':";
    put(pairs, "run-runbook wait_seconds", slowRunbook(patience + 10), slowRunbook(patience + 200));
    String deploy = CALLS.getOrDefault("deploy-runbook", "");
    put(pairs, "deploy-runbook runbook", deploy, deploy.replace("Be brief", "Be long"));
    String loose = "{'task':'reports','runbook':'# One'";
    put(pairs, "deploy-runbook strict", loose + "}", loose + ",'strict':true}");
    String lacking = "{'task':'reports','runbook':'---\\nsecrets: {B_KEY: }\\n---\\n'";
    put(pairs, "deploy-runbook store_anyway", lacking + "}", lacking + ",'store_anyway':true}");
    put(
        pairs,
        "deploy-runbook runbook_path",
        deploy,
        "{'task':'reports','runbook_path':'RUNBOOK.md'}");
    String weekly = "'cadence':'weekly','hour_utc':9,'day_of_week':";
    for (String tool : new String[] {"create-routine", "update-routine"}) {
      String daily = "'cadence':'daily','hour_utc':9";
      put(pairs, tool + " cadence", routine(daily), routine("'cadence':'weekdays','hour_utc':9"));
      put(pairs, tool + " hour_utc", routine(daily), routine("'cadence':'daily','hour_utc':23"));
      put(pairs, tool + " minute_utc", routine(daily), routine(daily + ",'minute_utc':45"));
      put(pairs, tool + " day_of_week", routine(weekly + "'mon'"), routine(weekly + "'sun'"));
      String zoned = "'cadence':'daily','at':'14:30','time_zone':";
      put(
          pairs,
          tool + " at",
          routine(zoned + "'UTC'"),
          routine(zoned.replace("14:30", "15:30") + "'UTC'"));
      put(pairs, tool + " time_zone", routine(zoned + "'UTC'"), routine(zoned + "'Asia/Tokyo'"));
      String hook = daily + ",'webhook_url':'https://example.org/done'";
      put(
          pairs,
          tool + " webhook_secret",
          routine(hook),
          routine(hook + ",'webhook_secret':'shh-shh-shh'"));
    }
    return pairs;
  }

  private static String remote(String more) {
    return "{'mode':'remote','task':'reports','parameters':{'topic':'sea'},'runbook':"
        + RUNBOOK
        + more
        + "}";
  }

  private static String slowRunbook(String more) {
    return remote(more).replace("'reports'", "'slow-reports'");
  }

  private static String routine(String more) {
    return "{'task':'test-echo','name':'daily-summary'," + more + "}";
  }

  private static void put(Map<String, String[]> pairs, String what, String without, String with) {
    pairs.put(what, new String[] {without, with});
  }
}
