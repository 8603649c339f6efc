package io.jettymcp.simulator;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableChannel;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/** Where HTTP becomes a call and an answer becomes HTTP. */
final class SimulatorHttpServer {
  private static final Logger LOG = LoggerFactory.getLogger(SimulatorHttpServer.class);
  private static final int MAX_BODY = 32 * 1024 * 1024;

  private final Router router;
  private final RoutinesApi routines;
  private final Clock clock;
  private final Duration latency;

  /** All calls see and change the same state, one at a time. */
  private final Object turn = new Object();

  SimulatorHttpServer(Router router, RoutinesApi routines, Clock clock, Duration latency) {
    this.router = router;
    this.routines = routines;
    this.clock = clock;
    this.latency = latency;
  }

  Mono<Void> handle(HttpServerRequest request, HttpServerResponse response) {
    return request
        .receive()
        .asByteArray()
        .collect(Body::new, Body::add)
        .map(body -> body.tooLarge ? tooLarge() : react(request, body.bytes.toByteArray()))
        .flatMap(this::afterLatency)
        .flatMap(reaction -> carryOut(reaction, response));
  }

  private Mono<Response> afterLatency(Response reaction) {
    return latency.isZero() ? Mono.just(reaction) : Mono.delay(latency).map(over -> reaction);
  }

  private static Response tooLarge() {
    return ApiResponse.detail(413, "Request body is larger than 32 MB");
  }

  private Response react(HttpServerRequest request, byte[] body) {
    HttpHeaders headers = request.requestHeaders();
    ApiRequest incoming =
        new ApiRequest(
            request.method().name(),
            RequestTarget.parse(request.uri()),
            headers.get(HttpHeaderNames.HOST, "127.0.0.1"),
            headers.get(HttpHeaderNames.AUTHORIZATION),
            headers.get(HttpHeaderNames.CONTENT_TYPE),
            body);
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    return inTurn(
        () -> {
          try {
            routines.fire(now);
            return router.answer(incoming, now);
          } catch (RuntimeException defect) {
            LOG.error("The simulator failed", defect);
            return ApiResponse.text(500, "text/plain", "Internal Server Error");
          }
        });
  }

  private <T> T inTurn(Supplier<T> part) {
    synchronized (turn) {
      return part.get();
    }
  }

  private Mono<Void> carryOut(Response reaction, HttpServerResponse response) {
    if (reaction instanceof Response.Later later) {
      return Mono.delay(later.pause())
          .map(over -> inTurn(later.answer()))
          .flatMap(answer -> send(answer, response));
    }
    if (reaction instanceof Response.Stream stream) {
      return stream(stream, response);
    }
    return send((ApiResponse) reaction, response);
  }

  /** Sends each part at once; when the listener goes, no further one is asked for. */
  private Mono<Void> stream(Response.Stream stream, HttpServerResponse response) {
    response
        .status(200)
        .header("X-Jetty-Simulator", "true")
        .header(HttpHeaderNames.CONTENT_TYPE, stream.contentType());
    Flux<ByteBuf> parts =
        Mono.fromSupplier(() -> inTurn(stream.feed()::next))
            .expand(beat -> after(beat, stream.feed()))
            .concatMap(beat -> part(beat, response));
    return response.send(parts, part -> true).then();
  }

  private Mono<StreamChunk> after(StreamChunk beat, ChunkSource feed) {
    return beat.then() == StreamChunk.Then.MORE
        ? Mono.delay(beat.pause()).map(over -> inTurn(feed::next))
        : Mono.empty();
  }

  private static Mono<ByteBuf> part(StreamChunk beat, HttpServerResponse response) {
    return beat.then() == StreamChunk.Then.BREAK
        ? Mono.<ByteBuf>never()
            .doOnSubscribe(begun -> response.withConnection(DisposableChannel::dispose))
        : Mono.just(Unpooled.copiedBuffer(beat.text(), StandardCharsets.UTF_8));
  }

  private static Mono<Void> send(ApiResponse answer, HttpServerResponse response) {
    response
        .status(answer.status())
        .header("X-Jetty-Simulator", "true")
        .header(HttpHeaderNames.CONTENT_TYPE, answer.contentType());
    answer.headers().forEach(response::header);
    return response.send(Mono.fromSupplier(() -> Unpooled.wrappedBuffer(answer.body()))).then();
  }

  /** A body as it comes in; what goes beyond the limit is read but not kept. */
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
