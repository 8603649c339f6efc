package io.jettymcp.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.docs.DemoPicture;
import io.jettymcp.docs.GeneratedFile;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs the demo once, with colour and with settings that it must ignore. */
@Timeout(120)
class DemoIT {
  /** On the path, so that the demo names the program as the picture shows it. */
  private static final Path LAUNCHER_DIRECTORY = Path.of("").toAbsolutePath();

  @TempDir private static Path place;
  private static Program.Ended demo;
  private static String text;

  @BeforeAll
  static void play() throws Exception {
    demo =
        Program.in(place)
            .with("PATH", LAUNCHER_DIRECTORY + File.pathSeparator + System.getenv("PATH"))
            .withUnreachableJetty()
            .with("JETTY_API_TOKEN", Program.TOKEN)
            .with("CLICOLOR_FORCE", "1")
            .with("LANG", "C.UTF-8")
            .run("demo");
    text = demo.out().replaceAll("\u001b\\[[0-9;]*m", "");
  }

  @Test
  void storyIsPlayedToItsEnd() {
    assertThat(demo.exit()).as(demo.out() + demo.err()).isZero();
    assertThat(demo.err()).isEmpty();
    assertThat(text.lines().filter(line -> line.startsWith(" ● ")))
        .containsExactly(
            " ● The agent's host starts the server",
            " ● The agent writes a workflow with a mistake that Jetty would not detect",
            " ● It fixes the workflow and stores it as a task",
            " ● It runs the task, and receives progress while it waits",
            " ● It changes one value of the task, and repeats the run with the same inputs",
            " ● It runs the task for each row of a table, and compares the results",
            " ● It stores a secret; even a task that prints the secret cannot reveal it",
            " ● It has an agent at Jetty carry out a runbook, and saves the report",
            " ● Another run failed; it finds out why, two levels below",
            " ● It schedules the task, and triggers the schedule once",
            " ● It deletes the task, after the user confirms");
    assertThat(text)
        .contains("→ create-task", "→ run-task-sync", "→ create-routine", "→ delete-task")
        .doesNotContain("   ! ")
        .endsWith("   → jetty-mcp login\n   → jetty-mcp install\n");
  }

  @Test
  void linesFitIntoEightyColumns() {
    assertThat(text.lines()).allMatch(line -> line.length() <= 80);
  }

  @Test
  void proseHasNoArraysAndNoDigests() {
    assertThat(text).doesNotContain("[\"").doesNotContainPattern("[0-9a-f]{32}");
  }

  @Test
  void pictureIsCurrent() throws IOException {
    GeneratedFile.check(
        Path.of("docs", "pictures", "demo.svg"),
        DemoPicture.of(demo.out()),
        "mvn verify -Dtest=none -Dsurefire.failIfNoSpecifiedTests=false -Dit.test=DemoIT"
            + " -Dregenerate=true");
  }
}
