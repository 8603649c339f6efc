package io.jettymcp.transport.http;

import io.jettymcp.transport.http.HttpObserver.Method;
import io.jettymcp.transport.http.HttpObserver.Route;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.AttributeKey;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.netty.FutureMono;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/** One request and its answer, from the end of its head to the last byte written. */
final class ServerExchange {
  private static final AttributeKey<ServerExchange> CURRENT =
      AttributeKey.valueOf(ServerExchange.class, "now");

  private final HttpServerRequest request;
  private final HttpServerResponse response;
  private final Channel channel;
  private final Route route;
  private final RequestId id = RequestId.next();
  private final long began = System.nanoTime();
  private final AtomicLong bytesIn = new AtomicLong();
  private final AtomicLong bytesOut = new AtomicLong();
  private final AtomicBoolean answered = new AtomicBoolean();
  private final AtomicBoolean over = new AtomicBoolean();
  private final List<Runnable> atEnd = new CopyOnWriteArrayList<>();
  private final Sinks.Empty<Void> gone = Sinks.empty();
  private volatile int status;
  private volatile @Nullable String owner;
  private volatile @Nullable String session;

  ServerExchange(HttpServerRequest request, HttpServerResponse response, Route route) {
    this.request = request;
    this.response = response;
    this.route = route;
    Channel[] under = new Channel[1];
    request.withConnection(connection -> under[0] = connection.channel());
    this.channel = under[0];
    this.session = request.requestHeaders().get(HeaderNames.SESSION);
    channel.attr(CURRENT).set(this);
  }

  /** Takes the exchange of a connection whose answer has just been written out, or broken off. */
  static Optional<ServerExchange> takeFrom(Channel channel) {
    return Optional.ofNullable(channel.attr(CURRENT).getAndSet(null));
  }

  HttpServerRequest request() {
    return request;
  }

  HttpHeaders headers() {
    return request.requestHeaders();
  }

  Route route() {
    return route;
  }

  Method method() {
    return Method.of(request.method().name());
  }

  /** Where the request came in. */
  InetSocketAddress local() {
    return (InetSocketAddress) channel.localAddress();
  }

  /** Whom the connection is with, which may be a proxy. */
  InetSocketAddress peer() {
    return (InetSocketAddress) channel.remoteAddress();
  }

  String id() {
    return id.text();
  }

  int status() {
    return status;
  }

  Duration took() {
    return Duration.ofNanos(System.nanoTime() - began);
  }

  long bytesIn() {
    return bytesIn.get();
  }

  long bytesOut() {
    return bytesOut.get();
  }

  Optional<String> owner() {
    return Optional.ofNullable(owner);
  }

  Optional<String> session() {
    return Optional.ofNullable(session);
  }

  void belongsTo(String newOwner) {
    this.owner = newOwner;
  }

  void received(int bytes) {
    bytesIn.addAndGet(bytes);
  }

  /** Sets a header of the answer, whatever that will be. */
  void promise(CharSequence name, CharSequence value) {
    response.header(name, value);
  }

  /** The connection is closed when the answer is written. */
  void leaveAfterwards() {
    response.keepAlive(false);
  }

  /** Runs something once the exchange is over; at once if it is already. */
  void atEnd(Runnable last) {
    AtomicBoolean ran = new AtomicBoolean();
    Runnable once =
        () -> {
          if (ran.compareAndSet(false, true)) {
            last.run();
          }
        };
    atEnd.add(once);
    if (over.get()) {
      once.run();
    }
  }

  /** Completes when the client has gone before it had its whole answer. */
  Mono<Void> gone() {
    return gone.asMono();
  }

  boolean isOver() {
    return over.get();
  }

  /** To be called when the answer has been written, or can no longer be. */
  void end(boolean whole) {
    if (over.compareAndSet(false, true)) {
      if (!whole) {
        gone.tryEmitEmpty();
      }
      atEnd.forEach(Runnable::run);
    }
  }

  /** Answers with all of a body at once. */
  Mono<Void> answer(int code, Map<String, String> headers, String type, String text) {
    return Mono.defer(
        () -> {
          begin(code, headers);
          byte[] body = text.getBytes(StandardCharsets.UTF_8);
          response.header(HttpHeaderNames.CONTENT_TYPE, type);
          response.header(HttpHeaderNames.CONTENT_LENGTH, Integer.toString(body.length));
          if (request.method().equals(HttpMethod.HEAD)) {
            return response.send();
          }
          bytesOut.addAndGet(body.length);
          return response.send(Mono.fromSupplier(() -> Unpooled.wrappedBuffer(body))).then();
        });
  }

  /** Answers with a status alone. */
  Mono<Void> empty(int code, Map<String, String> headers) {
    return Mono.defer(
        () -> {
          begin(code, headers);
          if (code != 204) {
            response.header(HttpHeaderNames.CONTENT_LENGTH, HttpHeaderValues.ZERO);
          }
          return response.send();
        });
  }

  /** Answers with parts as they come; one is asked for when the one before has been written. */
  Mono<Void> stream(Map<String, String> headers, String type, Flux<String> parts) {
    return Mono.defer(
        () -> {
          begin(200, headers);
          response.header(HttpHeaderNames.CONTENT_TYPE, type);
          if (request.version().equals(HttpVersion.HTTP_1_0)) {
            // Such a client knows no chunks (RFC 9112, 6.1): the end of the connection is the end.
            response.chunkedTransfer(false);
            leaveAfterwards();
          }
          // A part that is being written is to be written in full, even if no more will come.
          Flux<Mono<Void>> writes =
              parts.map(this::write).onErrorResume(broken -> Flux.just(Mono.error(broken)));
          return response.sendHeaders().then().then(writes.concatMap(part -> part, 0).then());
        });
  }

  /** Answers anew if nothing has been written yet; otherwise what was begun is broken off. */
  Mono<Void> insteadOfWhatFailed(Mono<Void> answer) {
    return Mono.defer(
        () -> {
          if (isOver()) {
            return Mono.empty();
          }
          if (response.hasSentHeaders()) {
            return FutureMono.deferFuture(channel::close);
          }
          answered.set(false);
          return answer;
        });
  }

  private Mono<Void> write(String part) {
    return FutureMono.deferFuture(
        () -> {
          bytesOut.addAndGet(ByteBufUtil.utf8Bytes(part));
          return channel.writeAndFlush(
              new DefaultHttpContent(ByteBufUtil.writeUtf8(channel.alloc(), part)));
        });
  }

  private void begin(int code, Map<String, String> headers) {
    if (!answered.compareAndSet(false, true)) {
      throw new IllegalStateException("There is an answer already");
    }
    status = code;
    String opened = headers.get(HeaderNames.SESSION);
    if (opened != null) {
      session = opened;
    }
    response.status(code);
    response.header("X-Content-Type-Options", "nosniff");
    response.header("X-Request-Id", id.text());
    headers.forEach(response::header);
  }
}
