package io.jettymcp.mcp.call;

import io.jettymcp.jetty.Exchange;
import io.jettymcp.jetty.Failure;
import io.jettymcp.jetty.Failure.Refused;
import io.jettymcp.jetty.Reply;
import io.jettymcp.jetty.Request;
import io.jettymcp.json.Json;
import io.jettymcp.redact.KnownSecrets;
import io.jettymcp.secret.Secret;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Answers by path, and like the real exchange lets only the redactor know an environment. */
public final class SecretiveJetty implements Exchange {
  public final KnownSecrets secrets = new KnownSecrets();

  /** Returns the requests, in order. */
  public final List<String> sent = new CopyOnWriteArrayList<>();

  /** Returns the cancelled requests. */
  public final List<String> cancelled = new CopyOnWriteArrayList<>();

  private final Map<String, Mono<JsonNode>> answers = new ConcurrentHashMap<>();

  public SecretiveJetty answers(String path, String json) {
    return answers(path, Mono.fromSupplier(() -> JsonMapper.shared().readTree(json)));
  }

  public SecretiveJetty answers(String path, Mono<JsonNode> answer) {
    answers.put(path, answer);
    return this;
  }

  public SecretiveJetty fails(String path, Failure failure) {
    return answers(path, Mono.error(failure));
  }

  public SecretiveJetty environment(String collection, String... values) {
    return answers(
        environmentOf(collection),
        Mono.fromSupplier(
            () -> {
              secrets.learn(collection, Stream.of(values).map(Secret::of).toList());
              return Json.object();
            }));
  }

  public static String environmentOf(String collection) {
    return "/api/v1/collections/" + collection + "/environment";
  }

  public long times(String path) {
    return sent.stream().filter(path::equals).count();
  }

  @Override
  public Mono<Reply> send(Request request) {
    Mono<JsonNode> unknown = Mono.error(new Refused(Refused.Kind.NOT_FOUND, 404, "Not found"));
    return Mono.defer(
        () -> {
          sent.add(request.path());
          return answers
              .getOrDefault(request.path(), unknown)
              .map(body -> new Reply(200, body))
              .doOnCancel(() -> cancelled.add(request.path()));
        });
  }
}
