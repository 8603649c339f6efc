package io.jettymcp.simulator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Calls a simulator over real HTTP, as one of its callers. */
final class SimulatorClient {
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final String url;
  private final @Nullable String token;

  private SimulatorClient(String url, @Nullable String token) {
    this.url = url;
    this.token = token;
  }

  /** With the API key of acme. */
  static SimulatorClient of(Simulator simulator) {
    return new SimulatorClient(simulator.url(), simulator.token());
  }

  SimulatorClient as(@Nullable String otherToken) {
    return new SimulatorClient(url, otherToken);
  }

  Got get(String path) {
    return send("GET", path, null, null);
  }

  /** The body of an answer that is no text. */
  byte[] bytes(String path) {
    return exchange(request("GET", path, null, null), HttpResponse.BodyHandlers.ofByteArray())
        .body();
  }

  Got delete(String path) {
    return send("DELETE", path, null, null);
  }

  Got post(String path) {
    return send("POST", path, null, null);
  }

  Got json(String method, String path, String json) {
    return send(method, path, "application/json", json.getBytes(StandardCharsets.UTF_8));
  }

  Got form(String path, MultipartBody body) {
    return send("POST", path, body.contentType(), body.bytes());
  }

  /** Starts a run of a task of acme. */
  Got run(String task, String initParams) {
    MultipartBody body = new MultipartBody().field("init_params", initParams);
    return form("/api/v1/run/acme/" + task, body);
  }

  /** Creates a task of acme with this workflow, runs it, and gives its trajectory. */
  JsonNode trajectoryOf(String workflow, String initParams) {
    String name = "try-" + Integer.toHexString(workflow.hashCode());
    String body = "{\"name\":\"%s\",\"workflow\":%s}".formatted(name, workflow);
    json("POST", "/api/v1/tasks/acme", body);
    String id = run(name, initParams).trajectoryId();
    return get("/api/v1/db/trajectory/acme/" + name + "/" + id).json();
  }

  /** A call whose answer may take its time. */
  CompletableFuture<Got> later(String method, String path) {
    return HTTP.sendAsync(request(method, path, null, null), HttpResponse.BodyHandlers.ofString())
        .thenApply(Got::new);
  }

  /** A call whose answer is read as it comes. */
  Listening listen(String path, String json) {
    byte[] body = json.getBytes(StandardCharsets.UTF_8);
    HttpRequest request = request("POST", path, "application/json", body);
    try {
      return new Listening(HTTP.send(request, HttpResponse.BodyHandlers.ofInputStream()));
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException(interrupted);
    }
  }

  Got send(String method, String path, @Nullable String contentType, byte @Nullable [] body) {
    return send(request(method, path, contentType, body));
  }

  private HttpRequest request(
      String method, String path, @Nullable String contentType, byte @Nullable [] body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url + path))
            .method(
                method,
                body == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofByteArray(body));
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    if (contentType != null) {
      request.header("Content-Type", contentType);
    }
    return request.build();
  }

  static Got send(HttpRequest request) {
    return new Got(exchange(request, HttpResponse.BodyHandlers.ofString()));
  }

  private static <T> HttpResponse<T> exchange(
      HttpRequest request, HttpResponse.BodyHandler<T> handler) {
    try {
      return HTTP.send(request, handler);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException(interrupted);
    }
  }

  /** An answer. */
  record Got(HttpResponse<String> response) {
    int status() {
      return response.statusCode();
    }

    String text() {
      return response.body();
    }

    JsonNode json() {
      return SimulatorJson.parse(text());
    }

    String header(String name) {
      return response.headers().firstValue(name).orElse("");
    }

    /** The error text, or the findings as JSON. */
    String detail() {
      return SimulatorJson.asText(json().path("detail"));
    }

    JsonNode finding() {
      return json().path("detail").path(0);
    }

    String trajectoryId() {
      String workflowId = json().path("workflow_id").asString("");
      return workflowId.substring(workflowId.lastIndexOf("--") + 2);
    }
  }
}
