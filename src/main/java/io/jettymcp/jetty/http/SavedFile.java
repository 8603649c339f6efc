package io.jettymcp.jetty.http;

import io.jettymcp.jetty.Failure;
import io.jettymcp.text.Sha256;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Writes a body to disk as it arrives. While the disk is slow nothing more is read from the
 * network, so that only a few pieces are in memory.
 */
final class SavedFile {
  /** No result of a run is as large, but a hostile stream may be endless. */
  static final long MAX_BYTES = 4L * 1024 * 1024 * 1024;

  /** How many pieces of at most 8 KB wait for the disk. */
  private static final int AHEAD = 128;

  private final OutputStream disk;
  private final MessageDigest digest = Sha256.digest();
  private long bytes;
  private boolean closed;

  private SavedFile(OutputStream disk) {
    this.disk = disk;
  }

  static Mono<JsonNode> read(ResponseBody in, Path file) {
    return Mono.using(
            () -> open(file),
            saved ->
                in.stream()
                    .publishOn(Schedulers.boundedElastic(), AHEAD)
                    .doOnNext(saved::write)
                    .then(Mono.fromSupplier(() -> saved.finish(in.mediaType()))),
            SavedFile::close)
        .subscribeOn(Schedulers.boundedElastic());
  }

  /** Opens only an existing file: one that is gone was cancelled and must not come back. */
  private static SavedFile open(Path file) {
    try {
      return new SavedFile(
          // Not a channel, which the interrupt of a cancellation would close.
          Files.newOutputStream(
              file,
              StandardOpenOption.WRITE,
              StandardOpenOption.TRUNCATE_EXISTING,
              LinkOption.NOFOLLOW_LINKS));
    } catch (IOException e) {
      throw notWritten(e);
    }
  }

  /** Synchronized because a cancellation closes the file from another thread. */
  private synchronized void write(byte[] piece) {
    if (closed) {
      return;
    }
    bytes += piece.length;
    if (bytes > MAX_BYTES) {
      throw new Failure.TooLarge(Failure.TooLarge.What.FILE, MAX_BYTES);
    }
    digest.update(piece);
    try {
      disk.write(piece);
    } catch (IOException e) {
      throw notWritten(e);
    }
  }

  /** Closes the file, at which some disks report only that they are full. */
  private synchronized JsonNode finish(String mediaType) {
    try {
      disk.close();
    } catch (IOException e) {
      throw notWritten(e);
    }
    return JsonNodeFactory.instance
        .objectNode()
        .put("content_type", mediaType)
        .put("bytes", bytes)
        .put("sha256", HexFormat.of().formatHex(digest.digest()));
  }

  /** Closes the file, complete or not. */
  private synchronized void close() {
    closed = true;
    try {
      disk.close();
    } catch (IOException ignored) {
      // The file is complete and closed already, or of no use.
    }
  }

  /** Declined, because Unavailable would be retried and Defect has no message. */
  private static Failure notWritten(IOException e) {
    Optional<String> reason =
        Optional.ofNullable(
            e instanceof FileSystemException named ? named.getReason() : e.getMessage());
    return new Failure.Declined(
        "The file could not be written to disk"
            + reason.map(words -> " (" + words + ")").orElse("")
            + ". See that its folder is still there and has room, or choose another place.");
  }
}
