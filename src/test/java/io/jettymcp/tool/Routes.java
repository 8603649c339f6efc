package io.jettymcp.tool;

import io.jettymcp.jetty.Failure.Refused;
import io.jettymcp.jetty.Request;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/**
 * Replies by method and target, such as {@code GET /api/v1/tasks/acme/?skip=0}, or by method and
 * path for any query. Several replies of a route are returned in order, and the last is repeated. A
 * request without a route fails the test.
 */
public final class Routes implements Function<Request, JsonNode> {
  private final Map<String, Deque<Function<Request, JsonNode>>> routes = new LinkedHashMap<>();

  public Routes on(String route, String json) {
    JsonNode reply = FakeJetty.json(json);
    return on(route, request -> reply);
  }

  public Routes on(String route, RuntimeException failure) {
    return on(
        route,
        request -> {
          throw failure;
        });
  }

  public Routes on(String route, Function<Request, JsonNode> answer) {
    routes.computeIfAbsent(route, none -> new ArrayDeque<>()).add(answer);
    return this;
  }

  public FakeJetty jetty() {
    return new FakeJetty(this);
  }

  public static Refused notFound() {
    return new Refused(Refused.Kind.NOT_FOUND, 404, "not found");
  }

  @Override
  public JsonNode apply(Request request) {
    Deque<Function<Request, JsonNode>> answers = routes.get(FakeJetty.line(request));
    if (answers == null) {
      answers = routes.get(request.method() + " " + request.path());
    }
    if (answers == null) {
      throw new AssertionError("no route for " + FakeJetty.line(request));
    }
    Function<Request, JsonNode> answer =
        answers.size() > 1 ? answers.removeFirst() : answers.getFirst();
    return answer.apply(request);
  }
}
