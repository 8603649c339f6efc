package io.jettymcp.simulator.api;

import io.jettymcp.json.Json;
import io.jettymcp.simulator.http.ApiCall;
import io.jettymcp.simulator.http.ApiError;
import io.jettymcp.simulator.http.ApiResponse;
import io.jettymcp.simulator.http.Route;
import io.jettymcp.simulator.http.RouteAccess;
import io.jettymcp.simulator.http.UploadForm;
import io.jettymcp.simulator.http.UploadedFile;
import io.jettymcp.simulator.model.SimulatedCollection;
import io.jettymcp.simulator.model.SimulatedJetty;
import io.jettymcp.simulator.model.SimulatedRun;
import io.jettymcp.simulator.model.Storage;
import io.jettymcp.simulator.model.StorageEntry;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.UUID;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Stored files: uploaded in two ways, listed, and downloaded one by one or as the archive of a run.
 */
final class FilesApi {
  private static final String FILES = "files";
  private static final String FILE = "file";
  private static final int ID_LENGTH = 12;

  private final SimulatedJetty jetty;
  private final ResourceLookup lookup;

  FilesApi(SimulatedJetty jetty, ResourceLookup lookup) {
    this.jetty = jetty;
    this.lookup = lookup;
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

  /** Returns random hex digits. */
  static String newId() {
    return UUID.randomUUID().toString().replace("-", "").substring(0, ID_LENGTH);
  }

  static StorageEntry entry(String path, UploadedFile upload) {
    return new StorageEntry(path, upload.contentType(), upload.bytes());
  }

  private ApiResponse uploadForSandbox(ApiCall call) {
    SimulatedCollection collection = collectionOfKey(call);
    String id = newId();
    ArrayNode paths = Json.array();
    for (UploadedFile upload : UploadForm.read(call.request()).requiredFiles(FILES)) {
      String path = collection.name() + "/_sandbox_uploads/" + id + "/" + upload.name();
      collection.storage().put(entry(path, upload));
      paths.add(path);
    }
    ObjectNode json = Json.object().put("upload_id", id);
    json.set("file_paths", paths);
    return ApiResponse.ok(json.put("count", paths.size()));
  }

  private ApiResponse uploadWithId(ApiCall call) {
    SimulatedCollection collection = collectionOfKey(call);
    String id = "file-" + newId();
    List<UploadedFile> uploads = UploadForm.read(call.request()).requiredFiles(FILE);
    UploadedFile upload = uploads.get(uploads.size() - 1);
    Storage storage = collection.storage();
    StorageEntry file = entry(storage.pathOfUpload(id, upload.name()), upload);
    storage.put(file);
    return ApiResponse.ok(json(id, file));
  }

  private ApiResponse describe(ApiCall call) {
    String id = call.param("id");
    for (SimulatedCollection collection : jetty.collections()) {
      StorageEntry file = collection.storage().findUpload(id, call.now());
      if (file != null && ResourceLookup.isVisible(call.caller(), collection)) {
        return ApiResponse.ok(json(id, file));
      }
    }
    throw ApiError.notFound("File '%s' not found".formatted(id));
  }

  private static ObjectNode json(String id, StorageEntry file) {
    return Json.object()
        .put("id", id)
        .put("object", FILE)
        .put("bytes", file.size())
        .put("filename", file.name())
        .put("purpose", "user_data");
  }

  private ApiResponse read(ApiCall call) {
    String path = call.param("path");
    StorageEntry file = lookup.collectionOfPath(path, call).storage().find(path, call.now());
    if (file == null) {
      throw ApiError.notFound("File not found");
    }
    return ApiResponse.file(file.name(), file.contentType(), file.bytes());
  }

  private ApiResponse list(ApiCall call) {
    String prefix = call.query().queryString("prefix");
    ObjectNode json = Json.object();
    ArrayNode paths = json.putArray(FILES);
    lookup
        .collectionOfPath(prefix, call)
        .storage()
        .list(prefix, call.now())
        .forEach(file -> paths.add(file.path()));
    return ApiResponse.ok(json);
  }

  private ApiResponse download(ApiCall call) {
    SimulatedRun run = ResourceLookup.run(lookup.collection(call), call);
    byte[] zip = new RunArchive(run, call.now()).zip();
    return ApiResponse.file(run.id() + ".zip", "application/zip", ByteBuffer.wrap(zip));
  }

  /** An upload goes to the collection of the API key; a person's token does not say where. */
  private SimulatedCollection collectionOfKey(ApiCall call) {
    String scope = call.caller().scope();
    if (scope == null) {
      throw ApiError.of(400, "Could not determine the collection from the token");
    }
    call.caller().requireWrite();
    return lookup.collection(call, scope);
  }
}
