package io.jettymcp.jetty.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.Locale;
import java.util.regex.Pattern;
import reactor.core.publisher.Flux;

/**
 * The body of a good reply as it comes in.
 *
 * @param header what it says of its type
 */
record ResponseBody(Attempt attempt, String header, Flux<ByteBuf> content) {
  static final String EVENTS = "text/event-stream";

  private static final String UNKNOWN = "application/octet-stream";
  private static final Pattern MEDIA_TYPE =
      Pattern.compile("[a-z0-9!#$&^_.+-]{1,64}/[a-z0-9!#$&^_.+-]{1,64}");

  static ResponseBody of(Attempt attempt, HttpHeaders headers, Flux<ByteBuf> content) {
    return new ResponseBody(attempt, headers.get(HttpHeaderNames.CONTENT_TYPE, ""), content);
  }

  /** The type without its parameters, in lower case. */
  String mediaType() {
    String type = header.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    return MEDIA_TYPE.matcher(type).matches() ? type : UNKNOWN;
  }

  /** The bytes in pieces, each of which starts the wait for the next one anew. */
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
