package io.jettymcp.runbooks;

import io.jettymcp.jetty.Failure.BadArguments;
import io.jettymcp.jetty.LocalFile;
import io.jettymcp.jetty.Request;
import io.jettymcp.jetty.StoragePath;
import io.jettymcp.tool.Call;
import io.jettymcp.tool.Param;
import io.jettymcp.tool.ReplyShapes;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Sorts the files of a runbook by place: on this machine, in Jetty's storage, or known there by an
 * id. Jetty silently drops an id that is listed among the paths.
 *
 * @param local files to upload
 * @param paths of files that were uploaded before
 * @param ids of files that were uploaded before
 */
public record RunbookFiles(List<LocalFile> local, List<String> paths, List<String> ids) {
  public static final Param<List<String>> FILES =
      Param.list("files", "Stored paths or file- ids", 50)
          .localDescription("Local paths, else stored paths or file- ids")
          .listedBy("list-files");

  private static final Pattern ID = Pattern.compile("file-[A-Za-z0-9_-]+");

  public RunbookFiles {
    local = List.copyOf(local);
    paths = List.copyOf(paths);
    ids = List.copyOf(ids);
  }

  /**
   * Sorts the names of a caller. A file on this machine takes precedence over a path or an id.
   *
   * @throws BadArguments if a name is none of the three
   */
  public static RunbookFiles of(Call call, String collection, List<String> names) {
    List<LocalFile> local = new ArrayList<>();
    List<String> paths = new ArrayList<>();
    List<String> ids = new ArrayList<>();
    for (String name : names) {
      try {
        local.add(call.local().readable(FILES.name(), name));
      } catch (BadArguments e) {
        if (ID.matcher(name).matches()) {
          ids.add(name);
        } else if (isStored(collection, name)) {
          paths.add(name);
        } else {
          throw e;
        }
      }
    }
    return new RunbookFiles(local, paths, ids);
  }

  /** Uploads the local files; afterwards all files are at Jetty. */
  public Mono<RunbookFiles> uploaded(Call call) {
    if (local.isEmpty()) {
      return Mono.just(this);
    }
    call.progress("uploading the files of the runbook");
    List<Request.Part> parts = new ArrayList<>();
    for (LocalFile file : local) {
      parts.add(new Request.FilePart("files", file));
    }
    return call.send(Request.post("/api/v1/sandbox/upload").form(parts))
        .map(
            reply -> {
              List<String> all = new ArrayList<>(paths);
              ReplyShapes.list(reply.body().path("file_paths")).values().stream()
                  .filter(JsonNode::isString)
                  .forEach(path -> all.add(path.stringValue()));
              if (all.size() < paths.size() + local.size()) {
                throw ReplyShapes.unreadable("the reply to the upload does not name every file");
              }
              return new RunbookFiles(List.of(), all, ids);
            });
  }

  /** Adds them to a request, in the fields that Jetty reads. */
  void addTo(ObjectNode jetty) {
    if (!paths.isEmpty()) {
      paths.forEach(jetty.withArray("file_paths")::add);
    }
    if (!ids.isEmpty()) {
      ids.forEach(jetty.withArray("files")::add);
    }
  }

  /** Returns whether it can be a path in the collection's storage, as upload-file returns it. */
  private static boolean isStored(String collection, String name) {
    return StoragePath.find(name)
        .filter(path -> path.collection().equals(collection) && path.parts().size() > 1)
        .isPresent();
  }
}
