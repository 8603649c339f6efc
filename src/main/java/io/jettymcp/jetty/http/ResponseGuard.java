package io.jettymcp.jetty.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;
import reactor.netty.channel.ChannelOperations;

/**
 * Rejects what Reactor Netty would take for the response: informational responses other than 100
 * (RFC 9110, section 15.2) are dropped; unsolicited data, another protocol and what is no HTTP
 * close the connection.
 */
final class ResponseGuard extends ChannelInboundHandlerAdapter {
  private boolean informational;

  /** The server speaks another protocol now (101), which nothing here has asked for. */
  private boolean switched;

  /**
   * The end of the response, until all that was read with it is seen. It frees the connection, and
   * what follows in the same read would pass for the response to the next request.
   */
  private @Nullable LastHttpContent end;

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (!(message instanceof HttpObject part)) {
      context.fireChannelRead(message);
    } else if (end != null || ChannelOperations.get(context.channel()) == null) {
      close(context, message);
    } else if (part.decoderResult().isFailure()) {
      context.fireExceptionCaught(new DecoderException(part.decoderResult().cause()));
      close(context, message);
    } else if (isInformational(part)) {
      ReferenceCountUtil.release(message);
      context.read();
    } else if (isSwitch(part)) {
      switched = true;
      context.fireChannelRead(message);
    } else if (part instanceof LastHttpContent last) {
      end = last;
    } else {
      context.fireChannelRead(message);
    }
  }

  /** An informational response is its head and an empty last content. */
  private boolean isInformational(HttpObject part) {
    if (part instanceof HttpResponse response) {
      informational =
          response.status().codeClass() == HttpStatusClass.INFORMATIONAL
              && !response.status().equals(HttpResponseStatus.SWITCHING_PROTOCOLS);
      return informational;
    }
    boolean dropped = informational;
    if (part instanceof LastHttpContent) {
      informational = false;
    }
    return dropped;
  }

  private static boolean isSwitch(HttpObject part) {
    return part instanceof HttpResponse response
        && response.status().equals(HttpResponseStatus.SWITCHING_PROTOCOLS);
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    passEnd(context);
    context.fireChannelReadComplete();
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    passEnd(context);
    context.fireChannelInactive();
  }

  private void passEnd(ChannelHandlerContext context) {
    LastHttpContent last = end;
    if (last != null) {
      end = null;
      if (switched) {
        // Before the end of the response frees the connection for the next request.
        var unused = context.close();
      }
      context.fireChannelRead(last);
    }
  }

  private static void close(ChannelHandlerContext context, Object message) {
    ReferenceCountUtil.release(message);
    var unused = context.close();
  }
}
