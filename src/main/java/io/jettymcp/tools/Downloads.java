package io.jettymcp.tools;

import static io.jettymcp.tool.CommonParams.SAVE_TO;
import static io.jettymcp.tools.FileTools.OVERWRITE;

import io.jettymcp.jetty.Failure.Unavailable;
import io.jettymcp.jetty.Request;
import io.jettymcp.jetty.ResponseHandling;
import io.jettymcp.jetty.StoragePath;
import io.jettymcp.tool.Args;
import io.jettymcp.tool.Call;
import io.jettymcp.tool.Destination;
import io.jettymcp.tool.ReplyShapes;
import io.jettymcp.tool.Result;
import io.jettymcp.tool.RunRef;
import io.jettymcp.tool.View;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipException;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import tools.jackson.databind.JsonNode;

/** Saves files of Jetty on this machine: complete or not at all. */
final class Downloads {
  /**
   * A file that was saved.
   *
   * @param reply its size, type and checksum
   */
  record Saved(String path, JsonNode reply) {
    static final View<Saved> VIEW =
        View.of(Saved.class)
            .text("path", Saved::path)
            .describedAs("Where it is now")
            .required()
            .integer("bytes", saved -> saved.reply().path("bytes"))
            .text("content_type", saved -> saved.reply().path("content_type"))
            .text("sha256", saved -> saved.reply().path("sha256"));
  }

  /** The files of a run, saved as a zip archive. */
  record SavedRun(Saved file, long entries, RunRef run) {
    static final View<SavedRun> VIEW =
        View.of(SavedRun.class)
            .include(Saved.VIEW, SavedRun::file)
            .integer("entries", SavedRun::entries)
            .describedAs("Files and folders in it")
            .text("url", saved -> saved.run().url());
  }

  /** Keeps a file that was written to the end, and makes the result. */
  private interface Keeping {
    Result keep(Destination place, JsonNode reply) throws IOException;
  }

  private Downloads() {}

  static Mono<Result> file(Call call) {
    StoragePath path = FileReading.path(call.in());
    return save(
        call,
        path.request(),
        path.name(),
        (place, reply) -> Result.of(Saved.VIEW, new Saved(place.keep(), reply)));
  }

  static Mono<Result> trajectory(Call call) {
    RunRef run = RunRef.of(call.in());
    return save(
        call,
        run.download(),
        run.task() + "-" + run.id() + ".zip",
        (place, reply) -> {
          long entries = entries(place.part());
          return Result.of(
              SavedRun.VIEW, new SavedRun(new Saved(place.keep(), reply), entries, run));
        });
  }

  private static Mono<Result> save(Call call, Request request, String name, Keeping keeping) {
    Args in = call.in();
    return Mono.using(
        () -> call.local().destination(SAVE_TO.name(), in.find(SAVE_TO), name, in.get(OVERWRITE)),
        place -> {
          call.progress(() -> progress(place.part()));
          return place
              .replaced()
              .map(file -> call.confirm("replace the file " + file))
              .orElseGet(Mono::empty)
              .then(call.send(request.handling(new ResponseHandling.ToFile(place.part()))))
              .map(reply -> ReplyShapes.object(reply.body()))
              .flatMap(
                  reply ->
                      Mono.fromCallable(() -> keeping.keep(place, reply))
                          .subscribeOn(Schedulers.boundedElastic()));
        },
        Destination::discard);
  }

  private static String progress(Path part) {
    try {
      return "downloaded " + Files.size(part) + " bytes";
    } catch (IOException ignored) { // not written yet, or moved already
      return "downloading";
    }
  }

  private static long entries(Path zip) throws IOException {
    try {
      return ZipCheck.entries(zip);
    } catch (ZipException e) {
      throw new Unavailable(
          Unavailable.Reason.UNREADABLE, "the file is not a zip archive, so it was not saved");
    }
  }
}
