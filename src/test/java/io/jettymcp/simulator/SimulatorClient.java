package io.jettymcp.simulator;

import io.jettymcp.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Calls a simulator over real HTTP, as one of its callers. */
public final class SimulatorClient {
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final Supplier<Simulator> simulator;
  private final Function<SimulatorTokens, @Nullable String> token;

  private SimulatorClient(
      Supplier<Simulator> simulator, Function<SimulatorTokens, @Nullable String> token) {
    this.simulator = simulator;
    this.token = token;
  }

  /** Calls with the API key of acme. */
  static SimulatorClient of(Supplier<Simulator> simulator) {
    return new SimulatorClient(simulator, SimulatorTokens::key);
  }

  public static SimulatorClient of(Simulator simulator) {
    return of(() -> simulator);
  }

  public SimulatorClient withToken(String otherToken) {
    return new SimulatorClient(simulator, tokens -> otherToken);
  }

  public SimulatorClient anonymous() {
    return new SimulatorClient(simulator, tokens -> null);
  }

  public SimulatorClient asPerson() {
    return new SimulatorClient(simulator, SimulatorTokens::person);
  }

  public SimulatorClient asReader() {
    return new SimulatorClient(simulator, SimulatorTokens::reader);
  }

  public SimulatorClient asStranger() {
    return new SimulatorClient(simulator, SimulatorTokens::stranger);
  }

  public Reply get(String path) {
    return send("GET", path, null, null);
  }

  /** Downloads a file. */
  public byte[] bytes(String path) {
    return exchange(request("GET", path, null, null), HttpResponse.BodyHandlers.ofByteArray())
        .body();
  }

  public Reply delete(String path) {
    return send("DELETE", path, null, null);
  }

  public Reply post(String path) {
    return send("POST", path, null, null);
  }

  public Reply json(String method, String path, String json) {
    return send(method, path, "application/json", json.getBytes(StandardCharsets.UTF_8));
  }

  public Reply form(String path, MultipartBody body) {
    return send("POST", path, body.contentType(), body.bytes());
  }

  public Reply chat(ChatBody body) {
    return json("POST", ChatBody.PATH, body.toString());
  }

  /** Creates a task of acme with this workflow. */
  public Reply createTask(String name, String workflow) {
    ObjectNode task = Json.object().put("name", name);
    task.set("workflow", JsonMapper.shared().readTree(workflow));
    return json("POST", "/api/v1/tasks/acme", task.toString());
  }

  /** Starts a run of a task of acme. */
  public Reply run(String task, String initParams) {
    MultipartBody body = new MultipartBody().field("init_params", initParams);
    return form("/api/v1/run/acme/" + task, body);
  }

  /** Starts a run of a task of acme and returns its trajectory. */
  public JsonNode runToEnd(String task, String initParams) {
    return trajectory(task, run(task, initParams));
  }

  /** Creates a task of acme with this workflow, runs it, and returns its trajectory. */
  public JsonNode trajectoryOf(String workflow, String initParams) {
    String name = "try-" + Integer.toHexString(workflow.hashCode());
    createTask(name, workflow);
    return runToEnd(name, initParams);
  }

  /** The trajectory of a run that was started. */
  public JsonNode trajectory(String task, Reply started) {
    return get("/api/v1/db/trajectory/acme/" + task + "/" + started.trajectoryId()).json();
  }

  /** The trajectories of a task of acme, newest first, one page of them. */
  public JsonNode trajectories(String task) {
    return get("/api/v1/db/trajectories/acme/" + task).json().path("trajectories");
  }

  public int countRuns(String task) {
    return get("/api/v1/db/trajectories/acme/" + task).json().path("total").asInt();
  }

  /** Calls without waiting for the response. */
  public CompletableFuture<Reply> async(String method, String path) {
    return HTTP.sendAsync(request(method, path, null, null), HttpResponse.BodyHandlers.ofString())
        .thenApply(Reply::new);
  }

  /** Calls and reads the response event by event. */
  public EventStreamReader stream(ChatBody chat) {
    byte[] body = chat.toString().getBytes(StandardCharsets.UTF_8);
    HttpRequest request = request("POST", ChatBody.PATH, "application/json", body);
    return new EventStreamReader(exchange(request, HttpResponse.BodyHandlers.ofInputStream()));
  }

  public Reply send(
      String method, String path, @Nullable String contentType, byte @Nullable [] body) {
    return send(request(method, path, contentType, body));
  }

  public static Reply send(HttpRequest request) {
    return new Reply(exchange(request, HttpResponse.BodyHandlers.ofString()));
  }

  private HttpRequest request(
      String method, String path, @Nullable String contentType, byte @Nullable [] body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(simulator.get().url() + path))
            .method(
                method,
                body == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofByteArray(body));
    String sent = token.apply(simulator.get().tokens());
    if (sent != null) {
      request.header("Authorization", "Bearer " + sent);
    }
    if (contentType != null) {
      request.header("Content-Type", contentType);
    }
    return request.build();
  }

  private static <T> HttpResponse<T> exchange(
      HttpRequest request, HttpResponse.BodyHandler<T> handler) {
    try {
      return HTTP.send(request, handler);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A response that was read to its end. */
  public record Reply(HttpResponse<String> response) {
    public int status() {
      return response.statusCode();
    }

    public String text() {
      return response.body();
    }

    public JsonNode json() {
      return JsonMapper.shared().readTree(text());
    }

    public String header(String name) {
      return response.headers().firstValue(name).orElse("");
    }

    /** The text of an error, or its validation errors as JSON. */
    public String detail() {
      JsonNode detail = json().path("detail");
      return detail.asString(detail.toString());
    }

    /** The first validation error. */
    public JsonNode validationError() {
      return json().path("detail").path(0);
    }

    /** The message of an error in OpenAI's form. */
    public String openAiError() {
      return json().path("error").path("message").asString();
    }

    public JsonNode jettyMetadata() {
      return json().path("jetty_metadata");
    }

    public String trajectoryId() {
      String workflowId = json().path("workflow_id").asString("");
      return workflowId.substring(workflowId.lastIndexOf("--") + 2);
    }
  }
}
