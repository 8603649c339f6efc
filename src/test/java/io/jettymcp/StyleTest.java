package io.jettymcp;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Checks names, comments and texts of the sources against the rules in CONTRIBUTING.md. */
class StyleTest {
  private static final Path MAIN = Path.of("src", "main", "java");
  private static final int MAX_FILES_IN_A_PACKAGE = 38;

  private static final Pattern COMMENT =
      Pattern.compile("/\\*\\*?.*?\\*/|//[^\\n]*", Pattern.DOTALL);
  private static final Pattern STRING = Pattern.compile("\"(?:\\\\.|[^\"\\\\\\n])*\"");

  /** A comment starts with a verb phrase or a noun, not with a relative clause. */
  private static final Pattern RIDDLE =
      Pattern.compile(
          "^[/*\\s]*(?:What|Who|Whoever|Whom|Of what|Of a|Whether it is) .*", Pattern.DOTALL);

  private static final Pattern SUPERLATIVE_CONSTANT =
      Pattern.compile("\\b(?:MOST|LONGEST|SHORTEST|FEWEST|DEEPEST|LARGEST)_[A-Z_]+");

  private static final Pattern BANNED =
      Pattern.compile(
          "(?i)\\b(?:mend(?:s|ed)?|cures?|gotchas?|nobody|somebody|whoever|for good|so long as"
              + "|for want of|tells? (?:of|so)|is told)\\b");

  /** Java writes numbers with the digits of the user's language unless a locale is given. */
  private static final Pattern DIGITS_OF_ANY_LANGUAGE =
      Pattern.compile(
          "(?<!Locale\\.ROOT,\\s{0,30})"
              + "\"(?:\\\\.|[^\"\\\\\\n])*%(?:\\d+\\$)?[-#+ 0,(]*\\d*(?:\\.\\d+)?[defg].*");

  @Test
  void eachTypeNameStandsInOnePackage() {
    Map<String, Long> names =
        sources().stream()
            .map(file -> String.valueOf(file.getFileName()))
            .filter(name -> !name.equals("package-info.java"))
            .collect(groupingBy(name -> name, counting()));
    assertThat(names).allSatisfy((name, count) -> assertThat(count).as(name).isEqualTo(1));
  }

  @Test
  void eachFileDeclaresTheTypeOfItsName() {
    for (Path file : all()) {
      String name = String.valueOf(file.getFileName()).replace(".java", "");
      if (!name.equals("package-info")) {
        assertThat(read(file))
            .as(file.toString())
            .containsPattern(
                "(?m)^[a-z -]*(?:class|interface|record|enum|@interface) " + name + "\\b");
      }
    }
  }

  @Test
  void packagesStaySmall() {
    Map<Path, Long> sizes = sources().stream().collect(groupingBy(Path::getParent, counting()));
    assertThat(sizes)
        .allSatisfy(
            (folder, files) ->
                assertThat(files)
                    .as(folder.toString())
                    .isLessThanOrEqualTo(MAX_FILES_IN_A_PACKAGE));
  }

  @Test
  void everyPackageSaysWhatItIsFor() {
    sources().stream()
        .map(Path::getParent)
        .distinct()
        .filter(folder -> !folder.equals(MAIN.resolve(Path.of("io", "jettymcp"))))
        .map(folder -> folder.resolve("package-info.java"))
        .forEach(file -> assertThat(file).content().startsWith("/**").contains("@NullMarked"));
  }

  @Test
  void commentsDoNotStartWithARelativeClause() {
    assertThat(found(COMMENT, RIDDLE)).isEmpty();
  }

  @Test
  void boundsAreNamedMaxAndMin() {
    List<String> found = new ArrayList<>();
    all()
        .forEach(
            file ->
                SUPERLATIVE_CONSTANT
                    .matcher(read(file))
                    .results()
                    .forEach(constant -> found.add(file + ": " + constant.group())));
    assertThat(found).isEmpty();
  }

  @Test
  void textsAreInPlainWords() {
    assertThat(found(STRING, Pattern.compile(".*" + BANNED.pattern() + ".*"))).isEmpty();
  }

  @Test
  void numbersAreFormattedAlikeInAllLanguages() {
    List<String> found = new ArrayList<>();
    sources()
        .forEach(
            file ->
                DIGITS_OF_ANY_LANGUAGE
                    .matcher(read(file))
                    .results()
                    .forEach(text -> found.add(file + ": " + text.group())));
    assertThat(found).isEmpty();
  }

  @Test
  void commentsAreInPlainWords() {
    assertThat(found(COMMENT, Pattern.compile(".*" + BANNED.pattern() + ".*", Pattern.DOTALL)))
        .isEmpty();
  }

  private static List<String> found(Pattern part, Pattern wrong) {
    List<String> found = new ArrayList<>();
    for (Path file : sources()) {
      part.matcher(read(file))
          .results()
          .map(MatchResult::group)
          .filter(text -> wrong.matcher(text).matches())
          .forEach(text -> found.add(file + ": " + text));
    }
    return found;
  }

  private static List<Path> sources() {
    return below(MAIN);
  }

  private static List<Path> all() {
    return Stream.concat(sources().stream(), below(Path.of("src", "test", "java")).stream())
        .toList();
  }

  private static List<Path> below(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(".java")).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
