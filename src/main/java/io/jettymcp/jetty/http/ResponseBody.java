package io.jettymcp.jetty.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.Locale;
import java.util.regex.Pattern;
import reactor.core.publisher.Flux;

/**
 * The body of a successful response as it arrives.
 *
 * @param contentType the header
 */
record ResponseBody(Attempt attempt, String contentType, Flux<ByteBuf> content) {
  static final String EVENTS = "text/event-stream";

  private static final String UNKNOWN = "application/octet-stream";
  private static final Pattern MEDIA_TYPE =
      Pattern.compile("[a-z0-9!#$&^_.+-]{1,64}/[a-z0-9!#$&^_.+-]{1,64}");

  static ResponseBody of(Attempt attempt, HttpHeaders headers, Flux<ByteBuf> content) {
    return new ResponseBody(attempt, headers.get(HttpHeaderNames.CONTENT_TYPE, ""), content);
  }

  /** Returns the type without parameters, in lower case. */
  String mediaType() {
    String type = contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    return MEDIA_TYPE.matcher(type).matches() ? type : UNKNOWN;
  }

  /** Returns the bytes in pieces; each restarts the silence deadline. */
  Flux<byte[]> stream() {
    return content
        .map(ByteBufUtil::getBytes)
        .doOnNext(
            piece -> {
              attempt.count(piece.length);
              attempt.streaming();
            })
        .doOnSubscribe(subscription -> attempt.streaming());
  }
}
