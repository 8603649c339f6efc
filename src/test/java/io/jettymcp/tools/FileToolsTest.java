package io.jettymcp.tools;

import static io.jettymcp.tool.FakeJetty.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.jetty.Failure.BadArguments;
import io.jettymcp.jetty.Failure.Unavailable;
import io.jettymcp.tool.FakeJetty;
import io.jettymcp.tool.FakeLocalAccess;
import io.jettymcp.tool.Routes;
import io.jettymcp.tool.ToolHarness;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileToolsTest {
  private static final String UPLOAD = "POST /api/v1/sandbox/upload";

  @TempDir private Path folder;

  @Test
  void localFileIsUploadedUnderItsName() throws Exception {
    Path file = Files.writeString(folder.resolve("in.csv"), "a,b");
    ToolHarness call =
        ToolHarness.of(
            FileTools.UPLOAD_FILE,
            Acme.jetty(),
            new FakeLocalAccess().file("data/in.csv", file),
            "{'path':'data/in.csv'}");
    assertThat(call.jetty().lines()).containsExactly(UPLOAD);
    assertThat(FakeJetty.body(call.jetty().requests().get(0))).isEqualTo("files=@in.csv");
    assertThat(call.shown())
        .isEqualTo(
            json(
                "{'file_paths':['acme/_sandbox_uploads/0a1b2c3d4e5f/in.csv'],'upload_id':'u1',"
                    + "'count':1}"));
  }

  @Test
  void contentIsUploadedWithoutAFile() {
    ToolHarness call = upload("{'content':'a,b\\n','file_name':'in.csv'}");
    assertThat(FakeJetty.body(call.jetty().requests().get(0))).isEqualTo("files=@in.csv:a,b\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{'content':'x'}",
        "{'file_name':'x'}",
        "{'path':'in.csv','content':'x','file_name':'x'}",
        "{'path':'in.csv','file_name':'x'}"
      })
  void exactlyOneSourceIsRequired(String arguments) {
    ToolHarness call = upload(arguments);
    assertThat(call.failure(BadArguments.class).problem()).contains("either \"path\" alone");
    assertThat(call.jetty().requests()).isEmpty();
  }

  @Test
  void uploadIntoAnotherCollectionIsAWarning() {
    ToolHarness call = upload("{'content':'x','file_name':'x','collection':'beta'}");
    assertThat(call.shown().path("warnings").path(0).asString())
        .isEqualTo("The token put it into the collection acme, not beta");
  }

  @Test
  void uploadReplyWithoutPathsIsUnreadable() {
    ToolHarness call =
        ToolHarness.of(
            FileTools.UPLOAD_FILE, FakeJetty.replying("{}"), "{'content':'x','file_name':'x'}");
    assertThat(call.failure(Unavailable.class).reason()).isEqualTo(Unavailable.Reason.UNREADABLE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "['acme/t/0000/a.md','acme/t/0000/b.md']",
        "{'files':['acme/t/0000/a.md','acme/t/0000/b.md']}",
        "{'files':['/acme/t/0000/a.md','b.md']}",
        "{'paths':[{'path':'acme/t/0000/a.md'},{'file_path':'acme/t/0000/b.md'}]}",
        "{'objects':[{'key':'acme/t/0000/a.md'},{'storage_path':'acme/t/0000/b.md','name':'b'}]}",
        "{'items':[{'name':'a.md'},{'name':'b.md'},{'other':1},7,null]}"
      })
  void variousFormsOfListsAreRead(String reply) {
    assertThat(paths(list(reply, "{'prefix':'acme/t/0000'}")))
        .containsExactly("acme/t/0000/a.md", "acme/t/0000/b.md");
  }

  @Test
  void knownSizeAndTypeAreShown() {
    ToolHarness call =
        list(
            "{'files':[{'path':'acme/t/a.md','size':12,'content_type':'text/markdown',"
                + "'url':'https://bucket.example/signed'}]}",
            "{'prefix':'acme/t'}");
    assertThat(call.shown().path("files").path(0))
        .isEqualTo(json("{'path':'acme/t/a.md','bytes':12,'content_type':'text/markdown'}"));
  }

  @Test
  void filesOfOtherCollectionsAreNotListed() {
    ToolHarness call =
        list("['acme/t/a.md','acme2/t/b.md','other/c.md','acme/../x/d']", "{'prefix':'acme'}");
    assertThat(paths(call)).containsExactly("acme/t/a.md");
  }

  @Test
  void prefixOfACollectionEndsWithASlash() {
    assertThat(list("[]", "{'prefix':'acme'}").jetty().lines())
        .containsExactly("GET /api/v1/list-files?prefix=acme%2F");
    assertThat(list("[]", "{'prefix':'acme/t/'}").jetty().lines())
        .containsExactly("GET /api/v1/list-files?prefix=acme%2Ft%2F");
    assertThat(list("[]", "{'prefix':'acme/t/00'}").jetty().lines())
        .containsExactly("GET /api/v1/list-files?prefix=acme%2Ft%2F00");
  }

  @Test
  void longListHasPages() {
    String many =
        IntStream.range(0, 120)
            .mapToObj(i -> "'acme/t/" + i + "'")
            .collect(Collectors.joining(",", "[", "]"));
    ToolHarness call = list(many, "{'prefix':'acme/t','limit':100,'offset':10}");
    assertThat(paths(call)).hasSize(100).startsWith("acme/t/10");
    var page = call.result().page().orElseThrow();
    assertThat(page.more()).isTrue();
    assertThat(page.rest().apply(100).arguments())
        .isEqualTo(json("{'prefix':'acme/t','offset':110,'limit':100}"));
    assertThat(list(many, "{'prefix':'acme/t','offset':110}").result().page().orElseThrow().more())
        .isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/", "/acme", "acme//t", "acme/../b", "acme/%2e%2e/b", "a\\b", "acme/t//"})
  void ambiguousPrefixIsRefused(String prefix) {
    String arguments =
        "{\"prefix\":\"" + prefix.replace("\\", "\\\\") + "\",\"collection\":\"acme\"}";
    ToolHarness call = ToolHarness.of(FileTools.LIST_FILES, FakeJetty.replying("[]"), arguments);
    assertThat(call.failure(BadArguments.class).argument()).isEqualTo("prefix");
    assertThat(call.jetty().requests()).isEmpty();
  }

  @Test
  void prefixInAnotherCollectionIsRefused() {
    ToolHarness call = list("[]", "{'prefix':'beta/t','collection':'acme'}");
    assertThat(call.failure(BadArguments.class).problem())
        .contains("collection beta", "about acme");
    assertThat(call.jetty().requests()).isEmpty();
  }

  private static ToolHarness upload(String arguments) {
    return ToolHarness.of(FileTools.UPLOAD_FILE, Acme.jetty(), arguments);
  }

  private static ToolHarness list(String reply, String arguments) {
    FakeJetty jetty = new Routes().on("GET /api/v1/list-files", reply).jetty();
    return ToolHarness.of(FileTools.LIST_FILES, jetty, arguments);
  }

  private static List<String> paths(ToolHarness call) {
    return call.shown().path("files").values().stream()
        .map(file -> file.path("path").asString())
        .toList();
  }
}
