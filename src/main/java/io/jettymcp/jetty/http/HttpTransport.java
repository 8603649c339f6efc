package io.jettymcp.jetty.http;

import io.jettymcp.jetty.ApiSettings;
import io.jettymcp.jetty.Failure;
import io.jettymcp.jetty.Failure.Unavailable.Reason;
import io.jettymcp.jetty.Reply;
import io.jettymcp.jetty.Request;
import io.jettymcp.jetty.ResponseHandling;
import io.jettymcp.jetty.TraceContext;
import io.jettymcp.json.FieldMask;
import io.jettymcp.secret.Secret;
import io.jettymcp.text.Origin;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.ByteBufFlux;
import reactor.netty.Connection;
import reactor.netty.NettyOutbound;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.HttpClientRequest;
import reactor.netty.http.client.HttpClientResponse;
import tools.jackson.databind.JsonNode;

/** Sends one HTTP request and reads its response as it arrives. */
final class HttpTransport implements HttpSender, AutoCloseable {
  private static final int PARTIAL = 206;
  private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);

  private final ApiSettings settings;
  private final Origin origin;
  private final String userAgent;
  private final long maxBodyBytes;
  private final Clock clock;
  private final HttpClients clients;

  HttpTransport(ApiSettings settings, Clock clock) {
    this.settings = settings;
    this.origin = settings.origin();
    this.userAgent = settings.userAgent();
    this.maxBodyBytes = settings.maxBodyBytes();
    this.clock = clock;
    this.clients = new HttpClients(settings);
  }

  /** Loads the classes and starts the threads of a request; connects to nothing. */
  void load() {
    clients.load();
  }

  /**
   * Returns a connection to open for the first reads with a token, which wait for it from now on.
   */
  Optional<Preconnection> announceConnection(Optional<Secret> token) {
    return clients.announceConnection(token);
  }

  @Override
  public Mono<Reply> send(Attempt attempt) {
    return Mono.defer(() -> exchange(attempt))
        // Cancelled during a TLS handshake, Reactor Netty may still send once that is done.
        .doOnCancel(attempt::abandon)
        .onErrorMap(error -> NetworkFault.of(error, attempt, settings));
  }

  private Mono<Reply> exchange(Attempt attempt) {
    return clients.with(attempt, client -> exchange(attempt, client));
  }

  private Mono<Reply> exchange(Attempt attempt, HttpClient client) {
    Request request = attempt.request();
    RequestBody body = RequestBody.of(request.body());
    return client
        .request(HttpMethod.valueOf(request.method().name()))
        .uri(attempt.target())
        .send((head, out) -> write(attempt, body, head, out))
        .response(
            (response, content) ->
                HttpClients.afterRelease(
                    (Connection) response, receive(attempt, response, content)))
        .single();
  }

  private Publisher<Void> write(
      Attempt attempt, RequestBody body, HttpClientRequest head, NettyOutbound out) {
    if (!attempt.begin()) {
      return Mono.error(new IOException("abandoned"));
    }
    fill(head.requestHeaders(), attempt, body, TraceContext.in(head.currentContextView()));
    Mono<Void> written = body.length() == 0 ? Mono.empty() : out.send(body.content()).then();
    return written.doOnSuccess(done -> attempt.sent());
  }

  private void fill(
      HttpHeaders headers, Attempt attempt, RequestBody body, Optional<TraceContext> trace) {
    headers.set(HttpHeaderNames.HOST, origin.authority());
    headers.set(HttpHeaderNames.USER_AGENT, userAgent);
    accept(headers, attempt.request().handling());
    if (attempt.token().isPresent()) {
      headers.set(HttpHeaderNames.AUTHORIZATION, "Bearer " + attempt.token().get().reveal());
    }
    if (trace.isPresent()) {
      fill(headers, trace.get());
    }
    if (body.contentType().isPresent()) {
      headers.set(HttpHeaderNames.CONTENT_TYPE, body.contentType().get());
    }
    if (!attempt.request().repeatable()) {
      headers.set(HttpHeaderNames.CONTENT_LENGTH, body.length());
      headers.remove(HttpHeaderNames.TRANSFER_ENCODING);
    }
  }

  private static void fill(HttpHeaders headers, TraceContext trace) {
    headers.set(TraceContext.TRACEPARENT, trace.traceparent());
    trace.tracestate().ifPresent(state -> headers.set(TraceContext.TRACESTATE, state));
  }

  /** Asks for compression of documents only: it would delay streams and alter files. */
  private static void accept(HttpHeaders headers, ResponseHandling handling) {
    String accept = "*/*";
    if (handling instanceof ResponseHandling.Document) {
      accept = "application/json";
    } else if (handling instanceof ResponseHandling.Events) {
      accept = ResponseBody.EVENTS + ", application/json";
    }
    headers.set(HttpHeaderNames.ACCEPT, accept);
    headers.set(
        HttpHeaderNames.ACCEPT_ENCODING,
        handling instanceof ResponseHandling.Document
            ? HttpHeaderValues.GZIP
            : HttpHeaderValues.IDENTITY);
  }

  private Mono<Reply> receive(Attempt attempt, HttpClientResponse response, ByteBufFlux content) {
    int status = response.status().code();
    HttpHeaders headers = response.responseHeaders();
    attempt.answered(status);
    if (status == PARTIAL) {
      return Mono.error(
          new Failure.Unavailable(Reason.BROKEN_OFF, "only a part of the reply came (206)"));
    }
    boolean successful = status >= 200 && status < 300;
    if (successful && (isFile(attempt.request()) || !InterceptedPage.isPage(headers))) {
      return body(attempt.request(), ResponseBody.of(attempt, headers, content))
          .map(body -> new Reply(status, body));
    }
    return start(attempt, headers, ResponseBody.decoded(headers, content))
        .flatMap(body -> Mono.error(failure(attempt, status, headers, body)));
  }

  private Throwable failure(Attempt attempt, int status, HttpHeaders headers, ErrorBody body) {
    String location = headers.get(HttpHeaderNames.LOCATION);
    if (REDIRECTS.contains(status) && location != null) {
      return new Redirect(status, location);
    }
    return InterceptedPage.of(status, headers, body.start(), origin)
        .orElseGet(
            () ->
                StatusFailure.of(
                    attempt,
                    status,
                    body,
                    RetryAfter.parse(headers.get(HttpHeaderNames.RETRY_AFTER), clock)));
  }

  private Mono<JsonNode> body(Request request, ResponseBody in) {
    ResponseHandling handling = request.handling();
    if (handling instanceof ResponseHandling.Bytes bytes) {
      return FirstBytes.read(in, bytes.max());
    }
    if (handling instanceof ResponseHandling.ToFile target) {
      return SavedFile.read(in, target.file());
    }
    if (handling instanceof ResponseHandling.Events events
        && in.mediaType().equals(ResponseBody.EVENTS)) {
      return ServerSentEventsBody.read(in, events.listener());
    }
    FieldMask mask =
        handling instanceof ResponseHandling.Document document ? document.mask() : FieldMask.ALL;
    return DocumentBody.read(in, mask, maxBodyBytes);
  }

  /** Returns whether any type of content is a good reply. */
  private static boolean isFile(Request request) {
    return request.handling() instanceof ResponseHandling.Bytes
        || request.handling() instanceof ResponseHandling.ToFile;
  }

  /** Reads the start of an error body; if the connection breaks off, what came is enough. */
  private static Mono<ErrorBody> start(
      Attempt attempt, HttpHeaders headers, Flux<ByteBuf> content) {
    ByteArrayOutputStream start = new ByteArrayOutputStream();
    return content
        .doOnNext(
            bytes -> {
              attempt.count(bytes.readableBytes());
              byte[] more =
                  new byte[Math.min(bytes.readableBytes(), ErrorBody.MAX_READ - start.size())];
              bytes.readBytes(more);
              start.writeBytes(more);
            })
        .takeUntil(bytes -> start.size() == ErrorBody.MAX_READ)
        .then(Mono.fromSupplier(() -> endIsKnown(headers) && start.size() < ErrorBody.MAX_READ))
        .onErrorResume(e -> e instanceof IOException || e instanceof Failure, e -> Mono.just(false))
        .map(complete -> new ErrorBody(start.toByteArray(), complete));
  }

  /** Returns false if a body ends with its connection, which can break off unnoticed. */
  private static boolean endIsKnown(HttpHeaders headers) {
    return headers.contains(HttpHeaderNames.CONTENT_LENGTH)
        || headers.contains(HttpHeaderNames.TRANSFER_ENCODING);
  }

  @Override
  public void close() {
    clients.close();
  }
}
