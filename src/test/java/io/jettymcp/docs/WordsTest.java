package io.jettymcp.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.cli.Program;
import io.jettymcp.transport.StandardStreams;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rejects words that make a text for people or models read as if it were translated. */
class WordsTest {
  /** Regular expressions for whole words; case is ignored. */
  private static final List<String> BANNED =
      List.of(
          "mend(s|ed|ing)?",
          "cure[sd]?",
          "gotchas?",
          "told",
          "tells",
          "nobody",
          "somebody",
          "who(so)?ever",
          "for who",
          "whole",
          "for good",
          "for want of",
          "beside",
          "anew",
          "so long(?! as)",
          "all the same",
          "(is|are|was|were|be|been) kept",
          "it is asked",
          "(?<!may or )may not",
          "stands? (below|above|in|on|here|there|behind|under|for all)",
          "turned away");

  /** Exact phrases that are not ours to word. */
  private static final List<String> ALLOWED =
      List.of("Runtime Parameter Gotchas"); // a heading of Jetty's document

  private static final Pattern WORDS =
      Pattern.compile(
          "(?<![\\w.-])(" + String.join("|", BANNED) + ")(?![\\w-])",
          Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CHARACTER_CLASS);

  private static final List<Path> PLACES =
      List.of(
          Path.of("README.md"),
          Path.of("CONTRIBUTING.md"),
          Path.of("SECURITY.md"),
          Path.of("docs"),
          Path.of("src", "main", "resources", "guide"),
          Path.of("src", "main", "resources", "io", "jettymcp"),
          Path.of("src", "dist"),
          Path.of("tools-manifest.json"));

  private static final Set<String> EXTENSIONS = Set.of("md", "html", "json");

  private static final List<String> COMMANDS =
      List.of(
          "",
          "stdio",
          "http",
          "demo",
          "simulator",
          "tools",
          "call",
          "run",
          "runs",
          "logs",
          "cancel",
          "completion",
          "doctor",
          "login",
          "logout",
          "install",
          "uninstall");

  static List<Path> files() throws IOException {
    List<Path> files = new ArrayList<>();
    for (Path place : PLACES) {
      try (Stream<Path> below = Files.walk(place)) {
        below.filter(WordsTest::isText).sorted().forEach(files::add);
      }
    }
    return files;
  }

  private static boolean isText(Path file) {
    String name = file.toString().replace('\\', '/');
    return EXTENSIONS.contains(name.substring(name.lastIndexOf('.') + 1));
  }

  static List<String> commands() {
    return COMMANDS;
  }

  @ParameterizedTest
  @MethodSource("files")
  void filesHaveNoBannedWord(Path file) throws IOException {
    assertThat(banned(Files.readString(file).replace("\\n", " "))).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("commands")
  void helpHasNoBannedWord(String command) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Stream<String> words = Stream.of(command, "--help").filter(word -> !word.isEmpty());
    int exit =
        Program.run(
            new StandardStreams(InputStream.nullInputStream(), out), words.toArray(String[]::new));
    assertThat(exit).isZero();
    assertThat(banned(out.toString(StandardCharsets.UTF_8))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Mend it.", "a\nwhole\nreply", "Kept: it is\n  kept", "you may not"})
  void bannedWordsAreFoundAcrossLinesAndCases(String text) {
    assertThat(banned(text)).hasSize(1);
  }

  @Test
  void otherWordsAreNotFound() {
    assertThat(
            banned(
                "recommend, secure, besides, wholesale, retold, it may or may not work, "
                    + "so long as it runs"))
        .isEmpty();
  }

  /** Returns each banned word of a text with its surroundings. */
  private static List<String> banned(String text) {
    String flat = text.replaceAll("\\s+", " ");
    for (String phrase : ALLOWED) {
      flat = flat.replace(phrase, "");
    }
    String searched = flat;
    return WORDS
        .matcher(searched)
        .results()
        .map(
            found ->
                searched.substring(
                    Math.max(0, found.start() - 40), Math.min(searched.length(), found.end() + 40)))
        .toList();
  }
}
