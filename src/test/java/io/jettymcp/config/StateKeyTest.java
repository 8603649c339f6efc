package io.jettymcp.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jettymcp.secret.Secret;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StateKeyTest {
  private static final String KEY = "0123456789abcdef0123456789abcdef";

  @TempDir private Path folder;

  private Settings settings(String file) {
    return GeneralSettings.read(
        Map.of(GeneralSettings.STATE_KEY_FILE, file),
        new ProcessEnvironment(Map.of(), folder, folder));
  }

  private Path file(String content) throws Exception {
    return Files.writeString(folder.resolve("state-key"), content);
  }

  @Test
  void keyIsReadWithoutBlanksAroundIt() throws Exception {
    Path file = file(" " + KEY + "\n");
    Settings settings = settings("state-key");
    assertThat(settings.get(GeneralSettings.STATE_KEY_FILE)).contains(file);
    Secret key = GeneralSettings.stateKey(settings).orElseThrow();
    assertThat(key.reveal()).isEqualTo(KEY);
    assertThat(key.toString()).doesNotContain(KEY);
  }

  @Test
  void variableNamesTheFileToo() throws Exception {
    Path file = file(KEY);
    Settings settings =
        GeneralSettings.read(
            Map.of(),
            new ProcessEnvironment(
                Map.of("JETTY_MCP_STATE_KEY_FILE", file.toString()), folder, folder));
    assertThat(settings.get(GeneralSettings.STATE_KEY_FILE)).contains(file);
  }

  @Test
  void nothingIsTheDefault() {
    Settings settings =
        GeneralSettings.read(Map.of(), new ProcessEnvironment(Map.of(), folder, folder));
    assertThat(settings.get(GeneralSettings.STATE_KEY_FILE)).isEmpty();
    assertThat(GeneralSettings.stateKey(settings)).isEmpty();
  }

  @Test
  void keyThatOthersCanReadIsWarnedOf() throws Exception {
    Path file = file(KEY);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw----r--"));
    assertThat(GeneralSettings.warnings(settings("state-key")))
        .containsExactly(
            "Other users can read the key file %1$s. To fix: chmod 600 %1$s".formatted(file));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    assertThat(GeneralSettings.warnings(settings("state-key"))).isEmpty();
  }

  @Test
  void onlyRootMayLetAGroupReadTheKey() throws Exception {
    Path file = file(KEY);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--r-----"));
    boolean isOfRoot = Files.getAttribute(file, "unix:uid").equals(0);
    assertThat(GeneralSettings.warnings(settings("state-key")).isEmpty()).isEqualTo(isOfRoot);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw--w----"));
    assertThat(GeneralSettings.warnings(settings("state-key"))).isNotEmpty();
  }

  @Test
  void shortKeyIsRejectedWithoutShowingIt() throws Exception {
    String key = KEY.substring(1);
    file(key + "   \n");
    assertThatThrownBy(() -> settings("state-key"))
        .isInstanceOf(UsageException.class)
        .hasMessage(
            "--state-key-file must name a file with a key of at least 32 bytes, such as the output"
                + " of: openssl rand -base64 48.")
        .hasMessageNotContaining(key);
  }

  @Test
  void fileThatHasGoneIsReported() throws Exception {
    Path file = file(KEY);
    Settings settings = settings("state-key");
    Files.delete(file);
    assertThatThrownBy(() -> GeneralSettings.stateKey(settings))
        .isInstanceOf(UsageException.class)
        .hasMessageStartingWith("--state-key-file must be an existing, readable file, but is ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", ".", "/dev/null"})
  void whatIsNoFileIsRejected(String path) {
    assertThatThrownBy(() -> settings(path))
        .isInstanceOf(UsageException.class)
        .hasMessageStartingWith("--state-key-file must be an existing, readable file, but is ");
  }

  @Test
  @Timeout(10)
  @DisabledOnOs(OS.WINDOWS)
  void pipeIsRejectedWithoutWaitingForIt() throws Exception {
    Path pipe = folder.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    assertThatThrownBy(() -> settings("pipe")).isInstanceOf(UsageException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " \n", "\"\""})
  void fileWithoutAKeyIsRejected(String content) throws Exception {
    file(content);
    assertThatThrownBy(() -> settings("state-key"))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("at least 32 bytes");
  }

  @Test
  void largeFileIsRejected() throws Exception {
    file("k".repeat(70_000));
    assertThatThrownBy(() -> settings("state-key"))
        .isInstanceOf(UsageException.class)
        .hasMessageStartingWith("--state-key-file must be a small file with text in UTF-8");
  }

  @Test
  void binaryFileIsRejected() throws Exception {
    Files.write(folder.resolve("state-key"), new byte[] {(byte) 0xC3, 0x28, (byte) 0xA0, 1});
    assertThatThrownBy(() -> settings("state-key")).isInstanceOf(UsageException.class);
  }
}
