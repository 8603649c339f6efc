package io.jettymcp.tools;

import static io.jettymcp.tool.CommonParams.COLLECTION;
import static io.jettymcp.tool.CommonParams.TASK;
import static io.jettymcp.tool.CommonParams.TRAJECTORY;
import static io.jettymcp.tools.FileReading.FILE_PATH;

import io.jettymcp.jetty.Failure.Unavailable;
import io.jettymcp.jetty.Request;
import io.jettymcp.jetty.ResponseHandling;
import io.jettymcp.jetty.StoragePath;
import io.jettymcp.json.Json;
import io.jettymcp.runs.ProgressTicker;
import io.jettymcp.tool.Args;
import io.jettymcp.tool.Call;
import io.jettymcp.tool.Destination;
import io.jettymcp.tool.Effect;
import io.jettymcp.tool.Links;
import io.jettymcp.tool.Param;
import io.jettymcp.tool.ReplyShapes;
import io.jettymcp.tool.Result;
import io.jettymcp.tool.RunRef;
import io.jettymcp.tool.Tool;
import io.jettymcp.tool.Toolset;
import io.jettymcp.tool.View;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipException;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Saving files of Jetty on this machine: whole or not at all. */
final class Downloads {
  private static final Param<String> SAVE_TO = Param.text("save_to", "File or folder").local();
  private static final Param<Boolean> OVERWRITE =
      Param.bool("overwrite", "").defaultValue(false).local();

  private static final View<JsonNode> SAVED =
      View.of(JsonNode.class)
          .text("path")
          .describedAs("Where it is now")
          .required()
          .integer("bytes")
          .text("content_type")
          .text("sha256");

  static final Tool DOWNLOAD_FILE =
      Tool.named("download-file", "Download a file")
          .in(Toolset.FILES)
          .about("Saves a stored file, by its path in a run's results, on this machine.")
          .effect(Effect.SAVE)
          .takes(FILE_PATH, SAVE_TO, OVERWRITE, COLLECTION)
          .namesCollection(in -> StoragePath.parse("file_path", in.get(FILE_PATH)).collection())
          .gives(SAVED)
          .runs(Downloads::file);

  static final Tool DOWNLOAD_TRAJECTORY =
      Tool.named("download-trajectory", "Download a run")
          .in(Toolset.FILES)
          .about("Saves all files of a run as a local zip.")
          .effect(Effect.SAVE)
          .takes(TASK, TRAJECTORY, SAVE_TO, OVERWRITE, COLLECTION)
          .gives(
              SAVED.and(
                  View.of(JsonNode.class)
                      .integer("entries")
                      .describedAs("Files and folders in it")
                      .text("url")))
          .runs(Downloads::trajectory);

  /** A look at what was written, before it is kept. */
  private interface Check {
    void look(Path part, ObjectNode data) throws IOException;
  }

  private Downloads() {}

  private static Mono<Result> file(Call call) {
    StoragePath path = FileReading.path(call.in());
    return save(call, path.request(), path.name(), (part, data) -> {});
  }

  private static Mono<Result> trajectory(Call call) {
    Args in = call.in();
    String task = in.get(TASK);
    String id = RunRef.bareId(in.get(TRAJECTORY));
    Request zip = Request.get("/api/v1/trajectory/{}/{}/{}/download", in.get(COLLECTION), task, id);
    return save(
        call,
        zip,
        task + "-" + id + ".zip",
        (part, data) ->
            data.put("entries", entries(part)).put("url", Links.to(in.get(COLLECTION), task, id)));
  }

  private static Mono<Result> save(Call call, Request request, String name, Check check) {
    Args in = call.in();
    return Mono.using(
        () -> call.local().destination(SAVE_TO.name(), in.find(SAVE_TO), name, in.get(OVERWRITE)),
        place ->
            ProgressTicker.during(
                    call.send(request.reading(new ResponseHandling.ToFile(place.part()))),
                    call,
                    () -> progress(place.part()))
                .flatMap(reply -> kept(place, ReplyShapes.object(reply.body()), check)),
        Destination::discard);
  }

  private static Mono<Result> kept(Destination place, JsonNode reply, Check check) {
    return Mono.fromCallable(
            () -> {
              ObjectNode data = Json.object();
              check.look(place.part(), data);
              data.put("path", place.keep());
              for (String field : new String[] {"bytes", "content_type", "sha256"}) {
                data.set(field, reply.path(field));
              }
              return Result.of(data);
            })
        .subscribeOn(Schedulers.boundedElastic());
  }

  private static String progress(Path part) {
    try {
      return Files.size(part) + " bytes so far";
    } catch (IOException gone) {
      return "downloading";
    }
  }

  private static long entries(Path zip) throws IOException {
    try {
      return ZipCheck.entries(zip);
    } catch (ZipException noZip) {
      throw new Unavailable(
          Unavailable.Reason.UNREADABLE, "the file is no zip archive, so it was not kept");
    }
  }
}
