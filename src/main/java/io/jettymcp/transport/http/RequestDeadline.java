package io.jettymcp.transport.http;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.jettymcp.transport.http.HttpObserver.Refusal;
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
 * The time in which a whole request has to arrive, from its first byte to its last. A timeout
 * between bytes alone would let a sender of one byte a second hold a connection for ever.
 */
// What becomes of a write is told to its promise.
@SuppressWarnings("FutureReturnValueIgnored")
final class RequestDeadline extends ChannelInboundHandlerAdapter {
  private static final byte[] TOO_SLOW =
      "HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
          .getBytes(US_ASCII);

  private final Duration limit;
  private final HttpObserver observer;
  private @Nullable Future<?> running;
  private boolean answered;

  private RequestDeadline(Duration limit, HttpObserver observer) {
    this.limit = limit;
    this.observer = observer;
  }

  /** Sets the deadline for the requests of one connection. */
  static void watch(ChannelPipeline pipeline, Duration limit, HttpObserver observer) {
    RequestDeadline deadline = new RequestDeadline(limit, observer);
    pipeline.addBefore(NettyPipeline.HttpCodec, "request-bytes", deadline);
    pipeline.addAfter(NettyPipeline.HttpCodec, "request-ends", deadline.new Messages());
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object bytes) {
    if (running == null) {
      answered = false;
      running =
          context.executor().schedule(() -> end(context), limit.toMillis(), TimeUnit.MILLISECONDS);
    }
    context.fireChannelRead(bytes);
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    arrived();
  }

  private void end(ChannelHandlerContext context) {
    observer.refused(Refusal.TOO_SLOW);
    if (answered) {
      context.close();
    } else {
      context
          .writeAndFlush(Unpooled.wrappedBuffer(TOO_SLOW))
          .addListener(ChannelFutureListener.CLOSE);
    }
  }

  private void arrived() {
    if (running != null) {
      running.cancel(false);
      running = null;
    }
  }

  /** Sees the ends of requests, and whether one was answered before it had arrived. */
  private final class Messages extends ChannelDuplexHandler {
    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      if (message instanceof HttpRequest) {
        answered = false;
      }
      if (message instanceof LastHttpContent) {
        arrived();
      }
      context.fireChannelRead(message);
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
      if (message instanceof HttpResponse response
          && response.status().codeClass() != HttpStatusClass.INFORMATIONAL) {
        answered = true;
      }
      context.write(message, promise);
    }
  }
}
