package io.jettymcp.e2e;

import io.jettymcp.jetty.FaultAnswer;
import io.jettymcp.jetty.FaultConnection;
import io.jettymcp.jetty.FaultServer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Answers with every secret in every field: the values of the environment, the token, and each
 * secret of a caller once a request contained it.
 */
final class LeakingAnswer implements FaultAnswer {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final Pattern ENVIRONMENT =
      Pattern.compile("/api/v1/collections/[^/]+/environment");

  /** Fields that decide how a reply is processed. */
  private static final Set<String> STRUCTURE =
      Set.of("status", "type", "activity", "trajectory_id", "workflow_id", "name", "created");

  enum Leak {
    /** Successful replies, with secrets in every string. */
    EVERYWHERE(200),
    /** Successful replies, with secrets in every string but those of {@link #STRUCTURE}. */
    TEXTS(200),
    /** Validation errors that repeat the request. */
    INVALID(422),
    BAD_REQUEST(400),
    REFUSED_TOKEN(401),
    FORBIDDEN(403),
    NOT_FOUND(404),
    CONFLICT(409),
    TOO_MANY(429),
    BROKEN(500),
    HTML_PAGE(502),
    /** Redirects to an address made of secrets. */
    REDIRECT(307);

    private final int status;

    Leak(int status) {
      this.status = status;
    }
  }

  private volatile String collection = "acme";
  private volatile Map<String, String> environment;
  private final String token;
  private final List<String> ofCallers;
  private final Set<String> received = new CopyOnWriteArraySet<>();
  private final Leak leak;

  /**
   * @param environment of the collection acme
   * @param token the caller's
   * @param ofCallers secrets that are leaked once a request contained them
   */
  LeakingAnswer(Leak leak, Map<String, String> environment, String token, List<String> ofCallers) {
    this.leak = leak;
    this.environment = environment;
    this.token = token;
    this.ofCallers = ofCallers;
  }

  /** Replaces the only collection and its environment. */
  void replaceCollection(String name, Map<String, String> variables) {
    collection = name;
    environment = variables;
  }

  private List<String> ownSecrets() {
    List<String> own = new ArrayList<>(environment.values());
    own.add(token);
    return own;
  }

  @Override
  public void to(FaultServer.Received request, FaultConnection connection) throws IOException {
    ofCallers.stream().filter(request.text()::contains).forEach(received::add);
    String path = request.target().replaceFirst("\\?.*", "");
    boolean environmentRead = request.method().equals("GET") && ENVIRONMENT.matcher(path).matches();
    FaultAnswer answer =
        leak.status == 200 || environmentRead
            ? FaultAnswer.status(
                200, "application/json", reply(request.method(), path).toString(), echo(request))
            : error(request);
    answer.to(request, connection);
  }

  private static String[] echo(FaultServer.Received request) {
    return new String[] {"X-Echo: " + request.header("authorization")};
  }

  private String secrets() {
    List<String> all = ownSecrets();
    all.addAll(received);
    return String.join(" ", all);
  }

  private FaultAnswer error(FaultServer.Received request) {
    String message =
        "%s %s is wrong: Authorization: %s, body %s, and %s"
            .formatted(
                request.method(),
                request.target(),
                request.header("authorization"),
                request.text(),
                secrets());
    ObjectNode body = JSON.createObjectNode();
    if (leak == Leak.REDIRECT) {
      return FaultAnswer.redirect(307, "/" + ownSecrets().get(0) + "?token=" + token);
    }
    if (leak == Leak.HTML_PAGE) {
      return FaultAnswer.status(
          leak.status,
          "text/html",
          "<html><body><h1>Oops</h1><p>" + message + "</p></body></html>");
    }
    if (leak == Leak.INVALID) {
      ObjectNode item = body.putArray("detail").addObject().put("type", "missing");
      item.putArray("loc").add("body").add(secrets());
      item.put("msg", message).put("input", request.text()).putObject("ctx").put("error", message);
    } else {
      body.put("detail", message);
    }
    return FaultAnswer.status(leak.status, "application/json", body.toString(), echo(request));
  }

  /** Returns a reply with the fields of all routes, so that every tool finds those it reads. */
  private JsonNode reply(String method, String path) {
    ObjectNode run =
        object(
            """
            {"name":"acme/hello","trajectory_id":"0a1b2c3d","storage_path":"acme/hello/0000",
            "status":"failed","created":"2026-11-20T10:00:00Z","updated":"2026-11-20T10:00:05Z",
            "total_steps":["draft","judge"],"completed_steps":["draft"],"init_params":{"topic":"sea"},
            "labels":[{"key":"quality","value":"high","author":"ada"}],"error":"it failed",
            "events":[{"level":"error","message":"went wrong","time":"2026-11-20T10:00:03Z"}],
            "steps":{"draft":{"activity":"litellm_chat","inputs":{"prompt":"p"},
            "outputs":{"text":"words","files":[{"path":"acme/hello/0000/a.txt","content_type":"text/plain"}]}},
            "judge":{"activity":"simple_judge","status":"failed","error":"no score","outputs":{"why":"because"}}},
            "step_configs":{"draft":{"activity":"litellm_chat"}},"workflow_id":"acme-hello--0a1b2c3d"}""");
    ObjectNode routine =
        object(
            """
            {"id":1,"name":"daily","task":"hello","cadence":{"type":"daily","hour_utc":9,"minute_utc":0},
            "init_params_overrides":{"topic":"lake"},"secret_params":{"KEY":"v"},"paused":false,
            "webhook_url":"https://example.com/hook","webhook_secret":"v","next_run_at":"2026-11-22T09:00:00Z"}""");
    ObjectNode task =
        object(
            """
            {"id":7,"name":"hello","description":"says hello","has_file_uploads":false,"version":"1",
            "workflow":{"init_params":{"topic":"sea"},"steps":["draft"],
            "step_configs":{"draft":{"activity":"litellm_chat","model":"m","prompt_path":"init_params.topic"}}}}""");
    if (method.equals("GET") && path.matches("/api/v1/(collections|tasks/[^/]+)/")) {
      ObjectNode one = path.startsWith("/api/v1/c") ? collection() : task;
      return planted("", JSON.createArrayNode().add(one));
    }
    if (ENVIRONMENT.matcher(path).matches() || path.startsWith("/api/v1/collections")) {
      ObjectNode reply = (ObjectNode) planted("", collection());
      environment.forEach(reply.putObject("environment_variables")::put);
      return reply;
    }
    if (path.contains("/routines/")) {
      ObjectNode reply = routine.deepCopy();
      reply.put("workflow_id", "acme-hello--0a1b2c3d");
      reply.putArray("routines").add(routine);
      reply.putArray("trajectories").add(run);
      return planted("", reply);
    }
    if (path.contains("/tasks/")) {
      return planted("", task);
    }
    if (path.endsWith("/step-templates")) {
      return planted(
          "", object("{\"templates\":[{\"activity_name\":\"text_echo\",\"description\":\"d\"}]}"));
    }
    ObjectNode reply = run.deepCopy();
    reply.putArray("trajectories").add(run);
    reply.set(
        "trial",
        object("{\"active\":true,\"runs_used\":3,\"runs_limit\":10,\"runs_remaining\":1}"));
    reply.put("active", true).put("runs_used", 3).put("runs_limit", 10).put("runs_remaining", 7);
    reply.put("auth_type", "api_key").put("access_level", "WRITE");
    reply.put("identifier", "acme").put("collection_scope", "acme").put("message", "well");
    reply
        .putArray("results")
        .add(object("{\"trajectory_id\":\"0a1b2c3d\",\"updated\":false,\"error\":\"no\"}"));
    return planted("", reply);
  }

  private ObjectNode collection() {
    return object("{\"description\":\"texts\",\"id\":1,\"owner_identifier\":\"org\"}")
        .put("name", collection);
  }

  private static ObjectNode object(String json) {
    return (ObjectNode) JSON.readTree(json);
  }

  /** Copies a tree with secrets in every string, as a field name, and in an unknown field. */
  private JsonNode planted(String field, JsonNode node) {
    if (node.isString()) {
      boolean kept = leak != Leak.EVERYWHERE && STRUCTURE.contains(field);
      return JsonNodeFactory.instance.stringNode(
          kept ? node.stringValue() : node.stringValue() + " " + secrets());
    }
    if (node.isArray()) {
      ArrayNode list = JSON.createArrayNode();
      node.forEach(item -> list.add(planted(field, item)));
      return list;
    }
    if (!node.isObject()) {
      return node;
    }
    ObjectNode object = JSON.createObjectNode();
    node.properties().forEach(e -> object.set(e.getKey(), planted(e.getKey(), e.getValue())));
    ownSecrets().forEach(secret -> object.put(secret, 1));
    return object.put("unknown_field", secrets());
  }
}
