package io.jettymcp.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.jetty.FaultAnswer;
import io.jettymcp.jetty.FaultServer;
import java.io.ByteArrayOutputStream;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/** Tests where stored files are saved, and where never. */
@Timeout(120)
class FilesIT {
  private static final String ZIP = "GET /api/v1/trajectory/acme/echo/0a1b2c3d/download";
  private static final String DOWNLOAD_ZIP = "{\"task\":\"echo\",\"trajectory_id\":\"0a1b2c3d\"}";

  @RegisterExtension final FaultServer jetty = FaultServer.withRoutes();
  @RegisterExtension final Program program = new Program().against(jetty.url());

  @Test
  void existingFileIsOverwrittenOnlyOnRequest() throws Exception {
    Path mine = Files.writeString(program.work.resolve("big.bin"), "mine");
    StoredFile file = new StoredFile(1_000);
    jetty.on(StoredFile.ROUTE, file.complete());
    try (ServerProcess server = program.serve()) {
      assertThat(server.refusal("download-file", StoredFile.ARGUMENTS))
          .contains("exists already", "\"overwrite\"");
      assertThat(mine).hasContent("mine");
      assertThat(jetty.received(StoredFile.ROUTE)).isEmpty();
      assertThat(
              server.refusal(
                  "download-file", StoredFile.ARGUMENTS.replace("}", ",\"overwrite\":true}")))
          .contains("replace the file", "cannot ask", "--yes");
      assertThat(mine).hasContent("mine");
      assertThat(jetty.received(StoredFile.ROUTE)).isEmpty();
    }
    try (ServerProcess server = program.serve("--confirm=never")) {
      server.data("download-file", StoredFile.ARGUMENTS.replace("}", ",\"overwrite\":true}"));
      assertThat(mine).hasBinaryContent(file.content);

      jetty.on(StoredFile.ROUTE, file.cutAfter(500));
      server.refusal("download-file", StoredFile.ARGUMENTS.replace("}", ",\"overwrite\":true}"));
      assertThat(mine).as("a broken download spares what is there").hasBinaryContent(file.content);
    }
    assertThat(Program.namesIn(program.work)).containsExactly("big.bin");
  }

  @Test
  void hostileNamesAreCleanedAndStayBelowTheRoot() throws Exception {
    Map<String, String> names =
        Map.of(
            ".env",
            "env",
            ".bashrc",
            "bashrc",
            "-rf",
            "rf",
            "evil\u202Efdp.exe",
            "evilfdp.exe",
            "zero\u200Bwidth.md",
            "zerowidth.md",
            "CON.txt",
            "_CON.txt",
            "a:b|c?.md",
            "a_b_c_.md",
            "trailing. .",
            "trailing",
            "\u202E",
            "file",
            "\u00e9".repeat(200) + ".md",
            "\u00e9".repeat(126) + ".md");
    try (ServerProcess server = program.serve()) {
      for (Map.Entry<String, String> name : names.entrySet()) {
        jetty.on(
            "GET /api/v1/file/acme/echo/0000/"
                + URLEncoder.encode(name.getKey(), UTF_8).replace("+", "%20"),
            FaultAnswer.status(200, "text/plain", "x"));
        JsonNode saved = server.data("download-file", path("acme/echo/0000/" + name.getKey()));
        assertThat(Path.of(saved.path("path").asString()))
            .isEqualTo(program.work.resolve(name.getValue()))
            .isRegularFile();
      }
      for (String path :
          List.of(
              "acme/echo/../../../x",
              "acme/../other/x",
              "acme/echo/..%2f..%2fx",
              "acme/echo/%252e%252e/x",
              "acme/echo/..\\x",
              "/etc/passwd",
              "acme/echo/a\0b",
              "acme/echo/a\nb",
              "acme//x",
              "acme/echo/",
              "")) {
        assertThat(server.refusal("download-file", path(path))).contains("file_path");
      }
    }
    assertThat(Program.namesIn(program.work)).containsExactlyInAnyOrderElementsOf(names.values());
    assertThat(Program.namesIn(program.directory)).containsExactly("home", "work");
  }

  private static String path(String path) {
    return ServerProcess.JSON.writeValueAsString(Map.of("file_path", path));
  }

  @Test
  void forbiddenPlacesAreRejected() throws Exception {
    Path outside = Files.createDirectory(program.directory.resolve("outside"));
    Path kept = Files.writeString(outside.resolve("kept"), "mine");
    Files.createSymbolicLink(program.work.resolve("link"), outside);
    Files.createSymbolicLink(program.work.resolve("fileLink"), kept);
    jetty.on(StoredFile.ROUTE, FaultAnswer.status(200, "text/plain", "x"));
    try (ServerProcess server = program.serve()) {
      for (String place :
          List.of(
              "../out",
              "link",
              "link/",
              "link/x",
              "link/new/x",
              "fileLink",
              outside.resolve("x").toString(),
              ".env",
              "sub/prod.env",
              ".git/hooks/x",
              "a\0b",
              "a\nb")) {
        String arguments =
            ServerProcess.JSON.writeValueAsString(
                Map.of("file_path", "acme/echo/0000/big.bin", "save_to", place, "overwrite", true));
        assertThat(server.refusal("download-file", arguments)).startsWith("download-file: ");
      }
    }
    assertThat(jetty.received(StoredFile.ROUTE)).isEmpty();
    assertThat(kept).hasContent("mine");
    assertThat(Program.namesIn(outside)).containsExactly("kept");
    assertThat(Program.namesIn(program.work)).containsExactly("fileLink", "link");
  }

  @Test
  void readOnlyModeHasNoFileWritingTools() throws Exception {
    jetty.on(StoredFile.ROUTE, FaultAnswer.status(200, "text/plain", "x"));
    try (ServerProcess server =
        program.serve("--read-only", "--tools", "download-file,upload-file,read-file")) {
      server.request("\"list\"", "tools/list", "{}");
      assertThat(server.answer("\"list\"").path("result").path("tools").findValuesAsString("name"))
          .containsExactly("read-file");
      server.begin("1", "download-file", StoredFile.ARGUMENTS);
      assertThat(server.answer("1").has("error")).isTrue();
      server.data("read-file", StoredFile.ARGUMENTS);
    }
    assertThat(program.work).isEmptyDirectory();
  }

  @Test
  void runIsSavedAsOneZip() throws Exception {
    ByteArrayOutputStream zip = new ByteArrayOutputStream();
    try (ZipOutputStream out = new ZipOutputStream(zip)) {
      for (String name : List.of("report.md", "../../escape.md", "data/a.csv")) {
        out.putNextEntry(new ZipEntry(name));
        out.write(name.getBytes(UTF_8));
      }
    }
    byte[] bytes = zip.toByteArray();
    try (ServerProcess server = program.serve("--retries", "0")) {
      for (FaultAnswer broken :
          List.of(
              FaultAnswer.status(200, "application/zip", "not a zip"),
              FaultAnswer.status(200, "application/zip", ""),
              FaultAnswer.status(404, "application/json", "{\"detail\":\"No files\"}"))) {
        jetty.on(ZIP, broken);
        assertThat(server.refusal("download-trajectory", DOWNLOAD_ZIP))
            .containsAnyOf("not a zip archive", "No files")
            .doesNotContain("Check before you retry");
        assertThat(program.work).isEmptyDirectory();
      }
      jetty.on(ZIP, FaultAnswer.file("application/zip", bytes, bytes.length));
      JsonNode saved = server.data("download-trajectory", DOWNLOAD_ZIP);
      assertThat(saved.path("entries").asInt()).isEqualTo(3);
      assertThat(saved.path("sha256").asString()).isEqualTo(StoredFile.sha256(bytes));
      assertThat(saved.path("url").asString()).isEqualTo("https://jetty.io/acme/echo/0a1b2c3d");
    }
    assertThat(Program.namesIn(program.work)).containsExactly("echo-0a1b2c3d.zip");
    assertThat(Program.namesIn(program.directory)).containsExactly("home", "work");
  }

  @Test
  void lockedServerRejectsFilesOfOtherCollections() throws Exception {
    try (ServerProcess server = program.serve("--lock-collection")) {
      for (String tool : List.of("download-file", "read-file")) {
        assertThat(server.refusal(tool, path("other/echo/0000/x.md"))).contains("other", "acme");
      }
      assertThat(server.refusal("list-files", "{\"prefix\":\"other/\"}")).contains("acme");
      server.request("1", "resources/read", "{\"uri\":\"jetty+file://other/echo/0000/x.md\"}");
      assertThat(server.answer("1").has("error")).isTrue();
    }
    assertThat(jetty.received("GET /api/v1/file/other/echo/0000/x.md")).isEmpty();
  }
}
