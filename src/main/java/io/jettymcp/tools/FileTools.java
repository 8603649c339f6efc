package io.jettymcp.tools;

import static io.jettymcp.tool.CommonParams.COLLECTION;
import static io.jettymcp.tool.CommonParams.LIMIT;
import static io.jettymcp.tool.CommonParams.OFFSET;

import io.jettymcp.jetty.Failure.BadArguments;
import io.jettymcp.jetty.Request;
import io.jettymcp.jetty.StoragePath;
import io.jettymcp.json.FieldMask;
import io.jettymcp.json.Json;
import io.jettymcp.runs.ProgressTicker;
import io.jettymcp.tool.Args;
import io.jettymcp.tool.Call;
import io.jettymcp.tool.Effect;
import io.jettymcp.tool.ListPage;
import io.jettymcp.tool.Param;
import io.jettymcp.tool.ReplyShapes;
import io.jettymcp.tool.Result;
import io.jettymcp.tool.Tool;
import io.jettymcp.tool.Toolset;
import io.jettymcp.tool.View;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Files in Jetty's storage: what goes in, and what is there. */
final class FileTools {
  private static final Param<String> PATH = Param.text("path", "Local file").local();
  private static final Param<String> CONTENT =
      Param.text("content", "Its text, with file_name")
          .localDescription("Or its text, with file_name");
  private static final Param<String> FILE_NAME = Param.name("file_name", "");
  private static final Param<String> PREFIX = Param.text("prefix", "").required();

  /** No public text says what an entry of the list looks like. */
  private static final List<String> PATH_FIELDS =
      List.of("path", "file_path", "storage_path", "key", "name");

  private static final List<String> SIZE_FIELDS = List.of("size", "bytes", "size_bytes");
  private static final FieldMask ENTRY =
      FieldMask.fields("path", "file_path", "storage_path", "key", "name", "content_type")
          .with("size", FieldMask.ALL)
          .with("bytes", FieldMask.ALL)
          .with("size_bytes", FieldMask.ALL);
  private static final String[] LISTS = {"files", "paths", "objects", "items"};

  static final Tool UPLOAD_FILE =
      Tool.named("upload-file", "Upload a file")
          .in(Toolset.FILES)
          .about("Uploads an input file for runbooks and gives its storage path.")
          .effect(Effect.ADD)
          .takes(PATH, CONTENT, FILE_NAME, COLLECTION)
          .gives(
              View.of(JsonNode.class)
                  .texts("file_paths")
                  .describedAs("For run-runbook")
                  .required()
                  .text("upload_id")
                  .integer("count")
                  .texts("warnings"))
          .runs(FileTools::upload);

  static final Tool LIST_FILES =
      Tool.named("list-files", "List files")
          .in(Toolset.FILES)
          .about("Lists stored files by a prefix such as collection/task/0000.")
          .effect(Effect.READ)
          .takes(PREFIX, LIMIT, OFFSET, COLLECTION)
          .namesCollection(in -> prefix(in).collection())
          .gives(
              View.of(JsonNode.class)
                  .list(
                      "files",
                      View.of(JsonNode.class)
                          .text("path")
                          .required()
                          .integer("bytes")
                          .text("content_type"))
                  .required()
                  .integer("returned")
                  .required()
                  .bool("has_more")
                  .required())
          .runs(FileTools::list);

  static final List<Tool> ALL =
      List.of(
          UPLOAD_FILE,
          LIST_FILES,
          FileReading.READ_FILE,
          Downloads.DOWNLOAD_FILE,
          Downloads.DOWNLOAD_TRAJECTORY);

  private FileTools() {}

  private static Mono<Result> upload(Call call) {
    Args in = call.in();
    String collection = in.get(COLLECTION);
    Request request = Request.post("/api/v1/sandbox/upload").form(List.of(part(call)));
    return ProgressTicker.during(call.send(request), call, () -> "uploading")
        .map(reply -> uploaded(collection, ReplyShapes.object(reply.body())));
  }

  private static Request.Part part(Call call) {
    Args in = call.in();
    if (in.has(PATH) && !in.has(CONTENT) && !in.has(FILE_NAME)) {
      Path file = call.local().readable(PATH.name(), in.find(PATH).orElseThrow());
      return new Request.FilePart("files", file, String.valueOf(file.getFileName()));
    }
    if (!in.has(PATH) && in.has(CONTENT) && in.has(FILE_NAME)) {
      return new Request.TextPart(
          "files", in.find(FILE_NAME).orElseThrow(), in.find(CONTENT).orElseThrow());
    }
    throw new BadArguments(
        CONTENT.name(),
        in.takes(PATH)
            ? "Give either \"path\" alone, or \"content\" and \"file_name\"."
            : "Give \"content\" and \"file_name\".");
  }

  private static Result uploaded(String collection, ObjectNode reply) {
    ArrayNode paths = ReplyShapes.list(reply, "file_paths");
    ObjectNode data = Json.object();
    data.set("file_paths", paths);
    data.set("upload_id", reply.path("upload_id"));
    data.put("count", paths.size());
    // Jetty takes the collection from the token, which may be that of another one.
    for (JsonNode path : paths) {
      Optional<String> other =
          StoragePath.find(path.asString(""))
              .map(StoragePath::collection)
              .filter(name -> !name.equals(collection));
      if (other.isPresent()) {
        data.putArray("warnings")
            .add("The token put it into the collection " + other.get() + ", not " + collection);
        break;
      }
    }
    return Result.of(data);
  }

  /** The prefix as a path: a slash at its end is allowed. */
  private static StoragePath prefix(Args in) {
    String text = in.get(PREFIX);
    return StoragePath.parse(
        PREFIX.name(),
        text.length() > 1 && text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
  }

  private static Mono<Result> list(Call call) {
    Args in = call.in();
    String collection = in.get(COLLECTION);
    StoragePath prefix = prefix(in).in(collection, PREFIX.name());
    // Without the slash it would be the beginning of other collections' names, too.
    boolean folder = prefix.parts().size() == 1 || in.get(PREFIX).endsWith("/");
    String asked = prefix + (folder ? "/" : "");
    FieldMask lists = ENTRY;
    for (String field : LISTS) {
      lists = lists.with(field, ENTRY);
    }
    return call.send(Request.get("/api/v1/list-files").query("prefix", asked).keeping(lists))
        .map(
            reply ->
                new ListPage(files(ReplyShapes.list(reply.body(), LISTS), prefix), false)
                    .part(in.get(OFFSET), in.get(LIMIT))
                    .result(
                        "files",
                        file -> (ObjectNode) file,
                        "list-files",
                        Json.object().put("prefix", asked),
                        in.get(OFFSET),
                        in.get(LIMIT)));
  }

  private static List<JsonNode> files(ArrayNode entries, StoragePath prefix) {
    return entries.values().stream().flatMap(entry -> file(entry, prefix).stream()).toList();
  }

  /** An entry as it is shown, if it is a file of the collection. */
  private static Optional<JsonNode> file(JsonNode entry, StoragePath prefix) {
    Optional<String> said =
        entry.isString()
            ? Optional.of(entry.stringValue())
            : PATH_FIELDS.stream().flatMap(field -> Json.text(entry, field).stream()).findFirst();
    return said.flatMap(text -> StoragePath.find(under(text, prefix)))
        .filter(path -> path.collection().equals(prefix.collection()))
        .map(
            path -> {
              ObjectNode file = Json.object().put("path", path.toString());
              SIZE_FIELDS.stream()
                  .map(entry::path)
                  .filter(JsonNode::isIntegralNumber)
                  .findFirst()
                  .ifPresent(size -> file.set("bytes", size));
              Json.text(entry, "content_type").ifPresent(type -> file.put("content_type", type));
              return file;
            });
  }

  /** A bare name is taken for one in the folder that was asked for. */
  private static String under(String text, StoragePath prefix) {
    String path = text.startsWith("/") ? text.substring(1) : text;
    return path.contains("/") ? path : prefix + "/" + path;
  }
}
