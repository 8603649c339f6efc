package io.jettymcp.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * Files that are made from the code. {@code mvn test -Dtest=GeneratedFilesTest -Dregenerate=true}
 * rewrites them; a stale one fails the build.
 */
class GeneratedFilesTest {
  private static final String CURE =
      "stale; run: mvn test -Dtest=GeneratedFilesTest -Dregenerate=true";

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
  void readmeLengthIsBounded() throws IOException {
    assertThat(Files.readAllLines(Path.of("README.md"))).hasSizeBetween(150, 300);
  }

  private static void check(Path file, String wanted) throws IOException {
    if (Boolean.getBoolean("regenerate")) {
      assertThatNoException().isThrownBy(() -> Files.writeString(file, wanted));
      return;
    }
    assertThat(file).as(CURE).exists();
    assertThat(Files.readString(file)).as("%s is %s", file, CURE).isEqualTo(wanted);
  }
}
