package io.jettymcp.tools;

import io.jettymcp.jetty.Request;
import io.jettymcp.json.Json;
import io.jettymcp.runbooks.SampleRunbook;
import io.jettymcp.tool.FakeJetty;
import io.jettymcp.tool.Routes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Replies for a small collection named acme, in the known forms of Jetty. */
public final class Acme {
  static final String COLLECTION =
      """
      {
        "name": "acme", "description": "Demo", "id": 1, "auth_org_id": "org_1",
        "owner_identifier": "org_1", "storage_info": {"bucket": "b"}
      }
      """;

  /** Holds the environment without values, as the exchange returns it. */
  public static final String ENVIRONMENT =
      """
      {
        "name": "acme",
        "environment_variables": {"SLACK_URL": true, "OLD_KEY": null, "MODEL": true}
      }
      """;

  static final String WORKFLOW =
      """
      {
        "init_params": {"text": "Hello!", "tone": "warm"},
        "step_configs": {"echo": {"activity": "text_echo", "text_path": "init_params.text"}},
        "steps": ["echo"]
      }
      """;

  public static final String TASK =
      """
      {
        "id": 7, "name": "test-echo", "entity_type": "task", "is_private": true,
        "croissant_metadata": null, "version": "1", "description": "Echoes",
        "has_file_uploads": false, "collection_id": 1, "environment_variables": null,
        "storage_info": null, "workflow": %s
      }
      """
          .formatted(WORKFLOW);

  /** Has no blanks, because tests replace parts of it. */
  public static final String RUN =
      compact(
          """
      {
        "name": "acme/test-echo", "trajectory_id": "1a2b3c4d",
        "storage_path": "acme/test-echo/0000", "status": "completed",
        "created": "2026-03-04T10:00:00", "updated": "2026-03-04T10:00:02.500000",
        "total_steps": ["echo"], "completed_steps": ["echo"],
        "init_params": {"text": "Hi"},
        "labels": [
          {
            "key": "quality", "value": "good", "created": "2026-03-04T11:00:00",
            "author": "ann"
          }
        ],
        "error": null, "triggered_by_routine_id": 12, "step_configs": {"echo": {}},
        "steps": {
          "echo": {
            "activity": "text_echo", "inputs": {"text": "Hi"},
            "outputs": {
              "text": "Hi",
              "images": [
                {
                  "path": "acme/test-echo/0000/x.jpg", "extension": "jpg",
                  "content_type": "image/jpeg"
                }
              ]
            },
            "created": "2026-03-04T10:00:00", "ended": "2026-03-04T10:00:02",
            "duration_seconds": 2.0, "config": {"mcp_auth_token": "t"}
          }
        }
      }
      """);

  public static final String STARTED =
      """
      {
        "message": "Workflow started", "workflow_id": "acme-test-echo--1a2b3c4d",
        "result": {}, "trajectory": {}, "metadata": ""
      }
      """;

  static final String ROUTINE =
      """
      {
        "id": 12, "name": "daily-summary", "task": "test-echo",
        "cadence": {"type": "daily", "hour_utc": 9, "minute_utc": 30},
        "init_params_overrides": {"text": "Good morning"},
        "secret_params": {"api": "never-to-be-seen"}, "paused": false, "webhook_url": null,
        "webhook_secret": "never-to-be-seen", "next_run_at": "2026-03-05T09:30:00Z"
      }
      """;

  public static final String TRIAL =
      """
      {
        "active": true, "runs_used": 3, "runs_limit": 10, "runs_remaining": 7,
        "minutes_remaining": 42
      }
      """;

  static final String TEMPLATE =
      """
      {
        "activity_name": "litellm_chat", "category": "ai_models",
        "description": "Asks a chat model",
        "parameters": [{"name": "model"}, {"name": "user_prompt"}], "outputs": ["content"]
      }
      """;

  private static final String ECHO_TEMPLATE =
      """
      {
        "activity_name": "text_echo", "category": "text_processing",
        "description": "Gives back its text", "parameters": [{"name": "text"}],
        "outputs": ["text"]
      }
      """;

  /** Returns the events of a streamed completion. */
  static final String COMPLETION =
      """
      [
        {
          "id": "chatcmpl-1", "model": "gpt-4o-mini",
          "choices": [
            {
              "index": 0, "delta": {"role": "assistant", "content": ""},
              "finish_reason": null
            }
          ]
        },
        {"choices": [{"delta": {"content": "Hello"}}]},
        {"choices": [{"delta": {"content": " there"}}]},
        {"choices": [{"delta": {}, "finish_reason": "stop"}]},
        {
          "choices": [],
          "usage": {
            "prompt_tokens": 5, "completion_tokens": 2, "total_tokens": 7,
            "details": {"cached": 0}
          }
        }
      ]
      """;

  private static final String ONE_RUN =
      """
      {
        "trajectories": [%s], "total": 300, "page": 1, "limit": 10,
        "has_more": true
      }
      """
          .formatted(RUN);

  private Acme() {}

  private static String compact(String json) {
    return FakeJetty.json(json).toString();
  }

  /** Replies to a runbook or a chat completion. */
  private static JsonNode completion(Request request) {
    return FakeJetty.json(
        FakeJetty.body(request).contains("\"runbook\":true")
            ? SampleRunbook.stream(SampleRunbook.chunk("feedbeef"))
            : COMPLETION);
  }

  /** Returns all routes in their usual form; a later route is used after these. */
  public static FakeJetty jetty() {
    return routes().jetty();
  }

  static Routes routes() {
    String tasks = "/api/v1/tasks/acme/";
    String routines = "/api/v1/routines/acme/test-echo";
    String routine = routines + "/daily-summary";
    String stored = "/api/v1/file/acme/test-echo/0000/out.md";
    return new Routes()
        .on(
            "POST /api/v1/sandbox/upload",
            "{'upload_id':'u1','file_paths':['acme/_sandbox_uploads/0a1b2c3d4e5f/in.csv'],"
                + "'count':1}")
        .on(
            "GET /api/v1/list-files",
            "{'files':['acme/test-echo/0000/out.md','acme/test-echo/0000/x.jpg']}")
        .on("GET " + stored, "{'content_type':'text/markdown','file':'# Out\\n'}")
        .on("GET /api/v1/trajectory/acme/test-echo/1a2b3c4d/download", request -> zip())
        .on(
            "GET /api/v1/step-templates",
            "{'templates':[" + TEMPLATE + "," + ECHO_TEMPLATE + "],'categories':[]}")
        .on("GET /api/v1/step-templates/litellm_chat", TEMPLATE)
        .on("GET /api/v1/step-templates/text_echo", ECHO_TEMPLATE)
        .on(
            "GET /api/v1/datasets/acme",
            "[{'id':1,'name':'cases','data_path':'acme/cases.csv','format':'csv',"
                + "'collection_name':'acme','entity_type':'dataset'}]")
        .on(
            "GET /api/v1/models/acme/",
            "[{'id':2,'name':'judge','model_path':'acme/judge.bin','model_metadata':{},"
                + "'long_description':'Judges','entity_type':'trained_model'}]")
        .on(
            "GET /api/v1/auth/whoami",
            "{'auth_type':'api_key','access_level':'WRITE','identifier':'demo',"
                + "'collection_scope':'acme'}")
        .on("GET /api/v1/collections/", "[" + COLLECTION + "]")
        .on("POST /api/v1/collections/", COLLECTION)
        .on("GET /api/v1/collections/acme", COLLECTION)
        .on("GET /api/v1/collections/acme/environment", ENVIRONMENT)
        .on("PATCH /api/v1/collections/acme/environment", ENVIRONMENT)
        .on("GET /api/v1/trial/acme", TRIAL)
        .on("POST /api/v1/trial/acme/activate", "{'status':'active','runs_remaining':10}")
        .on("GET " + tasks, "[" + TASK + "]")
        .on("GET " + tasks + "search", Routes.notFound())
        .on("GET " + tasks + "test-echo", TASK)
        .on("POST /api/v1/tasks/acme", TASK)
        .on("PUT " + tasks + "test-echo", TASK)
        .on("DELETE " + tasks + "test-echo", "{'message':'Task deleted successfully'}")
        .on("POST /api/v1/run/acme/test-echo", STARTED)
        .on("GET /api/v1/db/trajectories/acme/test-echo", ONE_RUN)
        .on("GET /api/v1/db/trajectory/acme/test-echo/1a2b3c4d", RUN)
        .on("GET /api/v1/trajectory/acme/test-echo/1a2b3c4d", RUN)
        .on(
            "GET /api/v1/workflows-logs/acme-test-echo--1a2b3c4d",
            "{'events':[{'timestamp':'t1','level':'INFO','message':'started'},"
                + "{'timestamp':'t2','level':'error','msg':'broke'},"
                + "{'timestamp':'t3','level':'warn','step':'echo','event':'odd'}]}")
        .on("GET /api/v1/db/stats/acme/test-echo", "{'completed':9,'failed':1}")
        .on(
            "POST /api/v1/trajectory/acme/test-echo/statuses",
            "{'results':[{'trajectory_id':'1a2b3c4d','new_status':'archived',"
                + "'updated':true,'storage_path':'acme/test-echo/0000','error':null}],"
                + "'updated_count':1}")
        .on("POST /api/v1/trajectory/acme/test-echo/1a2b3c4d/labels", "{'ok':true}")
        .on("GET /api/v1/routines/acme", "{'routines':[" + ROUTINE + "]}")
        .on("GET " + routines, "{'routines':[" + ROUTINE + "]}")
        .on("POST " + routines, ROUTINE)
        .on("GET " + routine, ROUTINE)
        .on("PATCH " + routine, ROUTINE)
        .on("DELETE " + routine, "")
        .on("POST " + routine + "/pause", ROUTINE.replace("false", "true"))
        .on("POST " + routine + "/resume", ROUTINE)
        .on("POST " + routine + "/run-now", STARTED)
        .on("GET " + routine + "/runs", "{'trajectories':[" + RUN + "]}")
        .on("POST /v1/chat/completions", Acme::completion)
        .on("GET " + tasks + "reports", Routes.notFound())
        .on("PUT " + tasks + "reports", SampleRunbook.RUNBOOK_TASK)
        .on("GET /api/v1/db/trajectories/acme/reports", ONE_RUN)
        .on("GET /api/v1/db/trajectory/acme/reports/feedbeef", SampleRunbook.ENDED);
  }

  /** Returns the download of a run: a zip of two files. */
  static JsonNode zip() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (String name : new String[] {"out.md", "../x.jpg"}) {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(name.getBytes(StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Json.object().put("content_type", "application/zip").put("file", bytes.toByteArray());
  }

  /**
   * Replies for any collection, task, run and routine, so that other names only change the request.
   * The tasks {@code slow} and {@code slow-reports} have a run that never ends.
   */
  static FakeJetty anyName() {
    return new FakeJetty(anyNameReplies());
  }

  static Function<Request, JsonNode> anyNameReplies() {
    Routes acme = routes();
    return request -> {
      JsonNode reply = acme.apply(at(request, usual(request.path())));
      if (request.path().matches(".*/slow(-reports)?/.*") && reply instanceof ObjectNode run) {
        run.put("status", "running");
      }
      return reply;
    };
  }

  private static String usual(String path) {
    return path.replace("/other", "/acme")
        .replace("/slow-reports", "/reports")
        .replaceFirst(
            "(/(?:tasks|routines|run|db/\\w+|trajectory)/acme)/(?:acme|slow)", "$1/test-echo")
        .replaceFirst("(/routines/acme/test-echo)/acme", "$1/daily-summary")
        .replaceFirst("acme-other", "acme-test-echo")
        .replaceFirst("workflows-logs/other", "workflows-logs/acme")
        .replace("99999999", "1a2b3c4d")
        .replace("second.md", "out.md");
  }

  private static Request at(Request request, String path) {
    return new Request(
        request.method(), path, request.query(), request.body(), request.handling(), false);
  }
}
