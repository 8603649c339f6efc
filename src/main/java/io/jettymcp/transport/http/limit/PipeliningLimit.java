package io.jettymcp.transport.http.limit;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;

/**
 * Limits what a client sends on a connection before it has the response to its earlier request. All
 * of it is buffered, and the limit of bodies does not count it yet. Hardly any client pipelines.
 */
// The promise of a write reports its outcome.
@SuppressWarnings("FutureReturnValueIgnored")
public final class PipeliningLimit extends ChannelDuplexHandler {
  private static final int MAX_REQUESTS = 16;
  private static final int MAX_BYTES = 64 * 1024;

  private int pendingRequests;
  private int bytesAhead;

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (message instanceof HttpRequest) {
      pendingRequests++;
    }
    if (pendingRequests > 1 && message instanceof HttpContent part) {
      bytesAhead += part.content().readableBytes();
    }
    if (pendingRequests > MAX_REQUESTS || bytesAhead > MAX_BYTES) {
      ReferenceCountUtil.release(message);
      context.close();
    } else {
      context.fireChannelRead(message);
    }
  }

  @Override
  public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
    if (message instanceof LastHttpContent && !isInformational(message)) {
      pendingRequests--;
      if (pendingRequests <= 1) {
        bytesAhead = 0;
      }
    }
    context.write(message, promise);
  }

  private static boolean isInformational(Object message) {
    return message instanceof HttpResponse response
        && response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
  }
}
