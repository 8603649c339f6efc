package io.jettymcp.jetty.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.jetty.ApiSettings;
import io.jettymcp.jetty.Failure.Unavailable;
import io.jettymcp.jetty.Failure.Unavailable.Reason;
import io.jettymcp.jetty.FaultAnswer;
import io.jettymcp.jetty.FaultServer;
import io.jettymcp.jetty.RawServer;
import io.jettymcp.jetty.client.JettyApi;
import io.jettymcp.jetty.client.OverLoopback;
import io.jettymcp.simulator.http.CertificateAuthority;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Certificates of an authority that was made for this test. */
class CertificateTrustTest extends OverLoopback {
  @TempDir static Path folder;
  private static CertificateAuthority authority;
  private static Path file;

  @BeforeAll
  static void certify() throws Exception {
    authority = new CertificateAuthority("CN=test");
    file = authority.writeTo(folder.resolve("ca.pem"));
  }

  private FaultServer jetty(SSLContext tls) throws IOException {
    return open(FaultServer.overTls(tls, FaultAnswer.json("[]")));
  }

  private JettyApi api(URI url, List<Path> certificates) {
    ApiSettings usual = settings(url, 3, 1 << 20);
    return api(with(usual, usual.proxy(), certificates), token(TOKEN));
  }

  private void expectBlocked(SSLContext tls, List<Path> certificates, String sentence)
      throws Exception {
    FaultServer server = jetty(tls);

    Unavailable failure = (Unavailable) failure(api(server.url(), certificates), WRITE);

    assertThat(failure.reason()).isEqualTo(Reason.BLOCKED);
    assertThat(failure.detail())
        .startsWith("the certificate of " + server.url().getAuthority() + " " + sentence);
    assertThat(server.connections()).as("trying again does not help").isEqualTo(1);
    assertThat(server.received()).isEmpty();
  }

  @Test
  void authorityOfANamedFileIsTrusted() throws Exception {
    FaultServer server = jetty(authority.server("127.0.0.1"));
    JettyApi api = api(server.url(), List.of(file));

    assertThat(send(api, READ).status()).isEqualTo(200);
    assertThat(send(api, WRITE).status()).isEqualTo(200);
  }

  @Test
  void authorityInADirectoryIsTrusted() throws Exception {
    Path directory = Files.createDirectory(folder.resolve("certs"));
    Files.writeString(directory.resolve("README"), "no certificate");
    Files.writeString(
        directory.resolve("damaged.pem"),
        "-----BEGIN CERTIFICATE-----\nAA==\n-----END CERTIFICATE-----\n");
    authority.writeTo(directory.resolve("ca.crt"));
    FaultServer server = jetty(authority.server("127.0.0.1"));

    assertThat(send(api(server.url(), List.of(directory)), READ).status()).isEqualTo(200);
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void unreadableFileInADirectoryDoesNotHideTheOthers() throws Exception {
    Path directory = Files.createDirectory(folder.resolve("broken"));
    // Opens for every user, root included, and fails at the first byte.
    Files.createSymbolicLink(directory.resolve("a.pem"), Path.of("/proc/self/mem"));
    authority.writeTo(directory.resolve("ca.crt"));
    Files.createSymbolicLink(directory.resolve("z.pem"), Path.of("/proc/self/mem"));
    FaultServer server = jetty(authority.server("127.0.0.1"));

    assertThat(send(api(server.url(), List.of(directory)), READ).status()).isEqualTo(200);
  }

  @Test
  void fileThatBecomesReadableIsRead() throws Exception {
    Path late = folder.resolve("late.pem");
    FaultServer server = jetty(authority.server("127.0.0.1"));
    JettyApi api = api(server.url(), List.of(late));
    assertThat(reason(failure(api, READ))).isEqualTo(Reason.BLOCKED);

    authority.writeTo(late);

    assertThat(send(api, READ).status()).isEqualTo(200);
  }

  @Test
  void fileThatIsGoneMeanwhileTrustsNothing() throws Exception {
    expectBlocked(
        authority.server("127.0.0.1"),
        List.of(folder.resolve("gone.pem")),
        "is signed by an authority that is not trusted here");
  }

  @Test
  void unknownAuthorityIsNamedWithItsFix() throws Exception {
    expectBlocked(
        authority.server("127.0.0.1"),
        List.of(),
        "is signed by an authority that is not trusted here. If this network inspects TLS, name its"
            + " CA certificate in --ca-file or SSL_CERT_FILE");
  }

  @Test
  void otherNameIsNamed() throws Exception {
    expectBlocked(authority.server("other.example"), List.of(file), "was issued for another name");
  }

  @Test
  void expiredCertificateIsNamed() throws Exception {
    Instant now = Instant.now();
    expectBlocked(
        authority.server("127.0.0.1", now.minus(Duration.ofDays(9)), now.minusSeconds(9)),
        List.of(file),
        "has expired. Check the clock");
  }

  @Test
  void certificateOfTheFutureIsNamed() throws Exception {
    Instant now = Instant.now();
    expectBlocked(
        authority.server("127.0.0.1", now.plusSeconds(3600), now.plus(Duration.ofDays(9))),
        List.of(file),
        "is not valid yet. Check the clock");
  }

  @Test
  void serverWithoutTlsIsNamed() throws Exception {
    RawServer plain = open(RawServer.answering("HTTP/1.1 400 Bad Request\r\n\r\n"));

    Unavailable failure = (Unavailable) failure(api(url(plain), List.of()), WRITE);

    assertThat(failure.reason()).isEqualTo(Reason.BLOCKED);
    assertThat(failure.detail()).startsWith("127.0.0.1:" + plain.port() + " does not speak TLS");
  }

  @Test
  void handshakeThatIsClosedIsNamed() throws Exception {
    expectBroken(open(RawServer.closing()));
  }

  @Test
  void handshakeThatIsResetIsNamed() throws Exception {
    expectBroken(open(RawServer.resetting()));
  }

  private void expectBroken(RawServer server) {
    Unavailable failure = (Unavailable) failure(api(url(server), List.of()), WRITE);

    assertThat(failure.reason()).isEqualTo(Reason.NOT_CONNECTED);
    assertThat(failure.detail())
        .startsWith("the TLS handshake with 127.0.0.1:" + server.port() + " broke off");
  }

  private static URI url(RawServer server) {
    return URI.create("https://127.0.0.1:" + server.port());
  }
}
