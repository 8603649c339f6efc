package io.jettymcp.jetty.http;

import io.jettymcp.jetty.Failure;
import io.jettymcp.jetty.Failure.Unavailable.Reason;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
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
    return new ResponseBody(
        attempt, headers.get(HttpHeaderNames.CONTENT_TYPE, ""), decoded(headers, content));
  }

  /**
   * Undoes the content coding, also one that was not asked for: a file must not be saved in it.
   * Fails with one that is not supported.
   */
  static Flux<ByteBuf> decoded(HttpHeaders headers, Flux<ByteBuf> content) {
    String coding =
        String.join(",", headers.getAll(HttpHeaderNames.CONTENT_ENCODING))
            .strip()
            .toLowerCase(Locale.ROOT);
    return switch (coding) {
      case "", "identity" -> content;
      case "gzip", "x-gzip" ->
          Gunzip.decode(content.map(ByteBufUtil::getBytes)).map(Unpooled::wrappedBuffer);
      default ->
          Flux.error(
              new Failure.Unavailable(
                  Reason.UNREADABLE,
                  "the reply has a Content-Encoding that was not asked for; a proxy may have added"
                      + " it"));
    };
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
