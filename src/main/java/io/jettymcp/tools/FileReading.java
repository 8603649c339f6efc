package io.jettymcp.tools;

import static io.jettymcp.tool.CommonParams.COLLECTION;
import static io.jettymcp.tool.CommonParams.FROM_CHARACTER;
import static io.jettymcp.tool.CommonParams.MAX_BYTES;
import static io.jettymcp.tools.FileTools.FILE_PATH;

import io.jettymcp.jetty.ResponseHandling;
import io.jettymcp.jetty.StoragePath;
import io.jettymcp.json.Json;
import io.jettymcp.text.Truncate;
import io.jettymcp.tool.Args;
import io.jettymcp.tool.Attachment;
import io.jettymcp.tool.Call;
import io.jettymcp.tool.Result;
import io.jettymcp.tool.View;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/** Shows a stored file: its text a piece at a time, or the image that it is. */
final class FileReading {
  /** How much of a file is read at all, in bytes. */
  static final int MAX_TEXT = 2 * 1024 * 1024;

  /** Larger images are of no use to a model, in bytes. */
  static final int MAX_IMAGE = 1024 * 1024;

  /** A longer piece of a line is shown, in characters. */
  private static final int MAX_LINE = 16_384;

  /** A file as far as it was read. */
  record Shown(StoragePath path, StoredFile file, Optional<String> note) {
    static final View<Shown> VIEW =
        View.of(Shown.class)
            .text("file_path", shown -> shown.path().toString())
            .required()
            .text("content_type", Shown::type)
            .unlessEmpty()
            .integer("bytes", Shown::size)
            .describedAs("Its size")
            .orElse(
                View.of(JsonNode.class)
                    .text("text")
                    .describedAs("In full")
                    .text("text_text")
                    .describedAs("A piece of it")
                    .integer("offset")
                    .integer("next_offset")
                    .integer("total_characters"))
            .text("note", Shown::note);

    private String type() {
      return file.imageType().orElse(file.type());
    }

    private OptionalInt size() {
      return file.isWhole() ? OptionalInt.of(file.size()) : OptionalInt.empty();
    }
  }

  private FileReading() {}

  /** Reads the path of the file from the arguments, in their collection. */
  static StoragePath path(Args in) {
    return StoragePath.parse(FILE_PATH.name(), in.get(FILE_PATH))
        .in(in.get(COLLECTION), FILE_PATH.name());
  }

  static Mono<Result> read(Call call) {
    StoragePath path = path(call.in());
    call.progress("reading the file");
    return call.send(path.request().handling(new ResponseHandling.Bytes(MAX_TEXT)))
        .map(reply -> StoredFile.of(reply.body()))
        .flatMap(file -> text(call, file).map(text -> shown(call.in(), path, file, text)));
  }

  /** Returns the text of a file that is one, of a part without its doubtful end. */
  private static Mono<Optional<String>> text(Call call, StoredFile file) {
    Optional<String> text = file.imageType().isPresent() ? Optional.empty() : file.text();
    return text.isEmpty() || file.isWhole()
        ? Mono.just(text)
        : call.shown(Json.node(text))
            .map(shown -> Truncate.withoutDoubtfulEnd(shown.stringValue()))
            .map(sure -> Optional.of(completeLines(sure)));
  }

  private static String completeLines(String text) {
    int end = text.lastIndexOf('\n') + 1;
    return text.length() - end <= MAX_LINE ? text.substring(0, end) : text;
  }

  private static Result shown(Args in, StoragePath path, StoredFile file, Optional<String> text) {
    Optional<String> image = file.imageType();
    if (image.isPresent() && file.isWhole() && file.size() <= MAX_IMAGE) {
      return Result.of(Shown.VIEW, new Shown(path, file, Optional.empty()))
          .attach(List.of(new Attachment.Image(image.get(), file.base64())));
    }
    if (text.isEmpty()) {
      return incomplete(
          path, file, "It is neither text nor an image of up to 1 MB, so it is not shown.");
    }
    Result result =
        file.isWhole()
            ? Result.of(Shown.VIEW, new Shown(path, file, Optional.empty()))
            : incomplete(path, file, "Only the first 2 MB of the file are shown.");
    return result
        .atMost(in.get(MAX_BYTES))
        .excerpt(
            new Result.Excerpt(
                "text",
                Json.node(text),
                in.get(FROM_CHARACTER),
                offset ->
                    FileTools.READ_FILE
                        .signature()
                        .with(FILE_PATH, path.toString())
                        .with(FROM_CHARACTER, offset)
                        .because("the rest")));
  }

  private static Result incomplete(StoragePath path, StoredFile file, String note) {
    return Result.of(Shown.VIEW, new Shown(path, file, Optional.of(note)))
        .suggest(
            FileTools.DOWNLOAD_FILE
                .signature()
                .with(FILE_PATH, path.toString())
                .because("save the complete file"));
  }
}
