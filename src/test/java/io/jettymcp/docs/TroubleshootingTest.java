package io.jettymcp.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Compares what the page quotes with the sources, and its table with its headings. */
class TroubleshootingTest {
  private static final Path PAGE = Path.of("docs", "troubleshooting.md");

  /** Joins the literals of a string that goes on in the next line. */
  private static final Pattern JOINT = Pattern.compile("\" *\\s*(?:\\+|\\\\)?\\s*\"");

  private static final Pattern QUOTATION = Pattern.compile("(?ms)^ *```text\\n(.*?)\\n *```");

  private static final String SOURCES = sources();

  static List<String> quotations() throws IOException {
    return QUOTATION
        .matcher(Files.readString(PAGE))
        .results()
        .map(found -> found.group(1).strip())
        .toList();
  }

  @ParameterizedTest
  @MethodSource("quotations")
  void quotationIsInTheSources(String quotation) {
    for (String part : quotation.split("…", -1)) {
      assertThat(SOURCES.contains(part.strip())).as(part).isTrue();
    }
  }

  @Test
  void tableLeadsToEveryPart() throws IOException {
    List<String> anchors = new ArrayList<>();
    List<String> links = new ArrayList<>();
    for (String line : Files.readAllLines(PAGE)) {
      if (line.startsWith("## ")) {
        anchors.add(
            line.substring(3)
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z -]", "")
                .replace(' ', '-'));
      } else if (line.startsWith("| ") && line.contains("](#")) {
        links.add(line.replaceAll(".*\\]\\(#([a-z-]+)\\).*", "$1"));
      }
    }
    anchors.remove("nothing-here-helps");
    assertThat(links).containsExactlyElementsOf(anchors);
  }

  private static String sources() {
    try (Stream<Path> files = Files.walk(Path.of("src", "main", "java"))) {
      String java =
          files
              .filter(file -> file.toString().endsWith(".java"))
              .map(TroubleshootingTest::read)
              .collect(Collectors.joining("\n"));
      String all = java + read(Path.of("jetty-mcp"));
      return JOINT.matcher(all.replace("\\\"", "\u0000")).replaceAll("").replace('\u0000', '"');
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
