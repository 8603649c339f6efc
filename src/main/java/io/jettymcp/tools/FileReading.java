package io.jettymcp.tools;

import static io.jettymcp.tool.CommonParams.COLLECTION;
import static io.jettymcp.tool.CommonParams.FROM_CHARACTER;
import static io.jettymcp.tool.CommonParams.MAX_BYTES;

import io.jettymcp.jetty.ResponseHandling;
import io.jettymcp.jetty.StoragePath;
import io.jettymcp.json.Json;
import io.jettymcp.runs.ProgressTicker;
import io.jettymcp.tool.Args;
import io.jettymcp.tool.Attachment;
import io.jettymcp.tool.Call;
import io.jettymcp.tool.Effect;
import io.jettymcp.tool.Next;
import io.jettymcp.tool.Param;
import io.jettymcp.tool.Result;
import io.jettymcp.tool.Tool;
import io.jettymcp.tool.Toolset;
import io.jettymcp.tool.View;
import java.util.List;
import java.util.Optional;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Showing a stored file: its text a piece at a time, or the image that it is. */
final class FileReading {
  static final Param<String> FILE_PATH = Param.text("file_path", "").required();

  /** How much of a file is read at all, in bytes. */
  static final int MAX_TEXT = 2 * 1024 * 1024;

  /** Larger images are of no use to a model, in bytes. */
  static final int MAX_IMAGE = 1024 * 1024;

  static final Tool READ_FILE =
      Tool.named("read-file", "Read a file")
          .in(Toolset.FILES)
          .about("Shows a stored text file or image, by its path in a run's results.")
          .effect(Effect.READ)
          .takes(FILE_PATH, FROM_CHARACTER, MAX_BYTES, COLLECTION)
          .namesCollection(in -> StoragePath.parse("file_path", in.get(FILE_PATH)).collection())
          .gives(
              View.of(JsonNode.class)
                  .text("file_path")
                  .required()
                  .text("content_type")
                  .integer("bytes")
                  .describedAs("Its size")
                  .text("text")
                  .describedAs("Whole")
                  .text("text_text")
                  .describedAs("A piece of it")
                  .integer("offset")
                  .integer("next_offset")
                  .integer("total_characters")
                  .text("note"))
          .runs(FileReading::read);

  private FileReading() {}

  /** The file that a call is about, in its collection. */
  static StoragePath path(Args in) {
    return StoragePath.parse(FILE_PATH.name(), in.get(FILE_PATH))
        .in(in.get(COLLECTION), FILE_PATH.name());
  }

  private static Mono<Result> read(Call call) {
    StoragePath path = path(call.in());
    return ProgressTicker.during(
            call.send(path.request().reading(new ResponseHandling.Bytes(MAX_TEXT))),
            call,
            () -> "reading the file")
        .map(reply -> shown(call.in(), path, StoredFile.of(reply.body())));
  }

  private static Result shown(Args in, StoragePath path, StoredFile file) {
    ObjectNode data = Json.object().put("file_path", path.toString());
    Optional<String> image = file.imageType();
    String type = image.orElse(file.type());
    if (!type.isEmpty()) {
      data.put("content_type", type);
    }
    if (file.isWhole()) {
      data.put("bytes", file.size());
    }
    if (image.isPresent() && file.isWhole() && file.size() <= MAX_IMAGE) {
      return Result.of(data).attach(List.of(new Attachment.Image(type, file.base64())));
    }
    Optional<String> text = image.isPresent() ? Optional.empty() : file.text();
    return text.map(shown -> text(in, path, data, file.isWhole(), shown))
        .orElseGet(
            () ->
                Result.of(
                        data.put(
                            "note", "It is neither text nor an image of up to 1 MB, so not shown."))
                    .suggest(save(path)));
  }

  private static Result text(
      Args in, StoragePath path, ObjectNode data, boolean whole, String text) {
    Result result =
        whole
            ? Result.of(data)
            : Result.of(data.put("note", "Only the first 2 MB of the file are shown."))
                .suggest(save(path));
    return result
        .atMost(in.get(MAX_BYTES))
        .excerpt(
            new Result.Excerpt(
                "text",
                JsonNodeFactory.instance.stringNode(text),
                in.get(FROM_CHARACTER),
                offset ->
                    new Next(
                        "read-file",
                        Json.object().put("file_path", path.toString()).put("offset", offset),
                        "the rest")));
  }

  private static Next save(StoragePath path) {
    return new Next(
        "download-file", Json.object().put("file_path", path.toString()), "save the whole file");
  }
}
