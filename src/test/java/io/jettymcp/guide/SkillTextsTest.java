package io.jettymcp.guide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** Tests the texts of all skills. */
class SkillTextsTest {
  private static final Path FOLDER = Path.of("src/main/resources/guide/skills");
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)]+)\\)");

  static List<Skill> skills() {
    return Skill.ALL;
  }

  static List<SkillFile> files() {
    return Skill.ALL.stream().flatMap(skill -> skill.files().stream()).toList();
  }

  @ParameterizedTest
  @MethodSource("skills")
  void nameFollowsTheRulesAndEqualsItsDirectory(Skill skill) {
    assertThat(skill.name()).matches("[a-z0-9]+(-[a-z0-9]+)*").hasSizeLessThanOrEqualTo(64);
    assertThat(skill.frontmatter()).contains(entry("name", skill.name()));
    assertThat(skill.uri()).isEqualTo("skill://jetty/" + skill.name() + "/SKILL.md");
  }

  @ParameterizedTest
  @MethodSource("skills")
  void frontmatterIsWhatYamlReads(Skill skill) {
    String text = skill.entry().text();
    String head = text.substring(4, text.indexOf("\n---\n", 4));
    Object read = new Yaml(new SafeConstructor(new LoaderOptions())).load(head);
    assertThat(read).isEqualTo(skill.frontmatter());
  }

  @ParameterizedTest
  @MethodSource("skills")
  void descriptionSaysWhenToUseIt(Skill skill) {
    assertThat(skill.description()).hasSizeBetween(80, 300).contains("Use it").endsWith(".");
  }

  /** The texts are the same for all callers, whatever their settings and restrictions disable. */
  @ParameterizedTest
  @MethodSource("skills")
  void saysFirstWhatAMissingToolMeans(Skill skill) {
    String text = skill.entry().text().replaceAll("\\s+", " ");
    assertThat(text.substring(text.indexOf("# ")))
        .matches(
            "# [^.]+ If a tool named here is missing, the settings of this server disable it: say"
                + " so, and do not work around it\\..*");
  }

  @ParameterizedTest
  @MethodSource("skills")
  void everyFileOfTheDirectoryIsServed(Skill skill) throws IOException {
    try (Stream<Path> below = Files.walk(FOLDER.resolve(skill.name()))) {
      List<String> paths =
          below
              .filter(Files::isRegularFile)
              .map(file -> FOLDER.relativize(file).toString().replace('\\', '/'))
              .map(path -> "skill://jetty/" + path)
              .toList();
      assertThat(skill.files()).extracting(SkillFile::uri).hasSameElementsAs(paths);
    }
  }

  @Test
  void everyDirectoryIsServed() throws IOException {
    try (Stream<Path> below = Files.list(FOLDER)) {
      assertThat(below.map(folder -> String.valueOf(folder.getFileName())))
          .hasSameElementsAs(Skill.ALL.stream().map(Skill::name).toList());
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void filesAreShortAndHavePlainLines(SkillFile file) {
    assertThat(file.size()).isLessThan(file.name().equals(Skill.ENTRY) ? 5_120 : 6_144);
    assertThat(file.text()).doesNotContain("\r", "\uFEFF", "{here}", "{elsewhere}").endsWith("\n");
    assertThat(file.text().getBytes(StandardCharsets.UTF_8)).hasSize(file.size());
  }

  @ParameterizedTest
  @MethodSource("skills")
  void everyReferenceIsLinkedAndEveryLinkLeadsToAFile(Skill skill) {
    String text = skill.entry().text();
    List<String> links =
        LINK.matcher(text)
            .results()
            .map(link -> skill.uri().replace(Skill.ENTRY, link.group(1)))
            .toList();
    List<String> others =
        skill.files().stream().map(SkillFile::uri).filter(uri -> !uri.equals(skill.uri())).toList();
    assertThat(links).hasSameElementsAs(others);
  }
}
