package io.jettymcp.tool;

import io.jettymcp.api.Exchange;
import io.jettymcp.api.Keep;
import io.jettymcp.api.Reply;
import io.jettymcp.api.Request;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Jetty as one function from a request to the JSON of its reply, which may throw a failure instead.
 * Only what a request keeps of the reply gets through, and every request is remembered.
 */
public final class FakeJetty implements Exchange {
  private final Function<Request, JsonNode> answer;
  private final boolean silent;
  private final List<Request> requests = Collections.synchronizedList(new ArrayList<>());

  public FakeJetty(Function<Request, JsonNode> answer) {
    this(answer, false);
  }

  private FakeJetty(Function<Request, JsonNode> answer, boolean silent) {
    this.answer = answer;
    this.silent = silent;
  }

  /** A Jetty that takes every request and answers none. */
  public static FakeJetty neverAnswering() {
    return new FakeJetty(request -> MissingNode.getInstance(), true);
  }

  /** A Jetty that gives one answer to everything. */
  public static FakeJetty saying(String json) {
    JsonNode reply = json(json);
    return new FakeJetty(request -> reply);
  }

  /** Reads JSON; an empty text is an empty body. */
  public static JsonNode json(String text) {
    return JsonMapper.shared().readTree(text);
  }

  @Override
  public Mono<Reply> send(Request request) {
    if (silent) {
      return Mono.never();
    }
    return Mono.fromCallable(
        () -> {
          requests.add(request);
          return new Reply(200, kept(answer.apply(request).deepCopy(), request.keep()));
        });
  }

  public List<Request> requests() {
    return List.copyOf(requests);
  }

  /** The requests by method and target, in the order they were sent. */
  public List<String> lines() {
    return requests().stream().map(FakeJetty::line).toList();
  }

  public static String line(Request request) {
    return request.method() + " " + request.target();
  }

  /** What a request carries, secrets included. */
  public static String body(Request request) {
    if (request.body() instanceof Request.Json json) {
      return json.value().toString();
    }
    if (request.body() instanceof Request.Multipart form) {
      return form.parts().stream().map(FakeJetty::part).collect(Collectors.joining("\n"));
    }
    return "";
  }

  private static String part(Request.Part part) {
    if (part instanceof Request.FilePart file) {
      return file.name() + "=@" + file.fileName();
    }
    return part.name() + "=" + ((Request.Field) part).text().reveal();
  }

  private static JsonNode kept(JsonNode node, @Nullable Keep keep) {
    if (keep == null) {
      return MissingNode.getInstance();
    }
    if (keep.whole() || !node.isContainer()) {
      return node;
    }
    if (node.isArray()) {
      var items = Json.array();
      node.forEach(item -> items.add(kept(item, keep)));
      return items;
    }
    ObjectNode object = Json.object();
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      JsonNode value = kept(field.getValue(), keep.under(field.getKey()));
      if (!value.isMissingNode()) {
        object.set(field.getKey(), value);
      }
    }
    return object;
  }
}
