package io.jettymcp.transport.http.limit;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.jettymcp.transport.http.HttpObserver;
import io.jettymcp.transport.http.HttpObserver.Rejection;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import reactor.netty.NettyPipeline;

/**
 * Limits the time in which a request has to arrive, from its first byte to its last. A timeout
 * between bytes alone would let a sender of one byte a second occupy a connection for ever.
 */
// The promise of a write reports its outcome.
@SuppressWarnings("FutureReturnValueIgnored")
public final class RequestDeadline extends ChannelInboundHandlerAdapter {
  private static final byte[] REQUEST_TIMEOUT =
      "HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
          .getBytes(US_ASCII);

  private final Duration limit;
  private final HttpObserver observer;
  private @Nullable Future<?> timer;
  private boolean responded;

  private RequestDeadline(Duration limit, HttpObserver observer) {
    this.limit = limit;
    this.observer = observer;
  }

  /** Sets the deadline for the requests of one connection. */
  public static void install(ChannelPipeline pipeline, Duration limit, HttpObserver observer) {
    RequestDeadline deadline = new RequestDeadline(limit, observer);
    pipeline.addBefore(NettyPipeline.HttpCodec, "request-bytes", deadline);
    pipeline.addAfter(NettyPipeline.HttpCodec, "request-ends", deadline.new MessageHandler());
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object bytes) {
    if (timer == null) {
      responded = false;
      timer =
          context
              .executor()
              .schedule(() -> expire(context), limit.toMillis(), TimeUnit.MILLISECONDS);
    }
    context.fireChannelRead(bytes);
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    cancel();
  }

  private void expire(ChannelHandlerContext context) {
    observer.rejected(Rejection.TOO_SLOW);
    if (responded) {
      context.close();
    } else {
      context
          .writeAndFlush(Unpooled.wrappedBuffer(REQUEST_TIMEOUT))
          .addListener(ChannelFutureListener.CLOSE);
    }
  }

  private void cancel() {
    if (timer != null) {
      timer.cancel(false);
      timer = null;
    }
  }

  /** Detects the ends of requests, and responses to requests that have not arrived completely. */
  private final class MessageHandler extends ChannelDuplexHandler {
    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      if (message instanceof HttpRequest) {
        responded = false;
      }
      if (message instanceof LastHttpContent) {
        cancel();
      }
      context.fireChannelRead(message);
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
      if (message instanceof HttpResponse response
          && response.status().codeClass() != HttpStatusClass.INFORMATIONAL) {
        responded = true;
      }
      context.write(message, promise);
    }
  }
}
