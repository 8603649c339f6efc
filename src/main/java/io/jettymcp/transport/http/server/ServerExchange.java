package io.jettymcp.transport.http.server;

import io.jettymcp.transport.http.HttpObserver.Method;
import io.jettymcp.transport.http.HttpObserver.Route;
import io.jettymcp.transport.http.header.HeaderNames;
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
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.netty.FutureMono;
import reactor.netty.channel.AbortedException;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/** Holds one request and its response, from the request's head to the response's last byte. */
final class ServerExchange {
  private static final AttributeKey<ServerExchange> CURRENT =
      AttributeKey.valueOf(ServerExchange.class, "now");

  private final HttpServerRequest request;
  private final HttpServerResponse response;
  private final Channel channel;
  private final Route route;

  /** Identifies the request in the log and in its response. It need not be hard to guess. */
  private final String id = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());

  private final long start = System.nanoTime();
  private final ReceivedBody body;
  private final AtomicLong bytesOut = new AtomicLong();
  private final AtomicBoolean responded = new AtomicBoolean();
  private final AtomicBoolean over = new AtomicBoolean();
  private final List<Runnable> onEnd = new CopyOnWriteArrayList<>();
  private final Sinks.Empty<Void> disconnected = Sinks.empty();
  private volatile int status;
  private volatile Duration duration = Duration.ZERO;
  private volatile @Nullable String owner;
  private volatile @Nullable String session;

  ServerExchange(HttpServerRequest request, HttpServerResponse response, Route route) {
    this.request = request;
    this.response = response;
    this.route = route;
    Channel[] holder = new Channel[1];
    request.withConnection(connection -> holder[0] = connection.channel());
    this.channel = holder[0];
    this.body = ReceivedBodies.current(channel);
    this.session = request.requestHeaders().get(HeaderNames.SESSION_ID);
    channel.attr(CURRENT).set(this);
  }

  /** Removes the exchange of a connection whose response was just written, or broken off. */
  static Optional<ServerExchange> takeFrom(Channel channel) {
    return Optional.ofNullable(channel.attr(CURRENT).getAndSet(null));
  }

  /** Returns the path of a request target, without its query and without a slash at its end. */
  static String path(String target) {
    String path = rawPath(target);
    return path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
  }

  /** Returns the path of a request target, without its query. */
  static String rawPath(String target) {
    int query = target.indexOf('?');
    return query < 0 ? target : target.substring(0, query);
  }

  HttpServerRequest request() {
    return request;
  }

  HttpHeaders headers() {
    return request.requestHeaders();
  }

  String path() {
    return path(request.uri());
  }

  Route route() {
    return route;
  }

  Method method() {
    return Method.of(request.method().name());
  }

  /** Returns the address that the request was received on. */
  InetSocketAddress local() {
    return (InetSocketAddress) channel.localAddress();
  }

  /** Returns the other end of the connection, which may be a proxy. */
  InetSocketAddress peer() {
    return (InetSocketAddress) channel.remoteAddress();
  }

  String id() {
    return id;
  }

  int status() {
    return status;
  }

  /** Returns the time from the head of the request to the end of the exchange. */
  Duration duration() {
    return duration;
  }

  long bytesIn() {
    return body.bytes();
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

  void setOwner(String owner) {
    this.owner = owner;
  }

  /** Adds headers to the response, whatever that will be. */
  void addHeaders(Map<String, String> headers) {
    headers.forEach(response::header);
  }

  /** Closes the connection after the response. */
  void closeAfterResponse() {
    response.keepAlive(false);
  }

  /** Runs a listener once the exchange is over; at once if it is already. */
  void onEnd(Runnable listener) {
    AtomicBoolean ran = new AtomicBoolean();
    Runnable once =
        () -> {
          if (ran.compareAndSet(false, true)) {
            listener.run();
          }
        };
    onEnd.add(once);
    if (over.get()) {
      once.run();
    }
  }

  /** Runs a listener once the exchange is over and no more of the request's body arrives. */
  void onRequestEnd(Runnable listener) {
    onEnd(() -> body.onEnd(listener));
  }

  /** Completes when the client has disconnected before it had the complete response. */
  Mono<Void> disconnected() {
    return disconnected.asMono();
  }

  boolean isOver() {
    return over.get();
  }

  /** Ends the exchange; must be called when the response was written, or can no longer be. */
  void end(boolean complete) {
    if (over.compareAndSet(false, true)) {
      duration = Duration.ofNanos(System.nanoTime() - start);
      if (!complete) {
        disconnected.tryEmitEmpty();
      }
      onEnd.forEach(Runnable::run);
    }
  }

  /** Responds with a complete body. */
  Mono<Void> respond(int code, Map<String, String> headers, String type, String text) {
    return Mono.defer(
        () -> {
          byte[] body = text.getBytes(StandardCharsets.UTF_8);
          begin(
              code,
              headers,
              () -> {
                response.header(HttpHeaderNames.CONTENT_TYPE, type);
                response.header(HttpHeaderNames.CONTENT_LENGTH, Integer.toString(body.length));
              });
          if (request.method().equals(HttpMethod.HEAD)) {
            return response.send();
          }
          bytesOut.addAndGet(body.length);
          return response.send(Mono.fromSupplier(() -> Unpooled.wrappedBuffer(body))).then();
        });
  }

  /** Responds with a status and no body. */
  Mono<Void> respondEmpty(int code, Map<String, String> headers) {
    return Mono.defer(
        () -> {
          begin(
              code,
              headers,
              () -> {
                if (code != 204) {
                  response.header(HttpHeaderNames.CONTENT_LENGTH, HttpHeaderValues.ZERO);
                }
              });
          return response.send();
        });
  }

  /** Responds with parts as they come; requests one when the one before is written. */
  Mono<Void> respondStream(Map<String, String> headers, String type, Flux<String> parts) {
    return Mono.defer(
        () -> {
          begin(
              200,
              headers,
              () -> {
                response.header(HttpHeaderNames.CONTENT_TYPE, type);
                if (request.version().equals(HttpVersion.HTTP_1_0)) {
                  // Such a client knows no chunks (RFC 9112, section 6.1): the connection's end
                  // ends it.
                  response.chunkedTransfer(false);
                  closeAfterResponse();
                }
              });
          // A part that is being written must be completed, even if no more will come.
          Flux<Mono<Void>> writes =
              parts.map(this::write).onErrorResume(failure -> Flux.just(Mono.error(failure)));
          return response.sendHeaders().then().then(writes.concatMap(part -> part, 0).then());
        });
  }

  /** Replaces a failed response if nothing of it was sent yet; otherwise closes the connection. */
  Mono<Void> replaceWith(Mono<Void> other) {
    return Mono.defer(
        () -> {
          if (isOver()) {
            return Mono.empty();
          }
          if (response.hasSentHeaders()) {
            return FutureMono.deferFuture(channel::close);
          }
          responded.set(false);
          return other;
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

  /**
   * Prepares the head of the response.
   *
   * @param moreHeaders sets those that describe the body
   */
  private void begin(int code, Map<String, String> headers, Runnable moreHeaders) {
    if (!responded.compareAndSet(false, true)) {
      throw new IllegalStateException("There is a response already");
    }
    writeHead(code, headers, moreHeaders);
    status = code;
    String newSession = headers.get(HeaderNames.SESSION_ID);
    if (newSession != null) {
      session = newSession;
    }
  }

  private void writeHead(int code, Map<String, String> headers, Runnable moreHeaders) {
    try {
      response.status(code);
      response.header("X-Content-Type-Options", "nosniff");
      response.header("X-Request-Id", id);
      addHeaders(headers);
      moreHeaders.run();
    } catch (IllegalStateException e) {
      // Netty may respond to a broken body at any time, and then closes the connection.
      throw new AbortedException(e);
    }
  }

  /** Notes the status of a response that Netty itself sends. */
  void setStatusIfNone(int code) {
    if (status == 0) {
      status = code;
    }
  }
}
