package io.jettymcp.tool;

import io.jettymcp.jetty.Exchange;
import io.jettymcp.jetty.Reply;
import io.jettymcp.jetty.Request;
import io.jettymcp.jetty.ResponseHandling;
import io.jettymcp.json.FieldMask;
import io.jettymcp.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Replies with a function from a request to JSON, and records every request. The function may throw
 * a failure. Replies are masked as the request says. For a request that reads events, an array is
 * the list of events, and anything else is a plain reply. For a request that reads a file, the
 * field {@code file} has its content; without that field, the JSON is the file.
 */
public final class FakeJetty implements Exchange {
  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(JsonReadFeature.ALLOW_SINGLE_QUOTES).build();

  private final Function<Request, JsonNode> answer;
  private final int answers;
  private final Predicate<Request> endless;
  private final List<Request> requests = Collections.synchronizedList(new ArrayList<>());

  public FakeJetty(Function<Request, JsonNode> answer) {
    this(answer, Integer.MAX_VALUE);
  }

  /**
   * Stops replying after a number of requests.
   *
   * @param answers the number of requests that get a reply
   */
  public FakeJetty(Function<Request, JsonNode> answer, int answers) {
    this(answer, answers, request -> false);
  }

  private FakeJetty(Function<Request, JsonNode> answer, int answers, Predicate<Request> endless) {
    this.answer = answer;
    this.answers = answers;
    this.endless = endless;
  }

  /** Accepts every request and never replies. */
  public static FakeJetty neverAnswering() {
    return new FakeJetty(request -> MissingNode.getInstance(), 0);
  }

  /** Never completes the replies to some requests; their events still arrive. */
  public FakeJetty neverEnding(Predicate<Request> which) {
    return new FakeJetty(answer, answers, which);
  }

  /** Replies to every request with the same JSON. */
  public static FakeJetty replying(String json) {
    JsonNode reply = json(json);
    return new FakeJetty(request -> reply);
  }

  /** Reads JSON with single or double quotes; an empty string is an empty body. */
  public static JsonNode json(String text) {
    return MAPPER.readTree(text);
  }

  @Override
  public Mono<Reply> send(Request request) {
    Mono<Reply> reply =
        Mono.fromCallable(
            () -> {
              requests.add(request);
              return new Reply(200, read(answer.apply(request).deepCopy(), request.handling()));
            });
    Mono<Reply> response = endless.test(request) ? reply.then(Mono.never()) : reply;
    return Mono.defer(() -> requests.size() < answers ? response : Mono.never());
  }

  public List<Request> requests() {
    return List.copyOf(requests);
  }

  /** Returns method and target of each request, in order. */
  public List<String> lines() {
    return requests().stream().map(FakeJetty::line).toList();
  }

  public static String line(Request request) {
    return request.method() + " " + request.target();
  }

  /** Returns the body of a request, including secrets. */
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
    if (part instanceof Request.TextPart text) {
      return text.name() + "=@" + text.fileName() + ":" + text.content();
    }
    if (part instanceof Request.FilePart file) {
      return file.name() + "=@" + file.file().name();
    }
    return part.name() + "=" + ((Request.Field) part).text().reveal();
  }

  private static JsonNode read(JsonNode answer, ResponseHandling reading) throws IOException {
    if (reading instanceof ResponseHandling.Document document) {
      return masked(answer, document.mask());
    }
    if (reading instanceof ResponseHandling.Events events) {
      if (!answer.isArray()) {
        return answer;
      }
      answer.forEach(events.listener());
      return MissingNode.getInstance();
    }
    JsonNode file = answer.path("file");
    boolean hasFile = file.isString() || file.isBinary();
    byte[] bytes =
        file.isBinary()
            ? file.binaryValue()
            : (hasFile ? file.stringValue() : answer.toString()).getBytes(StandardCharsets.UTF_8);
    ObjectNode reply =
        hasFile
            ? ((ObjectNode) answer).without("file")
            : Json.object().put("content_type", "application/json");
    if (reading instanceof ResponseHandling.ToFile target) {
      Files.write(target.file(), bytes);
      return reply.put("bytes", bytes.length);
    }
    int most = ((ResponseHandling.Bytes) reading).max();
    return reply
        .put("truncated", bytes.length > most)
        .put("content", Arrays.copyOf(bytes, Math.min(most, bytes.length)));
  }

  private static JsonNode masked(JsonNode node, @Nullable FieldMask keep) {
    if (keep == null) {
      return MissingNode.getInstance();
    }
    if (keep.whole() || !node.isContainer()) {
      return node;
    }
    if (node.isArray()) {
      var items = Json.array();
      node.forEach(item -> items.add(masked(item, keep)));
      return items;
    }
    ObjectNode object = Json.object();
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      JsonNode value = masked(field.getValue(), keep.under(field.getKey()));
      if (!value.isMissingNode()) {
        object.set(field.getKey(), value);
      }
    }
    return object;
  }
}
