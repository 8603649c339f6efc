package io.jettymcp.transport.http.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.transport.http.Caller;
import io.jettymcp.transport.http.Endpoint;
import io.jettymcp.transport.http.HttpError;
import io.jettymcp.transport.http.McpRequest;
import io.jettymcp.transport.http.Slot;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscription;
import reactor.core.Disposable;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A request without a network, and its response. */
final class FakeMcpRequest implements McpRequest {
  static final JsonMapper JSON = JsonMapper.builder().build();

  private final String method;
  private final FakeCaller caller;
  private final String body;
  private final Map<String, String> headers = new HashMap<>();
  private final Map<String, String> query = new HashMap<>();
  private final Sinks.Empty<Void> disconnected = Sinks.empty();
  private final Sinks.Empty<Void> streamStart = Sinks.empty();
  private final List<String> events = new ArrayList<>();
  private Map<String, String> responseHeaders = Map.of();
  private volatile @Nullable BaseSubscriber<String> reader;
  private @Nullable Disposable serving;
  private long demand = Long.MAX_VALUE;
  private boolean delayed;
  private boolean trailingSlash;
  private String responseBody = "";
  private int status;
  private volatile boolean complete;

  FakeMcpRequest(String method, FakeCaller caller, String body) {
    this.method = method;
    this.caller = caller;
    this.body = body;
  }

  static FakeMcpRequest post(FakeCaller caller, String body) {
    return new FakeMcpRequest("POST", caller, body)
        .with("Content-Type", "application/json")
        .with("Accept", "application/json, text/event-stream");
  }

  static FakeMcpRequest get(FakeCaller caller) {
    return new FakeMcpRequest("GET", caller, "").with("Accept", "text/event-stream");
  }

  FakeMcpRequest with(String header, String value) {
    headers.put(header.toLowerCase(Locale.ROOT), value);
    return this;
  }

  FakeMcpRequest without(String header) {
    headers.remove(header.toLowerCase(Locale.ROOT));
    return this;
  }

  FakeMcpRequest withQuery(String name, String value) {
    query.put(name, value);
    return this;
  }

  FakeMcpRequest withTrailingSlash() {
    trailingSlash = true;
    return this;
  }

  /** Reads at most so many events before {@link #readMore}. */
  FakeMcpRequest reading(long events) {
    demand = events;
    return this;
  }

  /** Reads no events before {@link #startStream}, because the head of a response comes first. */
  FakeMcpRequest delayingStream() {
    delayed = true;
    return this;
  }

  void startStream() {
    streamStart.tryEmitEmpty();
  }

  FakeMcpRequest sendTo(Endpoint endpoint) {
    serving =
        Flux.from(endpoint.serve(this))
            .subscribe(none -> {}, failure -> complete = true, () -> complete = true);
    return this;
  }

  void readMore(long events) {
    Objects.requireNonNull(reader).request(events);
  }

  void disconnect() {
    disconnected.tryEmitEmpty();
    Objects.requireNonNull(serving).dispose();
  }

  synchronized int status() {
    return status;
  }

  synchronized String responseBody() {
    return responseBody;
  }

  JsonNode responseJson() {
    return JSON.readTree(responseBody());
  }

  int errorCode() {
    return responseJson().at("/error/code").asInt();
  }

  synchronized Optional<String> responseHeader(String name) {
    return Optional.ofNullable(responseHeaders.get(name));
  }

  /** Returns all events, also comments, as they were written. */
  synchronized List<String> events() {
    return List.copyOf(events);
  }

  /** Returns the JSON of all events that have data. */
  List<JsonNode> messages() {
    return events().stream()
        .map(FakeMcpRequest::data)
        .filter(data -> !data.isEmpty())
        .map(JSON::readTree)
        .toList();
  }

  /** Returns the numbers of progress notifications. */
  List<Integer> progress() {
    return messages().stream()
        .filter(message -> message.path("method").asString("").equals("notifications/progress"))
        .map(message -> message.at("/params/progress").asInt())
        .toList();
  }

  /** Returns whether the last message is a result. */
  boolean endsWithResult() {
    List<JsonNode> messages = messages();
    return !messages.isEmpty() && messages.get(messages.size() - 1).has("result");
  }

  /** Returns the id of the last event that has one. */
  String lastEventId() {
    return events().stream()
        .map(event -> line(event, "id: "))
        .filter(id -> !id.isEmpty())
        .reduce("", (earlier, later) -> later);
  }

  static String data(String event) {
    return line(event, "data: ");
  }

  static String line(String event, String start) {
    return event
        .lines()
        .filter(line -> line.startsWith(start))
        .map(line -> line.substring(start.length()))
        .findFirst()
        .orElse("");
  }

  boolean isComplete() {
    return complete;
  }

  boolean isStream() {
    return reader != null;
  }

  @Override
  public String method() {
    return method;
  }

  @Override
  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
  }

  @Override
  public Optional<String> query(String name) {
    return Optional.ofNullable(query.get(name));
  }

  @Override
  public boolean hasTrailingSlash() {
    return trailingSlash;
  }

  @Override
  public Caller caller() {
    return caller;
  }

  @Override
  public Mono<byte[]> body() {
    return Mono.just(body.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public Publisher<Void> respondJson(int status, Map<String, String> headers, String body) {
    return Mono.fromRunnable(() -> respond(status, headers, body));
  }

  @Override
  public Publisher<Void> respondEmpty(int status, Map<String, String> headers) {
    return Mono.fromRunnable(() -> respond(status, headers, ""));
  }

  @Override
  public Publisher<Void> respondError(HttpError error) {
    return Mono.fromRunnable(() -> respond(error.status(), Map.of(), error.words()));
  }

  @Override
  public Publisher<Void> respondError(HttpError error, String json) {
    return Mono.fromRunnable(() -> respond(error.status(), Map.of(), json));
  }

  private synchronized void respond(int status, Map<String, String> headers, String body) {
    assertThat(this.status).as("responses before this one").isZero();
    this.status = status;
    this.responseHeaders = headers;
    this.responseBody = body;
  }

  @Override
  public Publisher<Void> respondEvents(Map<String, String> headers, Flux<String> events) {
    Mono<Void> stream = stream(headers, events);
    return delayed ? streamStart.asMono().then(stream) : stream;
  }

  private Mono<Void> stream(Map<String, String> headers, Flux<String> events) {
    return Mono.create(
        sink -> {
          respond(200, headers, "");
          BaseSubscriber<String> subscriber = subscriber(sink::success);
          reader = subscriber;
          sink.onDispose(subscriber);
          events.subscribe(subscriber);
        });
  }

  private BaseSubscriber<String> subscriber(Runnable onEnd) {
    return new BaseSubscriber<>() {
      @Override
      protected void hookOnSubscribe(Subscription subscription) {
        if (demand > 0) {
          subscription.request(demand);
        }
      }

      @Override
      protected void hookOnNext(String event) {
        synchronized (FakeMcpRequest.this) {
          events.add(event);
        }
      }

      @Override
      protected void hookOnComplete() {
        onEnd.run();
      }
    };
  }

  @Override
  public Mono<Void> disconnected() {
    return disconnected.asMono();
  }

  @Override
  public Slot acquireCallSlot() throws HttpError {
    return caller.acquireCallSlot();
  }
}
