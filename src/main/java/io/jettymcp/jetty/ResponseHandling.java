package io.jettymcp.jetty;

import io.jettymcp.json.FieldMask;
import java.nio.file.Path;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/** How the body of a reply is read. */
public sealed interface ResponseHandling {
  /** Whether the body may take any time, as long as it goes on coming. */
  default boolean streams() {
    return !(this instanceof Document);
  }

  /** One JSON document; the rule says what of it is kept. */
  record Document(FieldMask keep) implements ResponseHandling {}

  /**
   * Server-sent events, of which each one's JSON is handed on as it arrives; the reply's body is
   * {@code MissingNode}. A server that answers with a plain JSON document instead is understood
   * too: that is the reply's body then.
   *
   * <p>A stream that just ends counts as whole, also without the {@code [DONE]} of OpenAI: whether
   * all of it came is for the listener to judge.
   *
   * @param listener called by one thread at a time, never after the request was cancelled or has
   *     failed; must not block
   * @see <a href="https://html.spec.whatwg.org/multipage/server-sent-events.html">Server-sent
   *     events</a>
   */
  record Events(Consumer<JsonNode> listener) implements ResponseHandling {}

  /**
   * The first bytes of a file. The reply's body is {@code {content_type, content, truncated}}, with
   * the bytes as a binary node.
   *
   * @param most how many bytes are kept; the rest is not waited for
   */
  record Bytes(int most) implements ResponseHandling {}

  /**
   * A file of up to 4 GB, written to disk as it arrives. The reply's body is {@code {content_type,
   * bytes, sha256}}. The file has to be there; what it held is overwritten, and after a failure it
   * holds a part. A disk that does not take it is a {@link Failure.Declined}.
   */
  record ToFile(Path file) implements ResponseHandling {}
}
