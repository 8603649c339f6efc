package io.jettymcp.simulator;

import java.util.List;
import java.util.UUID;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Stored files: put there by uploads of two kinds, listed, and read one by one or as the archive of
 * a run.
 */
final class FilesApi {
  private static final String FILES = "files";
  private static final String FILE = "file";
  private static final int ID_LENGTH = 12;

  private final Jetty jetty;

  FilesApi(Jetty jetty) {
    this.jetty = jetty;
  }

  List<Route> routes() {
    return List.of(
        Route.post("/api/v1/sandbox/upload", Access.TOKEN, this::uploadForSandbox),
        Route.post("/api/v1/files", Access.TOKEN, this::uploadWithId),
        Route.get("/api/v1/files/{id}", Access.TOKEN, this::describe),
        Route.get("/api/v1/file/{path:path}", Access.TOKEN, this::read),
        Route.get("/api/v1/list-files", Access.TOKEN, this::list),
        Route.get("/api/v1/trajectory/{c}/{t}/{id}/download", Access.TOKEN, this::download));
  }

  /** A random word of hex digits. */
  static String newId() {
    return UUID.randomUUID().toString().replace("-", "").substring(0, ID_LENGTH);
  }

  private Answer uploadForSandbox(Call call) {
    Holdings collection = ofToken(call);
    String id = newId();
    ArrayNode paths = Json.array();
    for (Upload upload : sent(call, FILES)) {
      String path = collection.name() + "/_sandbox_uploads/" + id + "/" + upload.name();
      collection.storage().put(upload.storedAt(path));
      paths.add(path);
    }
    ObjectNode json = Json.object().put("upload_id", id);
    json.set("file_paths", paths);
    return Answer.ok(json.put("count", paths.size()));
  }

  private Answer uploadWithId(Call call) {
    Holdings collection = ofToken(call);
    String id = "file-" + newId();
    List<Upload> sent = sent(call, FILE);
    StoredFile file = collection.storage().put(sent.get(sent.size() - 1), id);
    return Answer.ok(described(id, file));
  }

  private Answer describe(Call call) {
    String id = call.param("id");
    for (Holdings collection : jetty.collections()) {
      StoredFile file = collection.storage().withId(id, call.now());
      if (file != null && call.caller().sees(collection)) {
        return Answer.ok(described(id, file));
      }
    }
    throw Refused.notFound("File '%s' not found".formatted(id));
  }

  private static ObjectNode described(String id, StoredFile file) {
    return Json.object()
        .put("id", id)
        .put("object", FILE)
        .put("bytes", file.bytes().length)
        .put("filename", file.name())
        .put("purpose", "user_data");
  }

  private Answer read(Call call) {
    String path = call.param("path");
    StoredFile file = jetty.owning(path, call).storage().at(path, call.now());
    if (file == null) {
      throw Refused.notFound("File not found");
    }
    return Answer.file(file.name(), file.contentType(), file.bytes());
  }

  private Answer list(Call call) {
    String prefix = call.query("prefix");
    if (prefix == null) {
      Findings findings = new Findings();
      findings.missing(List.of("query", "prefix"), Json.NULL);
      throw findings.refusal();
    }
    ArrayNode paths = Json.array();
    jetty
        .owning(prefix, call)
        .storage()
        .under(prefix, call.now())
        .forEach(file -> paths.add(file.path()));
    return Answer.ok(Json.object().set(FILES, paths));
  }

  private Answer download(Call call) {
    Run run = TrajectoriesApi.visible(jetty.entered(call), call);
    byte[] zip = new RunArchive(run, call.now()).zip();
    return Answer.file(run.id() + ".zip", "application/zip", zip);
  }

  /** The collection of an API key, which says where an upload goes; a person's token does not. */
  private Holdings ofToken(Call call) {
    String scope = call.caller().scope();
    if (scope == null) {
      throw Refused.with(400, "Could not determine the collection from the token");
    }
    call.caller().mustWrite();
    return call.caller().enter(jetty.collection(scope));
  }

  private static List<Upload> sent(Call call, String field) {
    List<Upload> sent = Form.read(call.incoming()).files(field);
    if (sent.isEmpty()) {
      Findings findings = new Findings();
      findings.missing(List.of("body", field), Json.NULL);
      throw findings.refusal();
    }
    return sent;
  }
}
