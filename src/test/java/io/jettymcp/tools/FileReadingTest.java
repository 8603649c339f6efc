package io.jettymcp.tools;

import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.jetty.Failure.BadArguments;
import io.jettymcp.jetty.ResponseHandling;
import io.jettymcp.json.Json;
import io.jettymcp.tool.Attachment;
import io.jettymcp.tool.FakeJetty;
import io.jettymcp.tool.Next;
import io.jettymcp.tool.Result;
import io.jettymcp.tool.Routes;
import io.jettymcp.tool.ToolHarness;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class FileReadingTest {
  private static final String PATH = "acme/echo/0000/1a2b.run.0000.out";
  private static final String SHOWN = "{'file_path':'" + PATH + "'}";

  @ParameterizedTest
  @CsvSource({
    "text/markdown, '# Über\n'",
    "application/json, '{\"a\": [1, 2]}'",
    "application/octet-stream, 'a,b\n1,2\n'",
    "image/svg+xml, '<svg/>'",
    "image/png, 'only said to be an image'",
    "'', plain",
    "text/plain, ''"
  })
  void textIsDetectedByItsBytes(String type, String text) {
    ToolHarness call = read(type, text.getBytes(StandardCharsets.UTF_8));
    assertThat(excerpt(call).value().stringValue()).isEqualTo(text);
    assertThat(excerpt(call).field()).isEqualTo("text");
    assertThat(call.shown().path("bytes").asInt())
        .isEqualTo(text.getBytes(StandardCharsets.UTF_8).length);
    assertThat(call.shown().path("content_type").asString("")).isEqualTo(type);
    assertThat(call.result().next()).isEmpty();
    assertThat(call.result().attached()).isEmpty();
  }

  @Test
  void remainderOfALongFileIsSuggestedAsACall() {
    ToolHarness call =
        ToolHarness.of(
            FileTools.READ_FILE,
            jetty("text/plain", bytes("words")),
            "{'file_path':'" + PATH + "','offset':3,'max_bytes':5000}");
    assertThat(call.result().maxBytes()).isEqualTo(5_000);
    assertThat(excerpt(call).offset()).isEqualTo(3);
    Next rest = excerpt(call).rest().apply(9);
    assertThat(rest.tool()).isEqualTo("read-file");
    assertThat(rest.arguments()).isEqualTo(Json.object().put("file_path", PATH).put("offset", 9));
  }

  @Test
  void readIsLimitedToTheMaximumText() {
    ToolHarness call = read("text/plain", bytes("x"));
    assertThat(call.jetty().lines()).containsExactly("GET /api/v1/file/" + PATH);
    assertThat(call.jetty().requests().get(0).handling())
        .isEqualTo(new ResponseHandling.Bytes(FileReading.MAX_TEXT));
  }

  @Test
  void hugeFileIsCutAtALineEnd() {
    String line = "a line with some words — and a dash\n";
    byte[] huge = bytes(line.repeat(1 + FileReading.MAX_TEXT / bytes(line).length));
    ToolHarness call = read("text/plain", huge);
    String text = excerpt(call).value().stringValue();
    assertThat(text.replace(line, "")).isEmpty();
    int read = line.length() * (FileReading.MAX_TEXT / bytes(line).length);
    assertThat(text.length()).isBetween(read - 8_192, read - 4_000);
    assertThat(call.shown().path("note").asString()).contains("first 2 MB");
    assertThat(call.shown().has("bytes")).isFalse();
    assertThat(call.result().next()).extracting(Next::tool).containsExactly("download-file");
  }

  @Test
  void hugeLineIsCutBeforeItsEnd() {
    ToolHarness call = read("text/plain", bytes("x".repeat(FileReading.MAX_TEXT + 1)));
    assertThat(excerpt(call).value().stringValue())
        .isEqualTo("x".repeat(FileReading.MAX_TEXT - 4_096));
  }

  @Test
  void latin1IsReadForTextTypes() {
    byte[] latin = "Größe".getBytes(StandardCharsets.ISO_8859_1);
    assertThat(text("text/csv", latin)).isEqualTo("Größe");
    assertThat(read("application/octet-stream", latin).result().excerpt()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "image/png, 89504e470d0a1a0a00",
    "image/jpeg, ffd8ffe000",
    "image/gif, 474946383961ff",
    "image/webp, 52494646000000005745425056"
  })
  void imageIsDetectedByItsBytes(String type, String hex) {
    byte[] image = java.util.HexFormat.of().parseHex(hex);
    for (String declared : List.of(type, "text/plain", "application/octet-stream", "image/other")) {
      ToolHarness call = read(declared, image);
      assertThat(call.result().attached())
          .containsExactly(new Attachment.Image(type, Base64.getEncoder().encodeToString(image)));
      assertThat(call.shown())
          .isEqualTo(
              Json.object()
                  .put("file_path", PATH)
                  .put("content_type", type)
                  .put("bytes", image.length));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 5_000_000})
  void imageLargerThanOneMegabyteIsNotShown(int more) {
    byte[] image =
        Arrays.copyOf(new byte[] {(byte) 0xff, (byte) 0xd8, (byte) 0xff}, 1_048_576 + more);
    ToolHarness call = read("image/jpeg", image);
    assertThat(call.result().attached()).hasSize(more == 0 ? 1 : 0);
    assertThat(call.result().next()).hasSize(more == 0 ? 0 : 1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"00", "feff0041", "c328", "255044462d312e340a"})
  void otherFileSuggestsADownload(String hex) {
    ToolHarness call = read("application/x-thing", java.util.HexFormat.of().parseHex(hex));
    assertThat(call.result().excerpt()).isEmpty();
    assertThat(call.result().attached()).isEmpty();
    assertThat(call.shown().path("content_type").asString()).isEqualTo("application/x-thing");
    assertThat(call.shown().path("bytes").asInt()).isEqualTo(hex.length() / 2);
    assertThat(call.shown().path("note").asString()).contains("neither text nor an image");
    assertThat(call.result().next())
        .containsExactly(
            FileTools.DOWNLOAD_FILE
                .signature()
                .with(FileTools.FILE_PATH, PATH)
                .because("save the complete file"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/acme/x",
        "acme//x",
        "acme/",
        "acme/./x",
        "acme/../other/x",
        "acme/%2e%2e/x",
        "acme/%252e%252e/x",
        "acme/a%2Fb",
        "acme\\x",
        "acme/a%5Cb",
        "acme/a\nb",
        "acme/a%00b"
      })
  void ambiguousPathIsRefused(String path) {
    ObjectNode arguments = Json.object().put("file_path", path).put("collection", "acme");
    ToolHarness call =
        ToolHarness.of(FileTools.READ_FILE, FakeJetty.replying("{}"), arguments.toString());
    assertThat(call.failure(BadArguments.class).problem())
        .contains("\"file_path\"", "collection/task/0000/report.md");
    assertThat(call.jetty().requests()).isEmpty();
  }

  @Test
  void pathSegmentsAreEscaped() {
    FakeJetty jetty = new FakeJetty(request -> Json.object().put("file", "x"));
    ToolHarness call =
        ToolHarness.of(FileTools.READ_FILE, jetty, "{'file_path':'acme/my task/50% ?#ä.md'}");
    assertThat(call.jetty().lines())
        .containsExactly("GET /api/v1/file/acme/my%20task/50%25%20%3F%23%C3%A4.md");
  }

  @Test
  void fileOfAnotherCollectionIsRefused() {
    ToolHarness call =
        ToolHarness.of(
            FileTools.READ_FILE,
            FakeJetty.replying("{}"),
            "{'file_path':'beta/t/x','collection':'acme'}");
    assertThat(call.failure(BadArguments.class).problem())
        .contains("collection beta", "about acme");
    assertThat(call.jetty().requests()).isEmpty();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static FakeJetty jetty(String type, byte[] file) {
    JsonNode reply = Json.object().put("content_type", type).put("file", file);
    return new Routes().on("GET /api/v1/file/" + PATH, request -> reply).jetty();
  }

  private static ToolHarness read(String type, byte[] file) {
    return ToolHarness.of(FileTools.READ_FILE, jetty(type, file), SHOWN);
  }

  private static String text(String type, byte[] file) {
    return excerpt(read(type, file)).value().stringValue();
  }

  private static Result.Excerpt excerpt(ToolHarness call) {
    return call.result().excerpt().orElseThrow();
  }
}
