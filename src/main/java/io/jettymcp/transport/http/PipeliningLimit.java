package io.jettymcp.transport.http;

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
 * Bounds what a client sends on a connection before it has the answer to what it sent before. All
 * of that is kept, and the bound of bodies does not see it yet. Hardly any client does it.
 */
// What becomes of a write is told to its promise.
@SuppressWarnings("FutureReturnValueIgnored")
final class PipeliningLimit extends ChannelDuplexHandler {
  private static final int MAX_REQUESTS = 16;
  private static final int MAX_BYTES = 64 * 1024;

  private int unanswered;
  private int bytesAhead;

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (message instanceof HttpRequest) {
      unanswered++;
    }
    if (unanswered > 1 && message instanceof HttpContent part) {
      bytesAhead += part.content().readableBytes();
    }
    if (unanswered > MAX_REQUESTS || bytesAhead > MAX_BYTES) {
      ReferenceCountUtil.release(message);
      context.close();
    } else {
      context.fireChannelRead(message);
    }
  }

  @Override
  public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
    if (message instanceof LastHttpContent && !isInformational(message)) {
      unanswered--;
      if (unanswered <= 1) {
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
