package io.jettymcp.jetty;

import io.jettymcp.json.FieldMask;
import java.nio.file.Path;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/** Selects how the body of a response is read. */
public sealed interface ResponseHandling {
  /** Returns whether the body may take any time while data keeps arriving. */
  default boolean streams() {
    return !(this instanceof Document);
  }

  /** Reads one JSON document; the mask selects its fields. */
  record Document(FieldMask mask) implements ResponseHandling {}

  /**
   * Reads server-sent events and passes on the JSON of each as it arrives; the reply's body is
   * {@code MissingNode}. If the server responds with a plain JSON document instead, that is the
   * reply's body.
   *
   * <p>A stream that just ends counts as complete, also without the {@code [DONE]} of OpenAI; the
   * listener decides whether something is missing.
   *
   * @param listener called by one thread at a time, never after the request was cancelled or has
   *     failed; must not block
   * @see <a href="https://html.spec.whatwg.org/multipage/server-sent-events.html">Server-sent
   *     events</a>
   */
  record Events(Consumer<JsonNode> listener) implements ResponseHandling {}

  /**
   * Reads the first bytes of a file. The reply's body is {@code {content_type, content,
   * truncated}}, with the bytes as a binary node.
   *
   * @param max the number of bytes after which reading ends
   */
  record Bytes(int max) implements ResponseHandling {}

  /**
   * Writes a file of up to 4 GB to disk as it arrives. The reply's body is {@code {content_type,
   * bytes, sha256}}. The file must exist; it is overwritten, and after a failure it is incomplete.
   * An error of the disk is a {@link Failure.Declined}.
   */
  record ToFile(Path file) implements ResponseHandling {}
}
