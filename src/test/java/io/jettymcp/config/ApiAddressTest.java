package io.jettymcp.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ApiAddressTest {
  @TempDir Path directory;

  @Test
  void variablePrecedesFileAndDefault() throws IOException {
    Path file = directory.resolve(".config/jetty/api_base");
    Files.createDirectories(file.getParent());
    Files.writeString(file, "\uFEFFhttps://file.example\n");

    assertThat(address(Map.of("JETTY_API_URL", "https://variable.example")))
        .hasToString(
            "SettingValue[value=https://variable.example, source=Environment[name=JETTY_API_URL]]");
    SettingValue<ApiAddress> fromFile = address(Map.of());
    assertThat(fromFile.value()).hasToString("https://file.example");
    assertThat(fromFile.source()).isEqualTo(new Source.File(file));
    Files.writeString(file, " \n");
    assertThat(address(Map.of()).source()).isEqualTo(new Source.Default());
  }

  @Test
  void invalidAddressInTheFileNamesTheFile() throws IOException {
    Path file = directory.resolve(".config/jetty/api_base");
    Files.createDirectories(file.getParent());
    Files.writeString(file, "http://example.com");

    assertThatThrownBy(() -> address(Map.of()))
        .isInstanceOf(UsageException.class)
        .hasMessageStartingWith("file " + file + " uses plain http");
  }

  @Test
  void unreadableAddressFileIsRejected() throws IOException {
    Path file = Files.createDirectories(directory.resolve(".config/jetty/api_base"));

    assertThatThrownBy(() -> address(Map.of()))
        .isInstanceOf(UsageException.class)
        .hasMessage("Cannot read " + file + ". Make it readable, remove it, or set JETTY_API_URL.");
  }

  @Test
  void simulatorIsTheEmbeddedJetty() {
    assertThat(address(Map.of("JETTY_API_URL", "simulator")).value())
        .isEqualTo(new ApiAddress.Simulator());
  }

  @ParameterizedTest
  @CsvSource({
    "https://flows-api.jetty.io/, https://flows-api.jetty.io",
    "HTTPS://Flows-API.jetty.io:8443, https://flows-api.jetty.io:8443",
    "http://localhost:8080, http://localhost:8080",
    "http://127.0.0.1:1, http://127.0.0.1:1",
    "http://127.255.0.9, http://127.255.0.9",
    "http://[::1]:65535, http://[::1]:65535",
  })
  void safeAddressesAreAccepted(String text, String address) {
    assertThat(address(Map.of("JETTY_API_URL", text)).value()).hasToString(address);
  }

  @ParameterizedTest
  @CsvSource({
    "http://flows-api.jetty.io, uses plain http to a host other than this machine",
    "http://127.0.0.1.example.com, uses plain http to a host other than this machine",
    "http://localhost.example.com, uses plain http to a host other than this machine",
    "http://0.0.0.0, uses plain http to a host other than this machine",
    "http://127.1, is not a URL",
    "http://127.0.0.256, is not a URL",
    "ftp://example.com, is not an https:// URL",
    "flows-api.jetty.io, is not an https:// URL",
    "https://user:sesame-open@example.com, contains a user name or password",
    "https://, is not a URL",
    "https:example.com, has no host",
    "https://example.com:0, has a port outside 1 to 65535",
    "https://example.com:65536, has a port outside 1 to 65535",
    "https://example.com?key=sesame-open, has a query or a fragment",
    "https://example.com#x, has a query or a fragment",
    "https://example.com/api, has a path",
    "https://exa mple.com, is not a URL",
    "Simulator, is not an https:// URL",
  })
  void unsafeAddressesAreRejectedWithoutBeingQuoted(String text, String problem) {
    assertThatThrownBy(() -> address(Map.of("JETTY_API_URL", text)))
        .isInstanceOf(UsageException.class)
        .hasMessage(
            "JETTY_API_URL "
                + problem
                + "; accepted are https://HOST[:PORT], http://HOST[:PORT] on loopback, and"
                + " \"simulator\".")
        .hasMessageNotContaining("sesame");
  }

  private SettingValue<ApiAddress> address(Map<String, String> environment) {
    Settings settings =
        GeneralSettings.read(Map.of(), new ProcessEnvironment(environment, directory, directory));
    return new SettingValue<>(
        settings.get(GeneralSettings.API_URL), settings.source(GeneralSettings.API_URL));
  }
}
