package io.jettymcp.transport.http.server;

import io.jettymcp.transport.http.HttpObserver;
import io.jettymcp.transport.http.HttpObserver.Rejection;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;

/** Ends the exchange of a connection when its response is written or can no longer be. */
// The promise of a write reports its outcome.
@SuppressWarnings("FutureReturnValueIgnored")
final class ResponseObserver extends ChannelDuplexHandler {
  private final HttpObserver observer;

  ResponseObserver(HttpObserver observer) {
    this.observer = observer;
  }

  @Override
  public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
    if (!isLast(message)) {
      context.write(message, promise);
      return;
    }
    var exchange = ServerExchange.takeFrom(context.channel());
    if (exchange.isEmpty() && message instanceof HttpResponse error) {
      // Written by the decoder: it never came to a request.
      observer.rejected(
          error.status().code() == 400 ? Rejection.BAD_REQUEST : Rejection.HEADERS_TOO_LARGE);
    }
    if (message instanceof HttpResponse complete) {
      exchange.ifPresent(ended -> ended.setStatusIfNone(complete.status().code()));
    }
    ChannelPromise written = promise.unvoid();
    exchange.ifPresent(ended -> written.addListener(outcome -> ended.end(outcome.isSuccess())));
    context.write(message, written);
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    ServerExchange.takeFrom(context.channel()).ifPresent(broken -> broken.end(false));
    context.fireChannelInactive();
  }

  /** Returns whether a message completes a response. */
  static boolean isLast(Object message) {
    return message instanceof LastHttpContent
        && !(message instanceof HttpResponse response
            && response.status().codeClass() == HttpStatusClass.INFORMATIONAL);
  }
}
