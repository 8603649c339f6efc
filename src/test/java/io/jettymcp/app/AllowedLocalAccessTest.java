package io.jettymcp.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.jettymcp.config.GeneralSettings;
import io.jettymcp.config.ProcessEnvironment;
import io.jettymcp.jetty.Failure.BadArguments;
import io.jettymcp.tool.Destination;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests saving files for tools, by default below the working directory. */
class AllowedLocalAccessTest {
  @TempDir private Path folder;
  private Path root = Path.of("");
  private AllowedLocalAccess desk = desk(root);

  private static AllowedLocalAccess desk(Path root) {
    ProcessEnvironment surroundings = new ProcessEnvironment(Map.of(), root, root);
    return new AllowedLocalAccess(
        GeneralSettings.read(Map.of(), surroundings), surroundings, Optional::empty);
  }

  @BeforeEach
  void aFolder() throws Exception {
    root = folder.toRealPath();
    desk = desk(root);
  }

  private static String problem(ThrowingCallable refused) {
    BadArguments failure = catchThrowableOfType(BadArguments.class, refused);
    assertThat(failure.argument()).isEqualTo("save_to");
    return failure.problem();
  }

  private Destination place(Optional<String> path) {
    return desk.destination("save_to", path, "acme/t/0000/out.md", false);
  }

  @Test
  void reportedPathIsWhereTheFileWasSaved() throws Exception {
    Destination place = place(Optional.of("results/"));
    Files.writeString(place.part(), "text");
    assertThat(place.keep()).isEqualTo(root.resolve("results/out.md").toString());
    place.discard();
    assertThat(root.resolve("results/out.md")).hasContent("text");
  }

  @Test
  void rejectionNamesFileReasonAndArgument() throws Exception {
    Files.writeString(root.resolve("out.md"), "mine");
    assertThat(problem(() -> place(Optional.empty())))
        .isEqualTo(
            "The file acme/t/0000/out.md exists already ("
                + root.resolve("out.md")
                + "): choose another path, or set \"overwrite\" to true.");
    assertThat(problem(() -> place(Optional.of("../x.md"))))
        .isEqualTo("The file ../x.md is outside --files-root (" + root + ").");
  }

  @Test
  void fileCreatedMeanwhileIsRejectedWithTheSameMessage() throws Exception {
    Destination place = place(Optional.of("x.md"));
    Files.writeString(root.resolve("x.md"), "mine");
    assertThat(problem(place::keep)).startsWith("The file x.md exists already");
    place.discard();
    assertThat(root).isDirectoryNotContaining("glob:**.part");
  }
}
