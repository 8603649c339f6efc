package io.jettymcp.jetty.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * Sets the connect time-out of a channel when it connects. Only then it is known how many addresses
 * share the time: a silent one must leave some for the next.
 */
final class ConnectTimeout extends ChannelOutboundHandlerAdapter {
  private final Supplier<Duration> limit;

  ConnectTimeout(Supplier<Duration> limit) {
    this.limit = limit;
  }

  @Override
  public void connect(
      ChannelHandlerContext context,
      SocketAddress remote,
      SocketAddress local,
      ChannelPromise promise) {
    context
        .channel()
        .config()
        .setConnectTimeoutMillis((int) Math.min(Integer.MAX_VALUE, limit.get().toMillis()));
    var unused = context.connect(remote, local, promise);
  }
}
