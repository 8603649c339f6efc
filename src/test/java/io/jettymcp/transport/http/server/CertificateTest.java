package io.jettymcp.transport.http.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jettymcp.transport.http.HttpSettings;
import io.jettymcp.transport.http.TestSettings;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Key;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertificateTest {
  private static final char[] PASSWORD = "changeit".toCharArray();

  @TempDir private Path directory;

  private static Consumer<TestSettings> https(Path certificate, Path key) {
    return settings -> settings.tls = Optional.of(new HttpSettings.Tls(certificate, key));
  }

  @Nested
  class ServedOverHttps {
    private KeyStore store;
    private RunningServer server;

    @BeforeEach
    void start() throws Exception {
      store = selfSigned();
      Path key = pem("PRIVATE KEY", store.getKey("server", PASSWORD).getEncoded(), "key.pem");
      server = new RunningServer(https(certificate(store), key));
    }

    @AfterEach
    void close() {
      server.close();
    }

    @Test
    void itIsShownToClients() throws Exception {
      assertThat(server.address().getScheme()).isEqualTo("https");
      var response =
          HttpClient.newBuilder()
              .sslContext(trusting(store))
              .build()
              .send(
                  HttpRequest.newBuilder(server.address().resolve("/healthz")).build(),
                  BodyHandlers.ofString());
      assertThat(response.body()).isEqualTo("ok\n");
      assertThat(response.sslSession().orElseThrow().getProtocol()).isEqualTo("TLSv1.3");
    }

    @Test
    void plainHttpIsNotServed() throws Exception {
      try (RawConnection plain = server.connect()) {
        assertThat(plain.send("GET /healthz HTTP/1.1\r\n\r\n").rest()).doesNotContain("HTTP/1.1");
      }
    }
  }

  private static AbstractThrowableAssert<?, ?> assertStartFails(Consumer<TestSettings> settings) {
    return assertThatThrownBy(() -> new RunningServer(settings))
        .isInstanceOf(ServerStartException.class);
  }

  @Test
  void aKeyOfAnotherCertificateStopsTheStart() throws Exception {
    Key other = KeyPairGenerator.getInstance("EC").generateKeyPair().getPrivate();
    Path key = pem("PRIVATE KEY", other.getEncoded(), "key.pem");
    assertStartFails(https(certificate(selfSigned()), key))
        .hasMessageContaining("certificate.pem and")
        .hasMessageContaining("and its key");
  }

  @Test
  void aFileThatIsNoCertificateStopsTheStart() throws Exception {
    Path odd = Files.writeString(directory.resolve("odd.pem"), "not a certificate");
    assertStartFails(https(odd, odd))
        .hasMessageContaining("odd.pem")
        .hasMessageContaining("PKCS#8");
  }

  @Test
  void aMissingFileStopsTheStart() {
    Path missing = directory.resolve("missing.pem");
    assertStartFails(https(missing, missing))
        .hasMessageContaining("Cannot read the file")
        .hasMessageContaining("missing.pem");
  }

  @Test
  void aPortInUseStopsTheStart() {
    try (RunningServer server = RunningServer.start()) {
      int port = server.address().getPort();
      assertStartFails(settings -> settings.port = port).hasMessageContaining("port " + port);
    }
  }

  private KeyStore selfSigned() throws Exception {
    Path store = directory.resolve("store.p12");
    String keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    String arguments =
        "-genkeypair -alias server -keyalg EC -dname CN=test -ext SAN=IP:127.0.0.1"
            + " -storetype PKCS12 -storepass changeit -keystore";
    List<String> command = new ArrayList<>(List.of(keytool));
    command.addAll(List.of(arguments.split(" ")));
    command.add(store.toString());
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getInputStream().readAllBytes();
    assertThat(process.waitFor()).isZero();
    return KeyStore.getInstance(store.toFile(), PASSWORD);
  }

  private Path certificate(KeyStore store) throws Exception {
    return pem("CERTIFICATE", store.getCertificate("server").getEncoded(), "certificate.pem");
  }

  private Path pem(String kind, byte[] content, String name) throws Exception {
    String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
    return Files.writeString(
        directory.resolve(name),
        "-----BEGIN " + kind + "-----\n" + lines + "\n-----END " + kind + "-----\n");
  }

  private static SSLContext trusting(KeyStore store) throws Exception {
    KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
    trusted.load(null, null);
    trusted.setCertificateEntry("server", store.getCertificate("server"));
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }
}
