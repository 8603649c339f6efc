package io.jettymcp.jetty.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import reactor.netty.channel.ChannelOperations;

/**
 * Closes an idle connection on which bytes arrive. The HTTP decoder would keep an incomplete line
 * of them for the next response.
 */
final class IdleGuard extends ChannelInboundHandlerAdapter {
  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (ChannelOperations.get(context.channel()) == null) {
      ReferenceCountUtil.release(message);
      var unused = context.close();
    } else {
      context.fireChannelRead(message);
    }
  }
}
