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
 * Jetty as one function from a request to the JSON of its reply, which may throw a failure instead.
 * Only what a request keeps of the reply gets through, and every request is remembered. For a
 * request that reads events, an array stands for them and anything else for a plain answer; one
 * that reads bytes or into a file gets what the answer is, with the text or the bytes under {@code
 * file}, or else all of it as the file.
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
   * A Jetty that falls silent.
   *
   * @param answers how many requests it answers before
   */
  public FakeJetty(Function<Request, JsonNode> answer, int answers) {
    this(answer, answers, request -> false);
  }

  private FakeJetty(Function<Request, JsonNode> answer, int answers, Predicate<Request> endless) {
    this.answer = answer;
    this.answers = answers;
    this.endless = endless;
  }

  /** A Jetty that takes every request and answers none. */
  public static FakeJetty neverAnswering() {
    return new FakeJetty(request -> MissingNode.getInstance(), 0);
  }

  /** The same Jetty, whose answers to some requests never end; events arrive all the same. */
  public FakeJetty neverEnding(Predicate<Request> which) {
    return new FakeJetty(answer, answers, which);
  }

  /** A Jetty that gives one answer to everything. */
  public static FakeJetty saying(String json) {
    JsonNode reply = json(json);
    return new FakeJetty(request -> reply);
  }

  /** Reads JSON, with either kind of quotes; an empty string is an empty body. */
  public static JsonNode json(String text) {
    return MAPPER.readTree(text);
  }

  @Override
  public Mono<Reply> send(Request request) {
    Mono<Reply> reply =
        Mono.fromCallable(
            () -> {
              requests.add(request);
              return new Reply(200, read(answer.apply(request).deepCopy(), request.reading()));
            });
    Mono<Reply> whole = endless.test(request) ? reply.then(Mono.never()) : reply;
    return Mono.defer(() -> requests.size() < answers ? whole : Mono.never());
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
    if (part instanceof Request.TextPart text) {
      return text.name() + "=@" + text.fileName() + ":" + text.content();
    }
    if (part instanceof Request.FilePart file) {
      return file.name() + "=@" + file.fileName();
    }
    return part.name() + "=" + ((Request.Field) part).text().reveal();
  }

  private static JsonNode read(JsonNode said, ResponseHandling reading) throws IOException {
    if (reading instanceof ResponseHandling.Document document) {
      return kept(said, document.keep());
    }
    if (reading instanceof ResponseHandling.Events events) {
      if (!said.isArray()) {
        return said;
      }
      said.forEach(events.listener());
      return MissingNode.getInstance();
    }
    JsonNode file = said.path("file");
    boolean told = file.isString() || file.isBinary();
    byte[] bytes =
        file.isBinary()
            ? file.binaryValue()
            : (told ? file.stringValue() : said.toString()).getBytes(StandardCharsets.UTF_8);
    ObjectNode reply =
        told
            ? ((ObjectNode) said).without("file")
            : Json.object().put("content_type", "application/json");
    if (reading instanceof ResponseHandling.ToFile target) {
      Files.write(target.file(), bytes);
      return reply.put("bytes", bytes.length);
    }
    int most = ((ResponseHandling.Bytes) reading).most();
    return reply
        .put("truncated", bytes.length > most)
        .put("content", Arrays.copyOf(bytes, Math.min(most, bytes.length)));
  }

  private static JsonNode kept(JsonNode node, @Nullable FieldMask keep) {
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
