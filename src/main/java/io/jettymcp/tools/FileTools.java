package io.jettymcp.tools;

import static io.jettymcp.tool.CommonParams.COLLECTION;
import static io.jettymcp.tool.CommonParams.FROM_CHARACTER;
import static io.jettymcp.tool.CommonParams.LIMIT;
import static io.jettymcp.tool.CommonParams.MAX_BYTES;
import static io.jettymcp.tool.CommonParams.OFFSET;
import static io.jettymcp.tool.CommonParams.SAVE_TO;
import static io.jettymcp.tool.CommonParams.TASK;
import static io.jettymcp.tool.CommonParams.TRAJECTORY;

import io.jettymcp.jetty.Failure.BadArguments;
import io.jettymcp.jetty.Request;
import io.jettymcp.jetty.StoragePath;
import io.jettymcp.json.FieldMask;
import io.jettymcp.json.Json;
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
import java.util.List;
import java.util.Optional;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Declares the tools about files in Jetty's storage. */
final class FileTools {
  private static final Param<String> PATH = Param.text("path", "Local file").local();
  private static final Param<String> CONTENT =
      Param.text("content", "Its text, with file_name")
          .localDescription("Or its text, with file_name")
          .emptyIsValue()
          .anyWord();
  private static final Param<String> FILE_NAME = Param.name("file_name", "Of content");
  static final Param<String> FILE_PATH =
      Param.text("file_path", "E.g. acme/report/0000/report.md").listedBy("list-files").required();
  static final Param<Boolean> OVERWRITE =
      Param.bool("overwrite", "Replace a file").defaultValue(false).local();
  private static final Param<String> PREFIX =
      Param.text("prefix", "E.g. acme/report/0000").required();

  /** The form of an entry is not documented, so several are accepted. */
  private static final List<String> PATH_FIELDS =
      List.of("path", "file_path", "storage_path", "key", "name");

  private static final List<String> SIZE_FIELDS = List.of("size", "bytes", "size_bytes");
  private static final FieldMask ENTRY =
      FieldMask.fields("path", "file_path", "storage_path", "key", "name", "content_type")
          .with("size", FieldMask.ALL)
          .with("bytes", FieldMask.ALL)
          .with("size_bytes", FieldMask.ALL);
  private static final String[] LISTS = {"files", "paths", "objects", "items"};

  private record Uploaded(String collection, ArrayNode paths, JsonNode reply) {
    static final View<Uploaded> VIEW =
        View.of(Uploaded.class)
            .texts("file_paths", Uploaded::paths)
            .describedAs("For run-runbook")
            .required()
            .text("upload_id", uploaded -> uploaded.reply().path("upload_id"))
            .integer("count", uploaded -> uploaded.paths().size())
            .texts("warnings", uploaded -> uploaded.warning().stream().toList())
            .unlessEmpty();

    /** Jetty derives the collection from the token, which may be of another one. */
    Optional<String> warning() {
      return paths.values().stream()
          .flatMap(path -> StoragePath.find(path.asString("")).stream())
          .map(StoragePath::collection)
          .filter(name -> !name.equals(collection))
          .map(name -> "The token put it into the collection " + name + ", not " + collection)
          .findFirst();
    }
  }

  private record Entry(StoragePath path, JsonNode json) {
    static final View<Entry> VIEW =
        View.of(Entry.class)
            .text("path", entry -> entry.path().toString())
            .required()
            .integer("bytes", entry -> size(entry.json()))
            .text("content_type", entry -> Json.text(entry.json(), "content_type"));
  }

  static final Tool UPLOAD_FILE =
      Tool.named("upload-file", "Upload a file")
          .in(Toolset.FILES)
          .about("Uploads an input file for runbooks and returns its storage path.")
          .effect(Effect.ADD)
          .takes(PATH, CONTENT, FILE_NAME, COLLECTION)
          .gives(() -> Uploaded.VIEW)
          .runs(FileTools::upload);

  static final Tool LIST_FILES =
      Tool.named("list-files", "List files")
          .in(Toolset.FILES)
          .about("Lists stored files by a prefix of their paths.")
          .effect(Effect.READ)
          .takes(PREFIX, LIMIT, OFFSET, COLLECTION)
          .namesCollection(in -> prefix(in).collection())
          .gives(() -> ListPage.view("files", Entry.VIEW))
          .runs(FileTools::list);

  static final Tool READ_FILE =
      Tool.named("read-file", "Read a file")
          .in(Toolset.FILES)
          .about("Shows a stored text file or image, by its path in a run's results.")
          .effect(Effect.READ)
          .takes(FILE_PATH, FROM_CHARACTER, MAX_BYTES, COLLECTION)
          .namesCollection(in -> StoragePath.parse("file_path", in.get(FILE_PATH)).collection())
          .gives(() -> FileReading.Shown.VIEW)
          .runs(FileReading::read);

  static final Tool DOWNLOAD_FILE =
      Tool.named("download-file", "Download a file")
          .in(Toolset.FILES)
          .about("Saves a stored file, by its path in a run's results, on this machine.")
          .effect(Effect.SAVE)
          .takes(FILE_PATH, SAVE_TO, OVERWRITE, COLLECTION)
          .namesCollection(in -> StoragePath.parse("file_path", in.get(FILE_PATH)).collection())
          .gives(() -> Downloads.Saved.VIEW)
          .runs(Downloads::file);

  static final Tool DOWNLOAD_TRAJECTORY =
      Tool.named("download-trajectory", "Download a run")
          .in(Toolset.FILES)
          .about("Saves all files of a run as a local zip.")
          .effect(Effect.SAVE)
          .takes(TASK, TRAJECTORY, SAVE_TO, OVERWRITE, COLLECTION)
          .gives(() -> Downloads.SavedRun.VIEW)
          .runs(Downloads::trajectory);

  static final List<Tool> ALL =
      List.of(UPLOAD_FILE, LIST_FILES, READ_FILE, DOWNLOAD_FILE, DOWNLOAD_TRAJECTORY);

  private FileTools() {}

  private static Mono<Result> upload(Call call) {
    Args in = call.in();
    String collection = in.get(COLLECTION);
    Request request = Request.post("/api/v1/sandbox/upload").form(List.of(part(call)));
    call.progress("uploading");
    return call.send(request).map(reply -> uploaded(collection, ReplyShapes.object(reply.body())));
  }

  private static Request.Part part(Call call) {
    Args in = call.in();
    boolean hasContent =
        in.find(CONTENT).filter(c -> !in.has(PATH) || !Param.isFiller(c)).isPresent();
    if (in.has(PATH) && !hasContent && !in.has(FILE_NAME)) {
      return new Request.FilePart(
          "files", call.local().readable(PATH.name(), in.find(PATH).orElseThrow()));
    }
    if (!in.has(PATH) && hasContent && in.has(FILE_NAME)) {
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
    return Result.of(
        Uploaded.VIEW, new Uploaded(collection, ReplyShapes.list(reply, "file_paths"), reply));
  }

  /** Reads the prefix as a path; a slash at its end is allowed. */
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
    // Without the slash it would match other collections whose names begin alike.
    boolean folder = prefix.parts().size() == 1 || in.get(PREFIX).endsWith("/");
    String asked = prefix + (folder ? "/" : "");
    FieldMask lists = ENTRY;
    for (String field : LISTS) {
      lists = lists.with(field, ENTRY);
    }
    return call.send(Request.get("/api/v1/list-files").query("prefix", asked).fields(lists))
        .map(
            reply ->
                ListPage.of(entries(ReplyShapes.list(reply.body(), LISTS), prefix), false)
                    .part(in.get(OFFSET), in.get(LIMIT))
                    .result(Entry.VIEW, "files", LIST_FILES.signature().with(PREFIX, asked)));
  }

  private static List<Entry> entries(ArrayNode entries, StoragePath prefix) {
    return entries.values().stream().flatMap(entry -> entry(entry, prefix).stream()).toList();
  }

  /** Reads an entry, if it is a file of the collection. */
  private static Optional<Entry> entry(JsonNode json, StoragePath prefix) {
    Optional<String> path =
        json.isString()
            ? Optional.of(json.stringValue())
            : PATH_FIELDS.stream().flatMap(field -> Json.text(json, field).stream()).findFirst();
    return path.flatMap(text -> StoragePath.find(under(text, prefix)))
        .filter(found -> found.collection().equals(prefix.collection()))
        .map(found -> new Entry(found, json));
  }

  private static Optional<JsonNode> size(JsonNode entry) {
    return SIZE_FIELDS.stream().map(entry::path).filter(JsonNode::isIntegralNumber).findFirst();
  }

  /** Puts a bare name into the folder that was asked for. */
  private static String under(String text, StoragePath prefix) {
    String path = text.startsWith("/") ? text.substring(1) : text;
    return path.contains("/") ? path : prefix + "/" + path;
  }
}
