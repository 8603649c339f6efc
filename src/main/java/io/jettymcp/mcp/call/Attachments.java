package io.jettymcp.mcp.call;

import io.jettymcp.json.Json;
import io.jettymcp.redact.Sanitizer;
import io.jettymcp.text.MediaType;
import io.jettymcp.text.RedactionMark;
import io.jettymcp.tool.Attachment;
import io.jettymcp.tool.Result;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** Renders what is attached to a result: images, and links to resources. */
final class Attachments {
  private final EnabledTools enabledTools;
  private final Sanitizer sanitizer;

  Attachments(EnabledTools enabledTools, Sanitizer sanitizer) {
    this.enabledTools = enabledTools;
    this.sanitizer = sanitizer;
  }

  List<ObjectNode> of(Result result) {
    if (result.attached().isEmpty()) {
      return List.of();
    }
    return result.attached().stream().map(this::content).flatMap(Optional::stream).toList();
  }

  /**
   * Renders an attachment as content of the protocol; none for a link that no enabled tool can
   * open. A URI or an image that contains a secret is left out, because it cannot be redacted.
   */
  private Optional<ObjectNode> content(Attachment attachment) {
    if (attachment instanceof Attachment.Image image) {
      if (!sanitizer.text(image.base64()).equals(image.base64())) {
        return Optional.of(
            Json.object()
                .put("type", "text")
                .put("text", "The image is not shown because its bytes contain a secret."));
      }
      return Optional.of(
          Json.object()
              .put("type", "image")
              .put("data", image.base64())
              .put("mimeType", image.type()));
    }
    Attachment.Link link = (Attachment.Link) attachment;
    boolean opens =
        ResourceAddress.parse(link.uri())
            .flatMap(address -> enabledTools.find(address.kind().tool()))
            .isPresent();
    boolean redacted =
        RedactionMark.isIn(link.name()) || !sanitizer.text(link.uri()).equals(link.uri());
    if (!opens || redacted) {
      return Optional.empty();
    }
    ObjectNode shown =
        Json.object()
            .put("type", "resource_link")
            .put("uri", link.uri())
            .put("name", sanitizer.line(link.name(), 200));
    MediaType.of(sanitizer.text(link.type())).ifPresent(type -> shown.put("mimeType", type));
    link.size().ifPresent(size -> shown.put("size", size));
    return Optional.of(shown);
  }
}
