package io.jettymcp.simulator.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableChannel;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/** Translates between Reactor Netty's HTTP and the calls and responses of the router. */
public final class SimulatorHttpServer {
  private static final Logger LOG = LoggerFactory.getLogger(SimulatorHttpServer.class);
  private static final int MAX_BODY = 32 * 1024 * 1024;

  private final Router router;
  private final Consumer<Instant> beforeCall;
  private final Clock clock;
  private final Duration latency;

  private volatile WebPages pages = WebPages.NONE;

  /** All calls read and change the same state, so that only one runs at a time. */
  private final Object lock = new Object();

  /**
   * @param beforeCall what happens on its own as time passes, brought up to date before each call
   */
  public SimulatorHttpServer(
      Router router, Consumer<Instant> beforeCall, Clock clock, Duration latency) {
    this.router = router;
    this.beforeCall = beforeCall;
    this.clock = clock;
    this.latency = latency;
  }

  /** Serves pages from now on. */
  public void serve(WebPages more) {
    this.pages = more;
  }

  public Mono<Void> handle(HttpServerRequest request, HttpServerResponse response) {
    return request
        .receive()
        .asByteArray()
        .collect(Body::new, Body::add)
        .flatMap(
            body ->
                body.tooLarge
                    ? Mono.just(tooLarge())
                    : page(request, body.bytes.toByteArray())
                        .orElseGet(() -> Mono.just(dispatch(request, body.bytes.toByteArray()))))
        .flatMap(result -> latency.isZero() ? Mono.just(result) : delayed(latency, () -> result))
        .flatMap(result -> send(result, response));
  }

  private static Response tooLarge() {
    return ApiResponse.detail(413, "Request body is larger than 32 MB");
  }

  /** Returns the response of a page. It is made without the lock, because it can call the API. */
  private Optional<Mono<Response>> page(HttpServerRequest request, byte[] body) {
    String method = request.method().name();
    int port = Objects.requireNonNull(request.hostAddress()).getPort();
    return pages
        .respond(method, RequestTarget.parse(request.uri()).path(), body)
        .map(
            response ->
                LocalBrowser.sent(method, request.requestHeaders(), request.scheme(), port)
                    ? response.cast(Response.class)
                    : Mono.just(
                        ApiResponse.detail(403, "Only the simulator's own page can do this")));
  }

  private Response dispatch(HttpServerRequest request, byte[] body) {
    HttpHeaders headers = request.requestHeaders();
    ApiRequest apiRequest =
        new ApiRequest(
            request.method().name(),
            RequestTarget.parse(request.uri()),
            request.scheme() + "://" + headers.get(HttpHeaderNames.HOST, "127.0.0.1"),
            headers.get(HttpHeaderNames.AUTHORIZATION),
            headers.get(HttpHeaderNames.CONTENT_TYPE),
            ByteBuffer.wrap(body));
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    return locked(
        () -> {
          try {
            beforeCall.accept(now);
            return router.handle(apiRequest, now);
          } catch (RuntimeException e) {
            LOG.error("The simulator failed", e);
            return ApiResponse.text(500, "text/plain", "Internal Server Error");
          }
        });
  }

  private <T> T locked(Supplier<T> part) {
    synchronized (lock) {
      return part.get();
    }
  }

  private <T> Mono<T> delayed(Duration delay, Supplier<T> part) {
    return Mono.delay(delay).map(elapsed -> locked(part));
  }

  private Mono<Void> send(Response result, HttpServerResponse response) {
    if (result instanceof Response.Delayed later) {
      return delayed(later.delay(), later.response()).flatMap(ready -> send(ready, response));
    }
    if (result instanceof Response.Stream stream) {
      return stream(stream, response);
    }
    ApiResponse ready = (ApiResponse) result;
    head(response, ready.status(), ready.contentType());
    ready.headers().forEach(response::header);
    return response
        .send(Mono.fromSupplier(() -> Unpooled.wrappedBuffer(ready.body().duplicate())))
        .then();
  }

  private static void head(HttpServerResponse response, int status, String contentType) {
    response
        .status(status)
        .header("X-Jetty-Simulator", "true")
        .header(HttpHeaderNames.CONTENT_TYPE, contentType);
  }

  /** Flushes each chunk at once; when the client disconnects, no further one is made. */
  private Mono<Void> stream(Response.Stream stream, HttpServerResponse response) {
    head(response, 200, stream.contentType());
    ChunkSource source = stream.source();
    Flux<ByteBuf> chunks =
        Mono.fromSupplier(() -> locked(source::next))
            .expand(
                chunk ->
                    chunk.next() == StreamChunk.Next.CHUNK
                        ? delayed(chunk.delay(), source::next)
                        : Mono.empty())
            .concatMap(chunk -> bytes(chunk, response));
    return response.send(chunks, chunk -> true).then();
  }

  private static Mono<ByteBuf> bytes(StreamChunk chunk, HttpServerResponse response) {
    return chunk.next() == StreamChunk.Next.DISCONNECT
        ? Mono.<ByteBuf>never()
            .doOnSubscribe(subscription -> response.withConnection(DisposableChannel::dispose))
        : Mono.just(Unpooled.copiedBuffer(chunk.text(), StandardCharsets.UTF_8));
  }

  /** Collects a body; bytes beyond the limit are read and dropped. */
  private static final class Body {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private boolean tooLarge;

    void add(byte[] chunk) {
      tooLarge |= bytes.size() + chunk.length > MAX_BODY;
      if (tooLarge) {
        bytes.reset();
      } else {
        bytes.writeBytes(chunk);
      }
    }
  }
}
