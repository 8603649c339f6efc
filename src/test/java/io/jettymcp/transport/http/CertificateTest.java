package io.jettymcp.transport.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Key;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertificateTest {
  private static final char[] PASSWORD = "changeit".toCharArray();

  @TempDir private Path directory;

  private static HttpSettings serving(HttpSettings.Tls tls) {
    return new HttpSettings(
        "127.0.0.1",
        0,
        false,
        Optional.empty(),
        Optional.empty(),
        List.of(),
        List.of(),
        List.of(),
        Optional.of(tls),
        HttpSettings.Limits.DEFAULT);
  }

  @Test
  void servesHttpsWithACertificateFromFiles() throws Exception {
    KeyStore made = selfSigned();
    Path certificate =
        pem("CERTIFICATE", made.getCertificate("server").getEncoded(), "certificate.pem");
    Path key = pem("PRIVATE KEY", made.getKey("server", PASSWORD).getEncoded(), "key.pem");
    try (Running running = new Running(serving(new HttpSettings.Tls(certificate, key)))) {
      HttpClient client = HttpClient.newBuilder().sslContext(trusting(made)).build();
      URI address = running.address();
      assertThat(address.getScheme()).isEqualTo("https");
      var answer =
          client.send(
              HttpRequest.newBuilder(address.resolve("/healthz")).build(), BodyHandlers.ofString());
      assertThat(answer.body()).isEqualTo("ok\n");
      assertThat(answer.sslSession().orElseThrow().getProtocol()).isEqualTo("TLSv1.3");
      try (Socket plain = new Socket(address.getHost(), address.getPort())) {
        plain.setSoTimeout(10_000);
        plain.getOutputStream().write("GET /healthz HTTP/1.1\r\n\r\n".getBytes(US_ASCII));
        InputStream in = plain.getInputStream();
        assertThat(new String(in.readAllBytes(), US_ASCII)).doesNotContain("HTTP/1.1");
      }
    }
  }

  @Test
  void aKeyThatIsNotTheCertificatesStopsTheStart() throws Exception {
    Path certificate =
        pem("CERTIFICATE", selfSigned().getCertificate("server").getEncoded(), "certificate.pem");
    Key another = KeyPairGenerator.getInstance("EC").generateKeyPair().getPrivate();
    Path key = pem("PRIVATE KEY", another.getEncoded(), "key.pem");
    assertThatThrownBy(() -> new Running(serving(new HttpSettings.Tls(certificate, key))))
        .isInstanceOf(ServerStartException.class)
        .hasMessageContaining("certificate.pem and")
        .hasMessageContaining("and its key");
  }

  @Test
  void aFileThatIsNoneOrMissingStopsTheStart() throws Exception {
    Path odd = Files.writeString(directory.resolve("odd.pem"), "not a certificate");
    Path missing = directory.resolve("missing.pem");
    assertThatThrownBy(() -> new Running(serving(new HttpSettings.Tls(odd, odd))))
        .isInstanceOf(ServerStartException.class)
        .hasMessageContaining("odd.pem")
        .hasMessageContaining("PKCS#8");
    assertThatThrownBy(() -> new Running(serving(new HttpSettings.Tls(missing, odd))))
        .isInstanceOf(ServerStartException.class)
        .hasMessageContaining("missing.pem cannot be read");
  }

  @Test
  void aPortInUseStopsTheStart() throws Exception {
    try (Running running = new Running()) {
      HttpSettings given = Running.DEFAULT;
      int taken = running.address().getPort();
      assertThatThrownBy(
              () ->
                  new Running(
                      new HttpSettings(
                          given.host(),
                          taken,
                          false,
                          given.publicUrl(),
                          given.authorizationServer(),
                          List.of(),
                          List.of(),
                          List.of(),
                          given.tls(),
                          given.limits())))
          .isInstanceOf(ServerStartException.class)
          .hasMessageContaining("port " + taken);
    }
  }

  private KeyStore selfSigned() throws Exception {
    Path store = directory.resolve("store.p12");
    String keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    Process made =
        new ProcessBuilder(
                keytool,
                "-genkeypair",
                "-alias",
                "server",
                "-keyalg",
                "EC",
                "-dname",
                "CN=test",
                "-ext",
                "SAN=IP:127.0.0.1",
                "-storetype",
                "PKCS12",
                "-storepass",
                "changeit",
                "-keystore",
                store.toString())
            .redirectErrorStream(true)
            .start();
    made.getInputStream().readAllBytes();
    assertThat(made.waitFor()).isZero();
    return KeyStore.getInstance(store.toFile(), PASSWORD);
  }

  private Path pem(String kind, byte[] content, String name) throws Exception {
    String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
    return Files.writeString(
        directory.resolve(name),
        "-----BEGIN " + kind + "-----\n" + lines + "\n-----END " + kind + "-----\n");
  }

  private static SSLContext trusting(KeyStore made) throws Exception {
    KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
    trusted.load(null, null);
    trusted.setCertificateEntry("server", made.getCertificate("server"));
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }
}
