package io.jettymcp.jetty;

import io.jettymcp.json.FieldMask;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/** Sends one HTTP request and has the reply read as it arrives. */
final class HttpTransport implements HttpSender, HttpExchange.Side, AutoCloseable {
  private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);

  private final URI base;
  private final String userAgent;
  private final long maxBodyBytes;
  private final Clock clock;
  private final Connections connections;

  HttpTransport(ApiSettings settings, Clock clock) {
    this.base = settings.baseUrl();
    this.userAgent = settings.userAgent();
    this.maxBodyBytes = settings.maxBodyBytes();
    this.clock = clock;
    this.connections = new Connections(settings);
  }

  @Override
  public Mono<Reply> send(Attempt attempt) {
    return Mono.<Reply>create(
            sink -> {
              HttpExchange exchange =
                  new HttpExchange(
                      attempt, RequestBody.of(attempt.request().body()), this, connections, sink);
              sink.onCancel(exchange);
              connections.connect(exchange);
            })
        .onErrorMap(error -> NetworkFault.of(error, attempt, base));
  }

  @Override
  public void fill(
      HttpHeaders headers, Attempt attempt, RequestBody outgoing, Optional<TraceContext> trace) {
    headers.set(HttpHeaderNames.HOST, base.getRawAuthority());
    headers.set(HttpHeaderNames.USER_AGENT, userAgent);
    accept(headers, attempt.request().reading());
    if (attempt.token().isPresent()) {
      headers.set(HttpHeaderNames.AUTHORIZATION, "Bearer " + attempt.token().get().reveal());
    }
    if (trace.isPresent()) {
      fill(headers, trace.get());
    }
    if (outgoing.contentType().isPresent()) {
      headers.set(HttpHeaderNames.CONTENT_TYPE, outgoing.contentType().get());
    }
    if (!attempt.request().repeatable()) {
      headers.set(HttpHeaderNames.CONTENT_LENGTH, outgoing.length());
    }
  }

  private static void fill(HttpHeaders headers, TraceContext trace) {
    headers.set(TraceContext.TRACEPARENT, trace.traceparent());
    trace.tracestate().ifPresent(state -> headers.set(TraceContext.TRACESTATE, state));
  }

  /** Compression is for documents: a stream would wait for it, and a file is wanted as it is. */
  private static void accept(HttpHeaders headers, ResponseHandling reading) {
    String accept = "*/*";
    if (reading instanceof ResponseHandling.Document) {
      accept = "application/json";
    } else if (reading instanceof ResponseHandling.Events) {
      accept = ResponseBody.EVENTS + ", application/json";
    }
    headers.set(HttpHeaderNames.ACCEPT, accept);
    headers.set(
        HttpHeaderNames.ACCEPT_ENCODING,
        reading instanceof ResponseHandling.Document
            ? HttpHeaderValues.GZIP
            : HttpHeaderValues.IDENTITY);
  }

  @Override
  public Mono<Reply> receive(
      Attempt attempt, int status, HttpHeaders headers, Flux<ByteBuf> content) {
    attempt.answered(status);
    if (status >= 200 && status < 300) {
      return body(attempt.request(), ResponseBody.of(attempt, headers, content))
          .map(body -> new Reply(status, body));
    }
    String location = headers.get(HttpHeaderNames.LOCATION);
    return start(attempt, content)
        .flatMap(
            bytes ->
                Mono.error(
                    REDIRECTS.contains(status) && location != null
                        ? new Redirect(status, location)
                        : StatusFailure.of(
                            attempt,
                            status,
                            bytes,
                            RetryAfter.parse(headers.get(HttpHeaderNames.RETRY_AFTER), clock))));
  }

  private Mono<JsonNode> body(Request request, ResponseBody in) {
    ResponseHandling reading = request.reading();
    if (reading instanceof ResponseHandling.Bytes bytes) {
      return FirstBytes.read(in, bytes.most());
    }
    if (reading instanceof ResponseHandling.ToFile target) {
      return SavedFile.read(in, target.file());
    }
    if (reading instanceof ResponseHandling.Events events
        && in.mediaType().equals(ResponseBody.EVENTS)) {
      return ServerSentEventsBody.read(in, events.listener());
    }
    FieldMask keep =
        reading instanceof ResponseHandling.Document document ? document.keep() : FieldMask.ALL;
    return DocumentBody.read(in, keep, maxBodyBytes);
  }

  /** The first bytes of a body that is no reply; if it breaks off, what came is enough. */
  private static Mono<byte[]> start(Attempt attempt, Flux<ByteBuf> content) {
    ByteArrayOutputStream start = new ByteArrayOutputStream();
    return content
        .doOnNext(
            bytes -> {
              attempt.count(bytes.readableBytes());
              byte[] more =
                  new byte[Math.min(bytes.readableBytes(), ErrorText.MAX_READ - start.size())];
              bytes.readBytes(more);
              start.writeBytes(more);
            })
        .takeUntil(bytes -> start.size() == ErrorText.MAX_READ)
        .then()
        .onErrorResume(IOException.class, brokenOff -> Mono.empty())
        .then(Mono.fromSupplier(start::toByteArray));
  }

  @Override
  public void close() {
    connections.close();
  }
}
