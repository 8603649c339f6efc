package io.jettymcp.e2e;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.Slow;
import io.jettymcp.jetty.FaultAnswer;
import io.jettymcp.jetty.FaultServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/** Tests uploads, and reading stored files without saving them. */
@Timeout(120)
class StoredFilesIT {
  private static final String BYTES = "application/octet-stream";
  private static final String UPLOAD = "POST /api/v1/sandbox/upload";
  private static final String FILE = "GET /api/v1/file/acme/echo/0000/f";
  private static final String READ = "{\"file_path\":\"acme/echo/0000/f\"}";
  private static final String SECRET = "lighthouse-keeper-of-1887";
  private static final String PNG = "\u0089PNG\r\n\u001a\n";

  @RegisterExtension
  final FaultServer jetty =
      FaultServer.withRoutes()
          .environment("KEY", SECRET)
          .on(
              UPLOAD,
              FaultAnswer.json(
                  """
                  {"upload_id":"u1","file_paths":["acme/_sandbox_uploads/u1/x"],"count":1}"""));

  @RegisterExtension final Program program = new Program().against(jetty.url());

  private static String path(Path path) {
    return ServerProcess.JSON.writeValueAsString(Map.of("path", path.toString()));
  }

  private static FaultAnswer stored(String type, String latin1) {
    byte[] bytes = latin1.getBytes(ISO_8859_1);
    return FaultAnswer.file(type, bytes, bytes.length);
  }

  @Test
  void fileIsUploadedByPathOrContent() throws Exception {
    Files.writeString(Files.createDirectory(program.work.resolve("in")).resolve("a.csv"), "a;b\n");
    try (ServerProcess server = program.serve()) {
      for (String arguments :
          List.of(
              "{\"path\":\"in/a.csv\"}",
              path(program.work.resolve("in/a.csv")),
              "{\"content\":\"a;b\\n\",\"file_name\":\"a.csv\"}")) {
        assertThat(server.data("upload-file", arguments).path("file_paths").toString())
            .isEqualTo("[\"acme/_sandbox_uploads/u1/x\"]");
      }
    }
    assertThat(jetty.received(UPLOAD))
        .hasSize(3)
        .allSatisfy(
            request ->
                assertThat(request.text())
                    .contains("name=\"files\"; filename=\"a.csv\"")
                    .contains("\r\n\r\na;b\n\r\n"));
  }

  @Test
  void thirtyMegabyteUploadFitsASmallHeap() throws Exception {
    byte[] content = "0123456789".repeat(3_000_000).getBytes(UTF_8);
    Files.write(program.work.resolve("big.csv"), content);
    try (ServerProcess server = program.withSmallHeap().serve()) {
      server.data("upload-file", "{\"path\":\"big.csv\"}");
    }
    assertThat(jetty.received(UPLOAD).get(0).text())
        .hasSizeGreaterThan(content.length)
        .contains(new String(content, UTF_8));
  }

  @Test
  void secretFilesAndFilesOutsideTheRootAreNotUploaded() throws Exception {
    Path root = program.home;
    Path token = Files.createDirectories(root.resolve(".config/jetty")).resolve("token");
    Files.writeString(token, Program.TOKEN);
    Path outside = Files.writeString(program.work.resolve("outside.txt"), "x");
    for (String name : List.of(".env", ".env.local", "prod.env", ".ENV", ".envrc")) {
      Files.writeString(root.resolve(name), "KEY=" + SECRET);
    }
    Files.writeString(root.resolve("CLAUDE.md"), "Use the token " + Program.TOKEN + " for Jetty.");
    Files.createSymbolicLink(root.resolve("toToken"), token);
    Files.createSymbolicLink(root.resolve("toEnv"), root.resolve(".env"));
    Files.createSymbolicLink(root.resolve("toOutside"), outside);
    Files.createSymbolicLink(root.resolve("toFolder"), program.work);
    List<Path> refused = new ArrayList<>();
    for (String name :
        List.of(
            ".env",
            ".env.local",
            "prod.env",
            ".ENV",
            ".envrc",
            ".config/jetty/token",
            "CLAUDE.md",
            "toToken",
            "toEnv",
            "toOutside",
            "toFolder/outside.txt",
            "../" + program.work.getFileName() + "/outside.txt",
            ".config",
            "missing.txt")) {
      refused.add(root.resolve(name));
    }
    refused.add(Path.of("/etc/passwd"));
    refused.add(Path.of("/proc/self/environ"));
    try (ServerProcess server = program.serve("--files-root", root.toString())) {
      for (Path path : refused) {
        assertThat(server.refusal("upload-file", path(path))).contains(path.toString());
      }
      for (String wrong :
          List.of(
              "{}",
              "{\"content\":\"x\"}",
              "{\"file_name\":\"x\"}",
              "{\"path\":\"x\",\"content\":\"x\",\"file_name\":\"x\"}",
              "{\"path\":\"\"}",
              "{\"path\":\"a\\u0000b\"}",
              "{\"content\":\"x\",\"file_name\":\"../x\"}")) {
        server.refusal("upload-file", wrong);
      }
    }
    assertThat(jetty.received(UPLOAD)).isEmpty();
  }

  @Test
  void imagesAreShownAndBinaryFilesSuggestADownload() throws Exception {
    try (ServerProcess server = program.serve()) {
      jetty.on(FILE, stored(BYTES, PNG + "pixels"));
      JsonNode shown = server.call("read-file", READ).path("content").path(1);
      assertThat(shown.path("type").asString()).isEqualTo("image");
      assertThat(shown.path("mimeType").asString()).isEqualTo("image/png");
      assertThat(new String(Base64.getDecoder().decode(shown.path("data").asString()), ISO_8859_1))
          .isEqualTo(PNG + "pixels");

      for (FaultAnswer other :
          List.of(
              stored("image/png", PNG + "x".repeat(1_100_000)),
              stored("text/plain", "a\0b"),
              stored("application/pdf", "%PDF-1.7 text"))) {
        jetty.on(FILE, other);
        JsonNode result = server.call("read-file", READ);
        assertThat(result.path("content")).hasSize(1);
        JsonNode data = result.path("structuredContent");
        assertThat(data.path("note").asString()).contains("neither text nor an image");
        assertThat(data.path("next").path(0).path("tool").asString()).isEqualTo("download-file");
        assertThat(data.path("next").path(0).path("arguments").toString()).isEqualTo(READ);
      }
      jetty.on(FILE, stored("text/plain", ""));
      assertThat(server.data("read-file", READ).path("text").asString("none")).isEmpty();
    }
  }

  @Test
  void imageWithASecretIsNotShown() throws Exception {
    try (ServerProcess server = program.serve()) {
      for (String before : List.of("", "x", "xy")) {
        jetty.on(FILE, stored("image/png", PNG + before + "Comment: " + SECRET));
        assertThat(server.call("read-file", READ).path("content").findValuesAsString("type"))
            .doesNotContain("image");
        server.request("1", "resources/read", "{\"uri\":\"jetty+file://acme/echo/0000/f\"}");
        assertThat(server.answer("1").toString()).doesNotContain("\"blob\"");
      }
    }
  }

  @Test
  void pagesOfATextNeverShowPartOfASecret() throws Exception {
    StringBuilder text = new StringBuilder();
    for (int i = 0; text.length() < 200_000; i++) {
      text.append("line ").append(i).append(" has ").append(SECRET).append(" \u00e9\uD83D\uDE00\n");
    }
    byte[] bytes = text.toString().getBytes(UTF_8);
    jetty.on(FILE, FaultAnswer.file("text/plain", bytes, bytes.length));
    StringBuilder read = new StringBuilder();
    try (ServerProcess server = program.withSmallHeap().serve()) {
      String arguments = READ;
      for (int page = 0; !arguments.isEmpty(); page++) {
        assertThat(page).isLessThan(40);
        JsonNode data = server.data("read-file", arguments);
        read.append(data.path("text_text").asString());
        JsonNode next = data.path("next").path(0);
        assertThat(next.path("tool").asString("read-file")).isEqualTo("read-file");
        arguments = next.isMissingNode() ? "" : next.path("arguments").toString();
      }
      assertThat(server.stdout()).noneMatch(line -> line.contains("lighthouse"));
    }
    assertThat(read.toString()).isEqualTo(text.toString().replace(SECRET, "[redacted]"));
  }

  @Slow
  @Test
  void concurrentLargeTextsFitASmallHeap() throws Exception {
    byte[] bytes = ("word " + SECRET + "\n").repeat(100_000).getBytes(UTF_8);
    jetty.on(FILE, FaultAnswer.file("text/plain", bytes, bytes.length));
    try (ServerProcess server = program.withSmallHeap().serve()) {
      for (int i = 0; i < 16; i++) {
        server.begin("" + i, "read-file", READ);
      }
      for (int i = 0; i < 16; i++) {
        JsonNode data = server.answer("" + i).path("result").path("structuredContent");
        assertThat(data.path("text_text").asString()).startsWith("word [redacted]\n");
        assertThat(data.path("note").asString()).contains("2 MB");
      }
    }
  }
}
