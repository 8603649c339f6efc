package io.jettymcp.jetty;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpContentDecompressor;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequestEncoder;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One connection, which carries one exchange at a time. All but {@link #carry} and {@link #isFresh}
 * happens on the thread of its channel.
 */
final class HttpConnection extends ChannelInboundHandlerAdapter {
  private static final int MAX_HEADERS = 64 * 1024;

  /** The largest piece in which a body is handed on. */
  private static final int MAX_PIECE = 64 * 1024;

  private final Connections connections;
  private final boolean shared;
  private @Nullable Channel channel;
  private @Nullable HttpExchange exchange;
  private volatile long idleSince;

  /**
   * @param shared whether it goes back to the others after an exchange
   */
  HttpConnection(Connections connections, boolean shared) {
    this.connections = connections;
    this.shared = shared;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    this.channel = context.channel();
    ChannelPipeline pipeline = context.pipeline();
    pipeline.addFirst(
        new HttpRequestEncoder(),
        new HttpResponseDecoder(
            new HttpDecoderConfig().setMaxHeaderSize(MAX_HEADERS).setMaxChunkSize(MAX_PIECE)),
        new HttpContentDecompressor(0));
  }

  private Channel channel() {
    if (channel == null) {
      throw new IllegalStateException("not added to a channel yet");
    }
    return channel;
  }

  /** Begins an exchange over a connection that others used before. */
  void carry(HttpExchange next) {
    channel().eventLoop().execute(() -> begin(next));
  }

  /** Begins an exchange, now that the connection stands. */
  void begin(HttpExchange next) {
    if (next.isCancelled()) {
      free();
    } else if (channel().isActive()) {
      exchange = next;
      next.begin(this, channel());
    } else if (shared) {
      connections.connect(next);
    } else {
      next.fail(new ClosedChannelException());
    }
  }

  /** Whether it may still be used after its time without work. */
  boolean isFresh(Duration longest) {
    return channel().isActive() && System.nanoTime() - idleSince < longest.toNanos();
  }

  void close() {
    var unused = channel().close();
  }

  /** Ends an exchange that is not wanted any more. */
  void giveUp(HttpExchange unwanted) {
    if (exchange == unwanted) {
      exchange = null;
      close();
    }
  }

  /** Ends an exchange that goes wrong. */
  void fail(HttpExchange broken, Throwable why) {
    if (exchange == broken) {
      exchange = null;
      close();
      broken.fail(why);
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    try {
      HttpExchange now = exchange;
      if (now == null) {
        close(); // It says something and was not asked.
      } else if (((HttpObject) message).decoderResult().isFailure()) {
        fail(now, new DecoderException(((HttpObject) message).decoderResult().cause()));
      } else {
        take(now, message);
      }
    } finally {
      ReferenceCountUtil.release(message);
    }
  }

  private void take(HttpExchange now, Object message) {
    if (message instanceof HttpResponse head) {
      now.take(head);
    }
    if (message instanceof HttpContent content) {
      now.take(content.content());
    }
    if (message instanceof LastHttpContent && now.isAnswered()) {
      end(now);
    }
  }

  /** The connection is free before anybody hears of the reply, and so may ask for more. */
  private void end(HttpExchange answered) {
    if (exchange == answered) {
      exchange = null;
      if (answered.leavesConnection()) {
        free();
      } else {
        close();
      }
      answered.end();
    }
  }

  private void free() {
    if (shared && channel().isActive()) {
      channel().config().setAutoRead(true);
      idleSince = System.nanoTime();
      connections.release(this);
    } else {
      close();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    HttpExchange now = exchange;
    exchange = null;
    if (shared) {
      connections.ended(this);
    }
    if (now != null) {
      now.fail(new ClosedChannelException());
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable why) {
    HttpExchange now = exchange;
    if (now == null) {
      close();
    } else {
      fail(now, why);
    }
  }
}
