package io.jettymcp.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProcessEnvironmentTest {
  private static final String SEPARATOR = File.pathSeparator;

  @Test
  void programsAreFoundInTheElementsOfThePathThatArePaths() {
    String path = String.join(SEPARATOR, "/opt/bin", "", "not\0valid", "bin", "/usr/bin");

    assertThat(directories(Map.of("PATH", path)))
        .containsExactly(Path.of("/opt/bin"), Path.of("bin"), Path.of("/usr/bin"));
  }

  @Test
  void programsAreFoundUnderTheSpellingOfWindowsToo() {
    assertThat(directories(Map.of("Path", "bin"))).containsExactly(Path.of("bin"));
  }

  @Test
  void withoutPathNoProgramIsFound() {
    assertThat(directories(Map.of())).isEmpty();
  }

  private static List<Path> directories(Map<String, String> environment) {
    return new ProcessEnvironment(environment, Path.of("/home"), Path.of("/work"))
        .programDirectories();
  }
}
