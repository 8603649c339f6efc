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

  private final SimulatedJetty jetty;

  FilesApi(SimulatedJetty jetty) {
    this.jetty = jetty;
  }

  List<Route> routes() {
    return List.of(
        Route.post("/api/v1/sandbox/upload", RouteAccess.TOKEN, this::uploadForSandbox),
        Route.post("/api/v1/files", RouteAccess.TOKEN, this::uploadWithId),
        Route.get("/api/v1/files/{id}", RouteAccess.TOKEN, this::describe),
        Route.get("/api/v1/file/{path:path}", RouteAccess.TOKEN, this::read),
        Route.get("/api/v1/list-files", RouteAccess.TOKEN, this::list),
        Route.get("/api/v1/trajectory/{c}/{t}/{id}/download", RouteAccess.TOKEN, this::download));
  }

  /** A random word of hex digits. */
  static String newId() {
    return UUID.randomUUID().toString().replace("-", "").substring(0, ID_LENGTH);
  }

  private ApiResponse uploadForSandbox(ApiCall call) {
    SimulatedCollection collection = ofToken(call);
    String id = newId();
    ArrayNode paths = SimulatorJson.array();
    for (UploadedFile upload : sent(call, FILES)) {
      String path = collection.name() + "/_sandbox_uploads/" + id + "/" + upload.name();
      collection.storage().put(upload.storedAt(path));
      paths.add(path);
    }
    ObjectNode json = SimulatorJson.object().put("upload_id", id);
    json.set("file_paths", paths);
    return ApiResponse.ok(json.put("count", paths.size()));
  }

  private ApiResponse uploadWithId(ApiCall call) {
    SimulatedCollection collection = ofToken(call);
    String id = "file-" + newId();
    List<UploadedFile> sent = sent(call, FILE);
    StorageEntry file = collection.storage().put(sent.get(sent.size() - 1), id);
    return ApiResponse.ok(described(id, file));
  }

  private ApiResponse describe(ApiCall call) {
    String id = call.param("id");
    for (SimulatedCollection collection : jetty.collections()) {
      StorageEntry file = collection.storage().withId(id, call.now());
      if (file != null && call.caller().sees(collection)) {
        return ApiResponse.ok(described(id, file));
      }
    }
    throw ApiError.notFound("File '%s' not found".formatted(id));
  }

  private static ObjectNode described(String id, StorageEntry file) {
    return SimulatorJson.object()
        .put("id", id)
        .put("object", FILE)
        .put("bytes", file.bytes().length)
        .put("filename", file.name())
        .put("purpose", "user_data");
  }

  private ApiResponse read(ApiCall call) {
    String path = call.param("path");
    StorageEntry file = jetty.owning(path, call).storage().at(path, call.now());
    if (file == null) {
      throw ApiError.notFound("File not found");
    }
    return ApiResponse.file(file.name(), file.contentType(), file.bytes());
  }

  private ApiResponse list(ApiCall call) {
    String prefix = call.query("prefix");
    if (prefix == null) {
      ValidationErrors findings = new ValidationErrors();
      findings.missing(List.of("query", "prefix"), SimulatorJson.NULL);
      throw findings.refusal();
    }
    ArrayNode paths = SimulatorJson.array();
    jetty
        .owning(prefix, call)
        .storage()
        .under(prefix, call.now())
        .forEach(file -> paths.add(file.path()));
    return ApiResponse.ok(SimulatorJson.object().set(FILES, paths));
  }

  private ApiResponse download(ApiCall call) {
    SimulatedRun run = TrajectoriesApi.visible(jetty.entered(call), call);
    byte[] zip = new RunArchive(run, call.now()).zip();
    return ApiResponse.file(run.id() + ".zip", "application/zip", zip);
  }

  /** The collection of an API key, which says where an upload goes; a person's token does not. */
  private SimulatedCollection ofToken(ApiCall call) {
    String scope = call.caller().scope();
    if (scope == null) {
      throw ApiError.with(400, "Could not determine the collection from the token");
    }
    call.caller().mustWrite();
    return call.caller().enter(jetty.collection(scope));
  }

  private static List<UploadedFile> sent(ApiCall call, String field) {
    List<UploadedFile> sent = UploadForm.read(call.incoming()).files(field);
    if (sent.isEmpty()) {
      ValidationErrors findings = new ValidationErrors();
      findings.missing(List.of("body", field), SimulatorJson.NULL);
      throw findings.refusal();
    }
    return sent;
  }
}
