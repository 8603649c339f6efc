package io.jettymcp.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrustedCertificatesTest {
  private static final String PEM =
      "# of our company\n-----BEGIN CERTIFICATE-----\nAA==\n-----END CERTIFICATE-----\n";

  @TempDir Path folder;
  private final Map<String, String> environment = new HashMap<>();
  private final Map<Setting<?>, String> flags = new HashMap<>();

  @BeforeEach
  void writeFiles() throws IOException {
    Files.writeString(folder.resolve("good.pem"), PEM);
    Files.writeString(folder.resolve("empty.pem"), "");
    Files.writeString(folder.resolve("text.pem"), "no certificate");
  }

  private TrustedCertificates read() {
    return TrustedCertificates.of(
        GeneralSettings.read(flags, new ProcessEnvironment(environment, folder, folder)));
  }

  @Test
  void allThatAreNamedAreTrusted() {
    flags.put(GeneralSettings.CA_FILE, "good.pem");
    environment.put("SSL_CERT_FILE", folder.resolve("good.pem").toString());
    environment.put("NODE_EXTRA_CA_CERTS", "~/good.pem");
    environment.put("SSL_CERT_DIR", folder + File.pathSeparator + folder);

    assertThat(read().places())
        .extracting(place -> place.source().words())
        .containsExactly(
            "flag --ca-file",
            "environment variable SSL_CERT_FILE",
            "environment variable NODE_EXTRA_CA_CERTS",
            "environment variable SSL_CERT_DIR",
            "environment variable SSL_CERT_DIR");
    assertThat(read().warnings()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"missing.pem", "empty.pem", "text.pem", "."})
  void fileOfTheFlagMustHoldACertificate(String name) {
    flags.put(GeneralSettings.CA_FILE, name);

    assertThat(catchThrowableOfType(UsageException.class, this::read))
        .hasMessageStartingWith("--ca-file must be ")
        .hasMessageContaining(name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"SSL_CERT_FILE", "NODE_EXTRA_CA_CERTS", "SSL_CERT_DIR"})
  void variableThatNamesNoneIsIgnoredWithAWarning(String variable) {
    for (String name : new String[] {"missing.pem", "empty.pem", "text.pem"}) {
      environment.put(variable, folder.resolve(name).toString());

      assertThat(read().places()).isEmpty();
      assertThat(read().warnings())
          .singleElement()
          .asString()
          .startsWith(variable + " must be ")
          .endsWith("It is ignored.");
    }
  }
}
