package io.jettymcp.transport.http;

import static org.assertj.core.api.Assertions.assertThat;

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

/** A request without a network, and what became of it. */
final class FakeMcpRequest implements McpRequest {
  static final JsonMapper JSON = JsonMapper.builder().build();

  private final String method;
  private final FakeCaller caller;
  private final String body;
  private final Map<String, String> headers = new HashMap<>();
  private final Map<String, String> query = new HashMap<>();
  private final Sinks.Empty<Void> gone = Sinks.empty();
  private final List<String> events = new ArrayList<>();
  private Map<String, String> sentHeaders = Map.of();
  private volatile @Nullable BaseSubscriber<String> reading;
  private @Nullable Disposable served;
  private final Sinks.Empty<Void> beginning = Sinks.empty();
  private long demand = Long.MAX_VALUE;
  private boolean slowToBegin;
  private String text = "";
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

  FakeMcpRequest with(String header, String value) {
    headers.put(header.toLowerCase(Locale.ROOT), value);
    return this;
  }

  FakeMcpRequest without(String header) {
    headers.remove(header.toLowerCase(Locale.ROOT));
    return this;
  }

  FakeMcpRequest asking(String name, String value) {
    query.put(name, value);
    return this;
  }

  /** Reads no more events than that, until {@link #read}. */
  FakeMcpRequest reading(long events) {
    demand = events;
    return this;
  }

  /** Events are not read before {@link #begin}, as the head of an answer is written first. */
  FakeMcpRequest slowToBegin() {
    slowToBegin = true;
    return this;
  }

  void begin() {
    beginning.tryEmitEmpty();
  }

  FakeMcpRequest at(Endpoint endpoint) {
    served =
        Flux.from(endpoint.serve(this))
            .subscribe(none -> {}, failed -> complete = true, () -> complete = true);
    return this;
  }

  void read(long more) {
    Objects.requireNonNull(reading).request(more);
  }

  /** The client goes away. */
  void leave() {
    gone.tryEmitEmpty();
    Objects.requireNonNull(served).dispose();
  }

  synchronized int status() {
    return status;
  }

  synchronized String text() {
    return text;
  }

  JsonNode json() {
    return JSON.readTree(text());
  }

  synchronized Optional<String> sent(String header) {
    return Optional.ofNullable(sentHeaders.get(header));
  }

  /** All events, comments too, as they were written. */
  synchronized List<String> events() {
    return List.copyOf(events);
  }

  /** The JSON of all events that have any. */
  List<JsonNode> messages() {
    return events().stream()
        .map(FakeMcpRequest::data)
        .filter(data -> !data.isEmpty())
        .map(JSON::readTree)
        .toList();
  }

  /** The id of the last event that has one. */
  String lastId() {
    String last = "";
    for (String event : events()) {
      for (String line : event.split("\n", -1)) {
        last = line.startsWith("id: ") ? line.substring(4) : last;
      }
    }
    return last;
  }

  static String data(String event) {
    for (String line : event.split("\n", -1)) {
      if (line.startsWith("data: ")) {
        return line.substring(6);
      }
    }
    return "";
  }

  boolean isComplete() {
    return complete;
  }

  boolean isStream() {
    return reading != null;
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
  public Caller caller() {
    return caller;
  }

  @Override
  public Mono<byte[]> body() {
    return Mono.just(body.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public Publisher<Void> json(int status, Map<String, String> headers, String body) {
    return Mono.fromRunnable(() -> answered(status, headers, body));
  }

  @Override
  public Publisher<Void> empty(int status, Map<String, String> headers) {
    return Mono.fromRunnable(() -> answered(status, headers, ""));
  }

  @Override
  public Publisher<Void> refuse(HttpError refusal) {
    return Mono.fromRunnable(() -> answered(refusal.status(), Map.of(), refusal.words()));
  }

  private synchronized void answered(int status, Map<String, String> headers, String body) {
    assertThat(this.status).as("answers before this one").isZero();
    this.status = status;
    this.sentHeaders = headers;
    this.text = body;
  }

  @Override
  public Publisher<Void> events(Map<String, String> headers, Flux<String> events) {
    Mono<Void> stream = stream(headers, events);
    return slowToBegin ? beginning.asMono().then(stream) : stream;
  }

  private Mono<Void> stream(Map<String, String> headers, Flux<String> events) {
    return Mono.create(
        sink -> {
          answered(200, headers, "");
          BaseSubscriber<String> reader = reader(sink::success);
          reading = reader;
          sink.onDispose(reader);
          events.subscribe(reader);
        });
  }

  private BaseSubscriber<String> reader(Runnable end) {
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
        end.run();
      }
    };
  }

  @Override
  public Mono<Void> gone() {
    return gone.asMono();
  }

  @Override
  public CallSlot enter() throws HttpError {
    return caller.enter();
  }
}
