package io.jettymcp.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class FilesTest extends OnFreshSimulator {
  private static final String SANDBOX = "/api/v1/sandbox/upload";
  private static final String FILES = "/api/v1/files";
  private static final String LIST = "/api/v1/list-files";

  @Test
  void uploadsForTheSandboxLieInTheCollectionOfTheTokenWithoutTheirFolders() {
    SimulatorClient.Got got =
        visit.form(
            SANDBOX,
            new MultipartBody()
                .file("files", "data/in.csv", "text/csv", "a,b\n")
                .file("files", "../../evil.txt", "text/plain", "x")
                .file("other", "ignored.txt", "text/plain", "y"));
    assertThat(got.status()).isEqualTo(200);
    String id = got.json().path("upload_id").asString();
    assertThat(id).matches("[0-9a-f]{12}");
    assertThat(got.json().path("count").asInt()).isEqualTo(2);
    assertThat(texts(got.json().path("file_paths")))
        .containsExactly(
            "acme/_sandbox_uploads/" + id + "/in.csv", "acme/_sandbox_uploads/" + id + "/evil.txt");
    SimulatorClient.Got read = visit.get("/api/v1/file/acme/_sandbox_uploads/" + id + "/in.csv");
    assertThat(read.text()).isEqualTo("a,b\n");
    assertThat(read.header("Content-Type")).isEqualTo("text/csv");
    assertThat(read.header("Content-Disposition")).isEqualTo("attachment; filename=\"in.csv\"");
  }

  @Test
  void anUploadWithoutItsFieldIsInvalid() {
    MultipartBody wrong = new MultipartBody().file("document", "a.txt", "text/plain", "x");
    for (String path : List.of(SANDBOX, FILES)) {
      SimulatorClient.Got got = visit.form(path, wrong);
      assertThat(got.status()).as(path).isEqualTo(422);
      assertThat(got.finding().path("type").asString()).isEqualTo("missing");
    }
    assertThat(visit.form(SANDBOX, wrong).finding().path("loc").toString())
        .isEqualTo("[\"body\",\"files\"]");
    assertThat(visit.post(FILES).finding().path("loc").toString()).isEqualTo("[\"body\",\"file\"]");
  }

  @Test
  void onlyAKeySaysWhereAnUploadGoes() {
    MultipartBody body = new MultipartBody().file("files", "a.txt", "text/plain", "x");
    assertThat(visit.as(simulator.tokens().person()).form(SANDBOX, body).status()).isEqualTo(400);
    assertThat(visit.as(null).form(SANDBOX, body).status()).isEqualTo(401);
  }

  @Test
  void anUploadWithAnIdIsKnownByItAndNotByAPath() {
    SimulatorClient.Got got =
        visit.form(FILES, new MultipartBody().file("file", "notes.md", "text/markdown", "# Hi"));
    assertThat(got.status()).isEqualTo(200);
    String id = got.json().path("id").asString();
    assertThat(id).matches("file-[0-9a-f]{12}");
    assertThat(got.json().path("bytes").asInt()).isEqualTo(4);
    assertThat(visit.get(FILES + "/" + id).text()).isEqualTo(got.text());
    assertThat(visit.get(FILES + "/file-000000000000").status()).isEqualTo(404);
    assertThat(visit.get(FILES + "/acme/_sandbox_uploads/x/notes.md").status()).isEqualTo(404);
    assertThat(visit.as(simulator.tokens().stranger()).get(FILES + "/" + id).status())
        .isEqualTo(404);
  }

  @Test
  void theAddressOfTheOldTextsTakesNoUploads() {
    MultipartBody body = new MultipartBody().file("file", "a.txt", "text/plain", "x");
    assertThat(visit.form(FILES + "/upload", body).status()).isEqualTo(405);
  }

  @Test
  void aFileOfAnotherCollectionIsForbiddenToAKeyWhetherItExistsOrNot() {
    for (String path : List.of("acme-lab/poster/0000/a.png", "nowhere/a", "..", "")) {
      SimulatorClient.Got got = visit.get("/api/v1/file/" + path);
      assertThat(got.status()).as(path).isEqualTo(403);
      assertThat(got.detail()).isEqualTo("API key not valid for this collection");
    }
    SimulatorClient person = visit.as(simulator.tokens().person());
    assertThat(person.get("/api/v1/file/nowhere/a").status()).isEqualTo(404);
    assertThat(visit.as(null).get("/api/v1/file/acme/a").status()).isEqualTo(401);
  }

  @Test
  void aFileThatIsNotThereIsNotFound() {
    for (String path : List.of("acme", "acme/", "acme/test-echo/0000", "acme/../acme/x.txt")) {
      SimulatorClient.Got got = visit.get("/api/v1/file/" + path);
      assertThat(got.status()).as(path).isEqualTo(404);
      assertThat(got.detail()).isEqualTo("File not found");
    }
  }

  @Test
  void aLargeFileComesBackByteForByte() {
    byte[] large = new byte[30 * 1024 * 1024];
    new Random(7).nextBytes(large);
    SimulatorClient.Got got =
        visit.form(
            SANDBOX, new MultipartBody().file("files", "large.bin", "application/zip", large));
    String path = got.json().path("file_paths").path(0).asString();
    assertThat(visit.bytes("/api/v1/file/" + path)).isEqualTo(large);
  }

  @Test
  void namesThatNeedItAreEscapedOnTheWay() {
    SimulatorClient.Got got =
        visit.form(
            SANDBOX, new MultipartBody().file("files", "für alle 100%.txt", "text/plain", "ü"));
    String path = got.json().path("file_paths").path(0).asString();
    assertThat(path).endsWith("/für alle 100%.txt");
    String folder = path.substring(0, path.lastIndexOf('/'));
    SimulatorClient.Got read =
        visit.get("/api/v1/file/" + folder + "/f%C3%BCr%20alle%20100%25.txt");
    assertThat(read.status()).isEqualTo(200);
    assertThat(read.text()).isEqualTo("ü");
    assertThat(read.header("Content-Disposition"))
        .isEqualTo("attachment; filename*=utf-8''f%C3%BCr%20alle%20100%25.txt");
  }

  @Test
  void aListHoldsThePathsThatBeginWithThePrefix() {
    for (String name : List.of("one.txt", "two.txt")) {
      visit.form(SANDBOX, new MultipartBody().file("files", name, "text/plain", name));
    }
    List<String> uploads =
        texts(visit.get(LIST + "?prefix=acme/_sandbox_uploads").json().path("files"));
    assertThat(uploads).hasSize(2);
    assertThat(uploads.get(1)).endsWith("/two.txt");
    assertThat(texts(visit.get(LIST + "?prefix=acme").json().path("files"))).containsAll(uploads);
    assertThat(visit.get(LIST + "?prefix=acme/none").text()).isEqualTo("{\"files\":[]}");
  }

  @Test
  void aListAsksForItsPrefixAndForTheRightCollection() {
    SimulatorClient.Got missing = visit.get(LIST);
    assertThat(missing.status()).isEqualTo(422);
    assertThat(missing.finding().path("loc").toString()).isEqualTo("[\"query\",\"prefix\"]");
    assertThat(visit.get(LIST + "?prefix=").status()).isEqualTo(403);
    assertThat(visit.get(LIST + "?prefix=acme-lab/poster").status()).isEqualTo(403);
    assertThat(visit.as(null).get(LIST + "?prefix=acme").status()).isEqualTo(401);
  }

  @Test
  void anUploadCanBeReadByAStep() {
    SimulatorClient.Got got =
        visit.form(SANDBOX, new MultipartBody().file("files", "in.txt", "text/plain", "wörds"));
    String path = got.json().path("file_paths").path(0).asString();
    JsonNode trajectory =
        visit.trajectoryOf(
            "{\"step_configs\":{\"read\":{\"activity\":\"read_uploaded_file\","
                + "\"file_path\":\"init_params.file_paths[0]\"}},\"steps\":[\"read\"]}",
            "{\"file_paths\":[\"" + path + "\"]}");
    assertThat(trajectory.path("steps").path("read").path("outputs").path("text").asString())
        .isEqualTo("wörds");
  }

  private static List<String> texts(JsonNode list) {
    return list.valueStream().map(JsonNode::asString).toList();
  }
}
