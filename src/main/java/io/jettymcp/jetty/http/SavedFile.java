package io.jettymcp.jetty.http;

import io.jettymcp.jetty.Failure;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * A body that goes to disk as it arrives. While the disk is slow nothing more is read from the
 * network, so that only a few pieces are in memory.
 */
final class SavedFile {
  /** Longest file in bytes: no result of a run is as large, but a hostile stream may be endless. */
  static final long MAX_BYTES = 4L * 1024 * 1024 * 1024;

  /** How many pieces of at most 8 KB wait for the disk. */
  private static final int AHEAD = 128;

  private final OutputStream disk;
  private final MessageDigest digest = sha256();
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

  /** Only a file that is there: one that is gone was given up, and must not come back. */
  private static SavedFile open(Path file) {
    try {
      return new SavedFile(
          // Not a channel: that is closed by the interrupt which comes with a cancellation.
          Files.newOutputStream(
              file,
              StandardOpenOption.WRITE,
              StandardOpenOption.TRUNCATE_EXISTING,
              LinkOption.NOFOLLOW_LINKS));
    } catch (IOException problem) {
      throw notWritten(problem);
    }
  }

  /** Whoever cancels closes the file from another thread, and never in the middle of a write. */
  private synchronized void write(byte[] piece) {
    if (closed) {
      return;
    }
    bytes += piece.length;
    if (bytes > MAX_BYTES) {
      throw new Failure.TooLarge(MAX_BYTES);
    }
    digest.update(piece);
    try {
      disk.write(piece);
    } catch (IOException problem) {
      throw notWritten(problem);
    }
  }

  /** Some disks say only now that they are full. */
  private synchronized JsonNode finish(String mediaType) {
    try {
      disk.close();
    } catch (IOException problem) {
      throw notWritten(problem);
    }
    return JsonNodeFactory.instance
        .objectNode()
        .put("content_type", mediaType)
        .put("bytes", bytes)
        .put("sha256", HexFormat.of().formatHex(digest.digest()));
  }

  /** Closed for good, whether it is whole or not. */
  private synchronized void close() {
    closed = true;
    try {
      disk.close();
    } catch (IOException nothingLost) {
      // What is in the file is of no use.
    }
  }

  /** As a fault of the network it would be repeated, as one of ours it would say nothing. */
  private static Failure notWritten(IOException problem) {
    Optional<String> reason =
        Optional.ofNullable(
            problem instanceof FileSystemException named
                ? named.getReason()
                : problem.getMessage());
    return new Failure.Declined(
        "The file could not be written to disk"
            + reason.map(words -> " (" + words + ")").orElse("")
            + ". See that its folder is still there and has room, or choose another place.");
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException everyJavaHasIt) {
      throw new IllegalStateException(everyJavaHasIt);
    }
  }
}
