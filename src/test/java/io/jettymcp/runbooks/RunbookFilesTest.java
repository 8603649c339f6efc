package io.jettymcp.runbooks;

import static io.jettymcp.runbooks.SampleRunbook.CHAT;
import static io.jettymcp.runbooks.SampleRunbook.UPLOAD;
import static io.jettymcp.runbooks.SampleRunbook.body;
import static io.jettymcp.runbooks.SampleRunbook.jettyPart;
import static io.jettymcp.runbooks.SampleRunbook.remote;
import static io.jettymcp.runbooks.SampleRunbook.request;
import static io.jettymcp.runbooks.SampleRunbook.routes;
import static io.jettymcp.runbooks.SampleRunbook.run;
import static io.jettymcp.tool.FakeJetty.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.jetty.Failure.BadArguments;
import io.jettymcp.jetty.Failure.Unavailable;
import io.jettymcp.jetty.Request;
import io.jettymcp.tool.FakeJetty;
import io.jettymcp.tool.FakeLocalAccess;
import io.jettymcp.tool.ToolHarness;
import io.jettymcp.tools.RunbookTools;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests files sent with a runbook, and runbooks read from files. */
class RunbookFilesTest {
  @Test
  void uploadedFilesAreSentByPath(@TempDir Path folder) throws Exception {
    FakeLocalAccess local =
        new FakeLocalAccess()
            .file("in.csv", Files.writeString(folder.resolve("in.csv"), "a"))
            .file("file-here", Files.writeString(folder.resolve("b.csv"), "b"));
    ToolHarness call =
        ToolHarness.of(
            RunbookTools.RUN_RUNBOOK,
            routes()
                .on(
                    UPLOAD,
                    """
                    {"file_paths":["acme/_sandbox_uploads/0/in.csv","acme/u/b.csv"]}""")
                .jetty(),
            local,
            remote(
                ",'files':['in.csv','file-abc123','acme/_sandbox_uploads/1/x.csv','file-here']"));
    assertThat(jettyPart(call).path("file_paths"))
        .isEqualTo(
            json(
                """
                ["acme/_sandbox_uploads/1/x.csv","acme/_sandbox_uploads/0/in.csv","acme/u/b.csv"]"""));
    assertThat(jettyPart(call).path("files")).isEqualTo(json("['file-abc123']"));
    Request upload = request(call, UPLOAD);
    assertThat(FakeJetty.body(upload)).isEqualTo("files=@in.csv\nfiles=@b.csv");
    assertThat(call.jetty().lines().indexOf(UPLOAD)).isLessThan(call.jetty().lines().indexOf(CHAT));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"gone.csv", "file-gone.csv", "other/u/x.csv", "acme/../x.csv", "acme//x", "acme/"})
  void unknownFileIsRefused(String name) {
    ToolHarness call = run(routes(), remote(",'files':['" + name + "']"));
    assertThat(call.failure(BadArguments.class).argument()).isEqualTo("files");
    assertThat(call.jetty().requests()).isEmpty();
  }

  @Test
  void incompleteUploadReplyIsAFailure(@TempDir Path folder) throws Exception {
    FakeLocalAccess local =
        new FakeLocalAccess().file("a", Files.writeString(folder.resolve("a"), "a"));
    ToolHarness call =
        ToolHarness.of(
            RunbookTools.RUN_RUNBOOK,
            routes().on(UPLOAD, "{'file_paths':[]}").jetty(),
            local,
            remote(",'files':['a']"));
    assertThat(call.failure(Unavailable.class).reason()).isEqualTo(Unavailable.Reason.UNREADABLE);
    assertThat(call.jetty().lines()).doesNotContain(CHAT);
  }

  @Test
  void runbookIsReadFromAFile(@TempDir Path folder) throws Exception {
    FakeLocalAccess local =
        new FakeLocalAccess()
            .file("R.md", Files.writeString(folder.resolve("R.md"), SampleRunbook.TEXT));
    ToolHarness call =
        ToolHarness.of(
            RunbookTools.RUN_RUNBOOK,
            routes().jetty(),
            local,
            remote(",'runbook_path':'R.md'").without("runbook"));
    assertThat(body(call, CHAT).path("messages").path(0).path("content").asString())
        .isEqualTo(SampleRunbook.TEXT);
  }
}
