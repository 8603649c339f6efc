package io.jettymcp.jetty.http;

import io.jettymcp.jetty.Failure;
import io.jettymcp.jetty.LocalFile;
import io.jettymcp.jetty.Request;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLConnection;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import reactor.core.publisher.Flux;
import reactor.core.publisher.SynchronousSink;
import reactor.core.scheduler.Schedulers;

/**
 * Encodes a form as {@code multipart/form-data} (RFC 7578). Netty's own encoder writes long fields
 * to temporary files, and fields may hold secrets.
 */
final class MultipartForm {
  /** In bytes. Reactor Netty asks for 128 pieces ahead, so that an upload holds 1 MB. */
  private static final int CHUNK = 8 * 1024;

  private final String boundary = "jetty-mcp-" + UUID.randomUUID();
  private final List<Flux<ByteBuf>> content = new ArrayList<>();
  private long length;

  private MultipartForm() {}

  static RequestBody encode(Request.Multipart form) {
    MultipartForm encoding = new MultipartForm();
    for (Request.Part part : form.parts()) {
      encoding.add(part);
    }
    encoding.text("--" + encoding.boundary + "--\r\n");
    return new RequestBody(
        Optional.of("multipart/form-data; boundary=" + encoding.boundary),
        encoding.length,
        Flux.concat(encoding.content));
  }

  private void add(Request.Part part) {
    String head =
        "--"
            + boundary
            + "\r\nContent-Disposition: form-data; name=\""
            + quoted(part.name())
            + "\"";
    if (part instanceof Request.Field field) {
      text(head + "\r\n\r\n" + field.text().reveal() + "\r\n");
    } else if (part instanceof Request.FilePart file) {
      text(head + file(file.file().name()));
      content(file.file());
      text("\r\n");
    } else if (part instanceof Request.TextPart file) {
      text(head + file(file.fileName()) + file.content() + "\r\n");
    }
  }

  /** Returns the rest of the head of a part that is a file. */
  private static String file(String name) {
    return "; filename=\"" + quoted(name) + "\"\r\nContent-Type: " + type(name) + "\r\n\r\n";
  }

  private void text(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    length += bytes.length;
    content.add(Flux.defer(() -> Flux.just(Unpooled.wrappedBuffer(bytes))));
  }

  private void content(LocalFile file) {
    long size;
    try (SeekableByteChannel open = file.open()) {
      size = open.size();
    } catch (IOException e) {
      throw new Failure.BadArguments(
          "files", "The file " + file.name() + " cannot be read. Nothing was sent.");
    }
    length += size;
    content.add(
        Flux.using(
                () -> Channels.newInputStream(file.open()),
                in -> chunks(in, size),
                MultipartForm::close)
            .subscribeOn(Schedulers.boundedElastic()));
  }

  /** Reads exactly as many bytes as were announced, even if the file changes meanwhile. */
  private static Flux<ByteBuf> chunks(InputStream in, long size) {
    return Flux.generate(
        () -> size,
        (Long left, SynchronousSink<ByteBuf> sink) -> {
          if (left == 0) {
            sink.complete();
            return left;
          }
          try {
            byte[] bytes = in.readNBytes((int) Math.min(CHUNK, left));
            if (bytes.length == 0) {
              throw new EOFException("the file became shorter while it was sent");
            }
            sink.next(Unpooled.wrappedBuffer(bytes));
            return left - bytes.length;
          } catch (IOException e) {
            sink.error(e);
            return left;
          }
        });
  }

  private static void close(InputStream in) {
    try {
      in.close();
    } catch (IOException ignored) {
      // The file was only read.
    }
  }

  private static String type(String fileName) {
    String guess = URLConnection.guessContentTypeFromName(fileName);
    return guess == null ? "application/octet-stream" : guess;
  }

  /** As browsers do it (HTML standard, multipart/form-data encoding algorithm). */
  private static String quoted(String name) {
    return name.replace("\"", "%22").replace("\r", "%0D").replace("\n", "%0A");
  }
}
