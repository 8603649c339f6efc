package io.jettymcp.jetty;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

/**
 * One request that is written to a connection, and its reply. Once it has a connection, everything
 * happens on that one's thread; only {@link #dispose} may come from anywhere.
 */
final class HttpExchange implements Disposable, ChannelFutureListener {
  /** Knows what is said above a body, and what is made of a reply while it comes in. */
  interface Side {
    void fill(
        HttpHeaders headers, Attempt attempt, RequestBody outgoing, Optional<TraceContext> trace);

    Mono<Reply> receive(Attempt attempt, int status, HttpHeaders headers, Flux<ByteBuf> content);
  }

  private final Attempt attempt;
  private final RequestBody outgoing;
  private final Side side;
  private final Connections connections;
  private final MonoSink<Reply> sink;
  private final Disposable.Swap reading = Disposables.swap();
  private volatile boolean cancelled;
  private volatile @Nullable Channel channel;
  private @Nullable HttpConnection connection;
  private @Nullable ReplyContent content;
  private boolean sent;
  private boolean keepAlive;

  HttpExchange(
      Attempt attempt,
      RequestBody outgoing,
      Side side,
      Connections connections,
      MonoSink<Reply> sink) {
    this.attempt = attempt;
    this.outgoing = outgoing;
    this.side = side;
    this.connections = connections;
    this.sink = sink;
  }

  /** Whether others may have used its connection, and may use it afterwards. */
  boolean mayShare() {
    return attempt.request().repeatable();
  }

  boolean isCancelled() {
    return cancelled;
  }

  /** A connection is being made. */
  void connecting(Channel made) {
    channel = made;
    if (cancelled) {
      var unused = made.close();
    }
  }

  /** Nobody waits for the reply any more: what was begun is broken off. */
  @Override
  public void dispose() {
    cancelled = true;
    attempt.abandon();
    reading.dispose();
    connections.forget(this);
    Channel now = channel;
    if (now != null) {
      now.eventLoop().execute(() -> stop(now));
    }
  }

  private void stop(Channel begun) {
    if (connection != null) {
      connection.giveUp(this);
    } else if (channel == begun) {
      var unused = begun.close();
    }
  }

  /** The connection stands; writes the request, unless it was given up meanwhile. */
  void begin(HttpConnection free, Channel its) {
    connection = free;
    channel = its;
    if (!attempt.begin()) {
      free.fail(this, new IOException("abandoned"));
      return;
    }
    HttpMethod method = HttpMethod.valueOf(attempt.request().method().name());
    if (outgoing.length() == 0) {
      DefaultFullHttpRequest whole =
          new DefaultFullHttpRequest(
              HttpVersion.HTTP_1_1, method, attempt.target(), Unpooled.EMPTY_BUFFER);
      fill(whole.headers());
      its.writeAndFlush(whole).addListener(this);
      return;
    }
    DefaultHttpRequest head =
        new DefaultHttpRequest(HttpVersion.HTTP_1_1, method, attempt.target());
    fill(head.headers());
    var unused = its.write(head);
    outgoing.content().subscribe(new Upload(its));
  }

  private void fill(HttpHeaders headers) {
    side.fill(headers, attempt, outgoing, TraceContext.in(sink.contextView()));
  }

  /** The last byte of the request is written. */
  @Override
  public void operationComplete(ChannelFuture last) {
    if (last.isSuccess()) {
      sent = true;
      attempt.sent();
    } else {
      fault(last.cause());
    }
  }

  private void fault(Throwable why) {
    if (connection != null) {
      connection.fail(this, why);
    }
  }

  /** Whether the head of the reply is here: one that is only informational is passed over. */
  boolean isAnswered() {
    return content != null;
  }

  void take(HttpResponse head) {
    HttpResponseStatus status = head.status();
    if (status.codeClass() == HttpStatusClass.INFORMATIONAL
        && !status.equals(HttpResponseStatus.SWITCHING_PROTOCOLS)) {
      return;
    }
    keepAlive = HttpUtil.isKeepAlive(head);
    Channel its = channel;
    if (its == null) {
      throw new IllegalStateException("a reply before the request");
    }
    boolean paced = attempt.request().reading().streams();
    ReplyContent body = new ReplyContent(its, paced, this);
    Mono<Reply> reply = side.receive(attempt, status.code(), head.headers(), body);
    content = body; // From here on a fault is told through it.
    Receiving receiving = new Receiving();
    reading.update(receiving);
    reply.subscribe(receiving);
  }

  void take(ByteBuf piece) {
    if (content != null) {
      content.take(piece);
    }
  }

  /** Whether its connection can carry another exchange. */
  boolean leavesConnection() {
    return keepAlive && sent;
  }

  /** The reply is whole. */
  void end() {
    if (content != null) {
      content.end(null);
    }
  }

  /** There will be no more of the reply. */
  void fail(Throwable why) {
    if (content != null) {
      content.end(why);
    } else if (!cancelled) {
      sink.error(why);
    }
  }

  /** What is still to come of the body is not needed. */
  void unwanted() {
    if (connection != null) {
      connection.giveUp(this);
    }
  }

  /** Hands on what the reply comes to. */
  private final class Receiving extends BaseSubscriber<Reply> {
    @Override
    protected void hookOnNext(Reply reply) {
      sink.success(reply);
    }

    @Override
    protected void hookOnComplete() {
      sink.success();
    }

    @Override
    protected void hookOnError(Throwable why) {
      sink.error(why);
    }
  }

  /** Writes a body as fast as the network takes it. */
  private final class Upload extends BaseSubscriber<ByteBuf> {
    private final Channel to;

    Upload(Channel to) {
      this.to = to;
    }

    @Override
    protected void hookOnSubscribe(Subscription subscription) {
      to.closeFuture().addListener(closed -> cancel());
      request(1);
    }

    @Override
    protected void hookOnNext(ByteBuf piece) {
      to.writeAndFlush(new DefaultHttpContent(piece))
          .addListener(
              written -> {
                if (written.isSuccess()) {
                  request(1);
                } else {
                  cancel();
                  fault(written.cause());
                }
              });
    }

    @Override
    protected void hookOnComplete() {
      to.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT).addListener(HttpExchange.this);
    }

    @Override
    protected void hookOnError(Throwable why) {
      to.eventLoop().execute(() -> fault(why));
    }
  }
}
