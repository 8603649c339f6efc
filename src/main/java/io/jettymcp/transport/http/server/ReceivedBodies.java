package io.jettymcp.transport.http.server;

import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;

/**
 * Counts the bodies of a connection's requests, and closes the connection of a client that goes on
 * sending a body after the response. Reactor Netty would read and drop all of it.
 */
// The promise of a write or a close reports its outcome.
@SuppressWarnings("FutureReturnValueIgnored")
final class ReceivedBodies extends ChannelDuplexHandler {
  /** Lets clients that were about to finish keep their connection. */
  static final int MAX_AFTER_RESPONSE = 64 * 1024;

  /** Time for the client to read the response, which a close with unread bytes would discard. */
  private static final Duration LINGER = Duration.ofMillis(300);

  /**
   * The requests that have no complete response, oldest first. A request with a response stays
   * until its body ends; no other can follow it before.
   */
  private final Deque<ReceivedBody> open = new ArrayDeque<>();

  private boolean closing;

  /** Returns the body of the request that is served now. */
  static ReceivedBody current(Channel channel) {
    return channel.pipeline().get(ReceivedBodies.class).open.element();
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (closing) {
      ReferenceCountUtil.release(message);
      return;
    }
    if (message instanceof HttpRequest) {
      open.add(new ReceivedBody());
    }
    if (message instanceof HttpContent part && !open.isEmpty()) {
      receive(context, part);
    }
    context.fireChannelRead(message);
  }

  private void receive(ChannelHandlerContext context, HttpContent part) {
    ReceivedBody body = open.getLast();
    body.received(part.content().readableBytes());
    if (part instanceof LastHttpContent) {
      body.end();
      removeFinished();
    } else if (body.bytesAfterResponse() > MAX_AFTER_RESPONSE) {
      closing = true;
      context.executor().schedule(() -> context.close(), LINGER.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  /** Reads nothing more from a connection that is about to be closed. */
  @Override
  public void read(ChannelHandlerContext context) {
    if (!closing) {
      context.read();
    }
  }

  @Override
  public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
    if (ResponseObserver.isLast(message) && !open.isEmpty()) {
      open.element().answered();
      removeFinished();
    }
    context.write(message, promise);
  }

  private void removeFinished() {
    ReceivedBody oldest = open.peek();
    if (oldest != null && oldest.isEnded() && oldest.isAnswered()) {
      open.remove();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    open.forEach(ReceivedBody::end);
    open.clear();
    context.fireChannelInactive();
  }
}
