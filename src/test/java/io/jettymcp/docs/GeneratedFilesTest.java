package io.jettymcp.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.cli.install.HostPages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Files that are made from the code. {@code mvn test -Dtest=GeneratedFilesTest -Dregenerate=true}
 * rewrites them; a stale one fails the build.
 */
class GeneratedFilesTest {
  private static final String COMMAND = "mvn test -Dtest=GeneratedFilesTest -Dregenerate=true";

  @Test
  void manifestIsCurrent() throws IOException {
    check(Path.of("tools-manifest.json"), ToolPages.manifest());
  }

  @Test
  void toolPageIsCurrent() throws IOException {
    check(Path.of("docs", "tools.md"), ToolPages.page());
  }

  @Test
  void configurationPageIsCurrent() throws IOException {
    check(Path.of("docs", "configuration.md"), SettingPages.page());
  }

  @Test
  void bundleIsCurrent() throws IOException {
    check(Path.of("src", "dist", "manifest.json"), BundlePages.bundle());
  }

  @Test
  void registryEntryIsCurrent() throws IOException {
    check(Path.of("src", "dist", "server.json"), BundlePages.registry());
  }

  @Test
  void readmeHeadIsCurrent() throws IOException {
    check(
        Path.of("README.md"),
        Section.replace(Files.readString(Path.of("README.md")), "head", ReadmeHead.section()));
  }

  @Test
  void badgesAreCurrent() throws IOException {
    for (Map.Entry<String, Badge> badge : ReadmeHead.badges().entrySet()) {
      check(Path.of("docs", "pictures", badge.getKey() + ".svg"), badge.getValue().svg());
    }
  }

  @Test
  void hostPageIsCurrent() throws IOException {
    Path page = Path.of("docs", "hosts.md");
    String text = Files.readString(page);
    text = Section.replace(text, "files", HostPages.files());
    text = Section.replace(text, "entries", HostPages.localEntries());
    text = Section.replace(text, "remote entries", HostPages.remoteEntries());
    check(page, Section.replace(text, "settings to paste", HostPages.pasted()));
  }

  @Test
  void readmeTableIsCurrent() throws IOException {
    check(
        Path.of("README.md"),
        Section.replace(Files.readString(Path.of("README.md")), "tools", ToolPages.table()));
  }

  @Test
  void tableOfProtectedFilesIsCurrent() throws IOException {
    Path page = Path.of("SECURITY.md");
    check(
        page,
        Section.replace(Files.readString(page), "protected files", SettingPages.protectedFiles()));
  }

  @Test
  void workflowsOfTheSimulatorAreCurrent() throws IOException {
    Path page = Path.of("docs", "simulator.md");
    check(page, Section.replace(Files.readString(page), "workflows", WorkflowPages.charts()));
  }

  static List<Arguments> tablesOfSkills() {
    return List.of(
        Arguments.of("run-and-debug", "errors", "known errors", SkillPages.errors()),
        Arguments.of("write-workflows", "activities", "activities", SkillPages.activities()),
        Arguments.of("write-workflows", "known-issues", "known issues", SkillPages.issues()),
        Arguments.of("write-runbooks", "agents", "agents", SkillPages.agents()));
  }

  @ParameterizedTest
  @MethodSource("tablesOfSkills")
  void tableInSkillIsCurrent(String skill, String file, String name, String text)
      throws IOException {
    Path page =
        Path.of("src/main/resources/guide/skills", skill).resolve("references/" + file + ".md");
    check(page, Section.replace(Files.readString(page), name, text));
  }

  @Test
  void readmeLengthIsBounded() throws IOException {
    assertThat(Files.readAllLines(Path.of("README.md"))).hasSizeBetween(150, 220);
  }

  private static void check(Path file, String wanted) throws IOException {
    GeneratedFile.check(file, wanted, COMMAND);
  }
}
