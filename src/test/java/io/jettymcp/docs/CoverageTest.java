package io.jettymcp.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.tool.Tool;
import io.jettymcp.tools.Catalog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The page that leads from Jetty's own instructions to our tools. */
class CoverageTest {
  /** The headings of Jetty's document that hold operations, in its order. */
  private static final List<String> HEADINGS =
      List.of(
          "FIRST STEP: Ask for the Collection",
          "Platform",
          "Frontend URLs for Users",
          "Authentication",
          "Core Operations: Collections",
          "Core Operations: Tasks (Workflows)",
          "Core Operations: Run Workflows",
          "Trial Key Support",
          "Monitor & Inspect",
          "Download Files",
          "Update Trajectory Status",
          "Labels",
          "Step Templates",
          "Environment Variable Management",
          "Deploy with Secret Preflight",
          "Run Runbook",
          "Local Mode",
          "Remote Mode (Chat Completions API)",
          "Chat Completions API Reference",
          "Scheduling routines",
          "Datasets & Models",
          "Workflow Structure, Path Expressions",
          "Runtime Parameter Gotchas",
          "Common Workflows",
          "Error Handling",
          "Tips",
          "jetty-setup",
          "optimize-runbook");

  /** A word in code marks that reads like the name of a tool: at least one dash, no spaces. */
  private static final Pattern TOOL = Pattern.compile("`([a-z]+(?:-[a-z]+)+|whoami)`");

  private final List<String> lines;

  CoverageTest() throws IOException {
    lines = Files.readAllLines(Path.of("docs", "coverage.md"));
  }

  @Test
  void everyOperationHasAHeading() {
    assertThat(lines.stream().filter(line -> line.startsWith("## ")).map(line -> line.substring(3)))
        .containsExactlyElementsOf(HEADINGS);
  }

  @Test
  void everyNamedToolExists() {
    assertThat(catalog()).containsAll(named());
  }

  @Test
  void everyToolIsCovered() {
    assertThat(named()).containsAll(catalog());
  }

  @Test
  void everyOperationNamesItsTool() {
    for (String row : lines.stream().filter(line -> line.startsWith("| ")).toList()) {
      String doneBy = row.split("\\|", -1)[2].strip();
      boolean answered =
          TOOL.matcher(doneBy).find()
              || doneBy.startsWith("the server")
              || doneBy.startsWith("the agent, with")
              || doneBy.equals("done by");
      assertThat(answered).as(row).isTrue();
    }
  }

  private Set<String> named() {
    return lines.stream()
        .flatMap(line -> TOOL.matcher(line).results())
        .map(found -> found.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> catalog() {
    return Catalog.ALL.stream().map(Tool::name).collect(Collectors.toCollection(TreeSet::new));
  }
}
