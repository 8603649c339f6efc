package io.jettymcp.simulator.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.simulator.MultipartBody;
import io.jettymcp.simulator.SimulatorClient;
import io.jettymcp.simulator.SimulatorClient.Reply;
import io.jettymcp.simulator.SimulatorExtension;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class FilesApiTest {
  private static final String SANDBOX = "/api/v1/sandbox/upload";
  private static final String FILES = "/api/v1/files";
  private static final String LIST = "/api/v1/list-files";

  @RegisterExtension final SimulatorExtension jetty = SimulatorExtension.instant();
  private final SimulatorClient client = jetty.client();

  @Nested
  class SandboxUploads {
    private final MultipartBody body =
        new MultipartBody()
            .file("files", "data/in.csv", "text/csv", "a,b\n")
            .file("files", "../../evil.txt", "text/plain", "x")
            .file("other", "ignored.txt", "text/plain", "y");

    @Test
    void areStoredInTheCollectionOfTheKeyWithoutTheirFolders() {
      Reply reply = client.form(SANDBOX, body);
      assertThat(reply.status()).isEqualTo(200);
      String id = reply.json().path("upload_id").asString();
      assertThat(id).matches("[0-9a-f]{12}");
      assertThat(reply.json().path("count").asInt()).isEqualTo(2);
      assertThat(strings(reply.json().path("file_paths")))
          .containsExactly(
              "acme/_sandbox_uploads/" + id + "/in.csv",
              "acme/_sandbox_uploads/" + id + "/evil.txt");
    }

    @Test
    void areDownloadedByTheirPath() {
      Reply read = download(client.form(SANDBOX, body).json().at("/file_paths/0").asString());
      assertThat(read.text()).isEqualTo("a,b\n");
      assertThat(read.header("Content-Type")).isEqualTo("text/csv");
      assertThat(read.header("Content-Disposition")).isEqualTo("attachment; filename=\"in.csv\"");
    }

    @Test
    void areReadBySteps() {
      JsonNode trajectory =
          client.trajectoryOf(
              """
              {"step_configs": {"read": {"activity": "read_uploaded_file",
                "file_path": "init_params.file_paths[0]"}}, "steps": ["read"]}""",
              """
              {"file_paths": ["%s"]}"""
                  .formatted(upload("in.txt", "wörds")));
      assertThat(trajectory.at("/steps/read/outputs/text").asString()).isEqualTo("wörds");
    }

    @Test
    void ofThirtyMegabytesAreDownloadedUnchanged() {
      byte[] large = new byte[30 * 1024 * 1024];
      new Random(7).nextBytes(large);
      MultipartBody form = new MultipartBody().file("files", "large.bin", "application/zip", large);
      String path = client.form(SANDBOX, form).json().at("/file_paths/0").asString();
      assertThat(client.bytes("/api/v1/file/" + path)).isEqualTo(large);
    }

    @Test
    void haveEscapedNames() {
      String path = upload("für alle 100%.txt", "ü");
      assertThat(path).endsWith("/für alle 100%.txt");
      String folder = path.substring(0, path.lastIndexOf('/'));
      Reply read = download(folder + "/f%C3%BCr%20alle%20100%25.txt");
      assertThat(read.text()).isEqualTo("ü");
      assertThat(read.header("Content-Disposition"))
          .isEqualTo("attachment; filename*=utf-8''f%C3%BCr%20alle%20100%25.txt");
    }
  }

  @Nested
  class UploadsWithAnId {
    private final MultipartBody body =
        MultipartBody.ofFile("file", "notes.md", "text/markdown", "# Hi");

    @Test
    void areDescribedByTheirId() {
      Reply reply = client.form(FILES, body);
      assertThat(reply.status()).isEqualTo(200);
      String id = reply.json().path("id").asString();
      assertThat(id).matches("file-[0-9a-f]{12}");
      assertThat(reply.json().path("bytes").asInt()).isEqualTo(4);
      assertThat(client.get(FILES + "/" + id).text()).isEqualTo(reply.text());
    }

    @ParameterizedTest
    @ValueSource(strings = {"file-000000000000", "acme/_sandbox_uploads/x/notes.md"})
    void areNotFoundByAnythingElse(String id) {
      assertThat(client.get(FILES + "/" + id).status()).isEqualTo(404);
    }

    @Test
    void areNotFoundByStrangers() {
      String id = client.form(FILES, body).json().path("id").asString();
      assertThat(client.asStranger().get(FILES + "/" + id).status()).isEqualTo(404);
    }

    @Test
    void doNotGoToTheAddressOfTheOldDocumentation() {
      assertThat(client.form(FILES + "/upload", body).status()).isEqualTo(405);
    }
  }

  @ParameterizedTest
  @CsvSource({SANDBOX + ", files", FILES + ", file"})
  void uploadWithoutItsFieldIsInvalid(String path, String field) {
    Reply reply = client.form(path, MultipartBody.ofFile("document", "a.txt", "text/plain", "x"));
    assertThat(reply.status()).isEqualTo(422);
    assertThat(reply.validationError().path("type").asString()).isEqualTo("missing");
    assertThat(reply.validationError().path("loc")).hasToString("[\"body\",\"%s\"]", field);
  }

  @Test
  void uploadWithoutAFormIsInvalid() {
    assertThat(client.post(FILES).validationError().path("loc"))
        .hasToString(
            """
            ["body","file"]""");
  }

  @Test
  void personCannotUpload() {
    MultipartBody body = MultipartBody.ofFile("files", "a.txt", "text/plain", "x");
    assertThat(client.asPerson().form(SANDBOX, body).status()).isEqualTo(400);
    assertThat(client.anonymous().form(SANDBOX, body).status()).isEqualTo(401);
  }

  @Nested
  class Downloads {
    @ParameterizedTest
    @ValueSource(strings = {"acme-lab/poster/0000/a.png", "nowhere/a", "..", ""})
    void ofAnotherCollectionAreForbiddenWhetherItExistsOrNot(String path) {
      Reply reply = download(path);
      assertThat(reply.status()).isEqualTo(403);
      assertThat(reply.detail()).isEqualTo("API key not valid for this collection");
    }

    @ParameterizedTest
    @ValueSource(strings = {"acme", "acme/", "acme/test-echo/0000", "acme/../acme/x.txt"})
    void ofAMissingFileAreNotFound(String path) {
      Reply reply = download(path);
      assertThat(reply.status()).isEqualTo(404);
      assertThat(reply.detail()).isEqualTo("File not found");
    }

    @Test
    void ofAnUnknownCollectionAreNotFoundByAPerson() {
      assertThat(client.asPerson().get("/api/v1/file/nowhere/a").status()).isEqualTo(404);
    }

    @Test
    void requireAToken() {
      assertThat(client.anonymous().get("/api/v1/file/acme/a").status()).isEqualTo(401);
    }
  }

  @Nested
  class Lists {
    @Test
    void holdThePathsWithThePrefix() {
      upload("one.txt", "1");
      upload("two.txt", "2");
      List<String> uploads = listed("acme/_sandbox_uploads");
      assertThat(uploads).hasSize(2);
      assertThat(uploads.get(1)).endsWith("/two.txt");
      assertThat(listed("acme")).containsAll(uploads);
      assertThat(listed("acme/none")).isEmpty();
    }

    @Test
    void requireAPrefix() {
      Reply reply = client.get(LIST);
      assertThat(reply.status()).isEqualTo(422);
      assertThat(reply.validationError().path("loc"))
          .hasToString(
              """
              ["query","prefix"]""");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "acme-lab/poster"})
    void ofAnotherCollectionAreForbidden(String prefix) {
      assertThat(client.get(LIST + "?prefix=" + prefix).status()).isEqualTo(403);
    }

    @Test
    void requireAToken() {
      assertThat(client.anonymous().get(LIST + "?prefix=acme").status()).isEqualTo(401);
    }

    private List<String> listed(String prefix) {
      return strings(client.get(LIST + "?prefix=" + prefix).json().path("files"));
    }
  }

  /** Uploads a file for the sandbox and returns its path. */
  private String upload(String name, String text) {
    MultipartBody form = MultipartBody.ofFile("files", name, "text/plain", text);
    return client.form(SANDBOX, form).json().at("/file_paths/0").asString();
  }

  private Reply download(String path) {
    return client.get("/api/v1/file/" + path);
  }

  private static List<String> strings(JsonNode list) {
    return list.valueStream().map(JsonNode::asString).toList();
  }
}
