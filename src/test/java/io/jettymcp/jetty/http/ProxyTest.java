package io.jettymcp.jetty.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.jetty.ApiSettings;
import io.jettymcp.jetty.ClosedPort;
import io.jettymcp.jetty.Failure.Unavailable;
import io.jettymcp.jetty.Failure.Unavailable.Reason;
import io.jettymcp.jetty.FaultAnswer;
import io.jettymcp.jetty.FaultServer;
import io.jettymcp.jetty.Proxy;
import io.jettymcp.jetty.ProxyServer;
import io.jettymcp.jetty.ProxyServer.Manner;
import io.jettymcp.jetty.RawServer;
import io.jettymcp.jetty.client.JettyApi;
import io.jettymcp.jetty.client.OverLoopback;
import io.jettymcp.secret.Secret;
import io.jettymcp.simulator.http.CertificateAuthority;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Real proxies on loopback, and a Jetty behind them whose name resolves nowhere else. */
class ProxyTest extends OverLoopback {
  private static final String HOST = "jetty.invalid";
  private static final URI JETTY = URI.create("https://" + HOST);
  private static final String PASSWORD = "p@ss:wörd/";
  private static final Optional<Proxy.Login> NOBODY = Optional.empty();
  private static final Optional<Proxy.Login> ALICE =
      Optional.of(new Proxy.Login("alice", Secret.of(PASSWORD)));

  @TempDir static Path folder;
  private static Path authority;
  private static SSLContext tlsOfJetty;
  private static SSLContext tlsOfProxy;
  private FaultServer jetty;

  @BeforeAll
  static void certify() throws Exception {
    CertificateAuthority test = new CertificateAuthority("CN=test");
    authority = test.writeTo(folder.resolve("ca.pem"));
    tlsOfJetty = test.server(HOST);
    tlsOfProxy = test.server("127.0.0.1");
  }

  @BeforeEach
  void startJetty() throws Exception {
    jetty = open(FaultServer.overTls(tlsOfJetty, FaultAnswer.json("[]")));
  }

  private ProxyServer proxy(Proxy.Kind kind) throws Exception {
    return open(
        switch (kind) {
          case HTTP -> ProxyServer.http(jetty);
          case SOCKS5 -> ProxyServer.socks(jetty);
          case HTTPS -> ProxyServer.https(jetty, tlsOfProxy);
        });
  }

  private JettyApi through(Proxy proxy) {
    return api(settings(JETTY, 0, 1 << 20), proxy);
  }

  private JettyApi api(ApiSettings usual, Proxy proxy) {
    return api(with(usual, Optional.of(proxy), List.of(authority)), token(TOKEN));
  }

  @ParameterizedTest
  @EnumSource(Proxy.Kind.class)
  void readsReuseATunnelAndWritesUseTheirOwn(Proxy.Kind kind) throws Exception {
    ProxyServer proxy = proxy(kind);
    JettyApi api = through(proxy.proxy(NOBODY));

    send(api, READ);
    send(api, READ);
    send(api, WRITE);

    assertThat(jetty.received()).hasSize(3);
    assertThat(proxy.tunnels()).containsExactly(HOST + ":443", HOST + ":443");
    assertThat(jetty.received().get(0).headers()).doesNotContainKey("proxy-authorization");
  }

  @ParameterizedTest
  @EnumSource(Proxy.Kind.class)
  void userAndPasswordAreSentToTheProxyAlone(Proxy.Kind kind) throws Exception {
    ProxyServer proxy = proxy(kind).requiring("alice", PASSWORD);

    send(through(proxy.proxy(ALICE)), READ);

    assertThat(jetty.received()).hasSize(1);
    assertThat(jetty.received().get(0).headers()).doesNotContainKey("proxy-authorization");
  }

  @ParameterizedTest
  @EnumSource(Proxy.Kind.class)
  void missingLoginIsReported(Proxy.Kind kind) throws Exception {
    ProxyServer proxy = proxy(kind).requiring("alice", PASSWORD);

    Unavailable failure = failureOf(through(proxy.proxy(NOBODY)));

    assertThat(failure.reason()).isEqualTo(Reason.BLOCKED);
    assertThat(failure.detail())
        .startsWith("the proxy 127.0.0.1:" + proxy.port() + " requires a user name and password")
        .contains("://USER:PASSWORD@HOST:PORT");
    assertThat(jetty.received()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Proxy.Kind.class)
  void rejectedLoginIsReportedOnceAndWithoutThePassword(Proxy.Kind kind) throws Exception {
    ProxyServer proxy = proxy(kind).requiring("alice", "other");
    ApiSettings retrying = settings(JETTY, 3, 1 << 20);

    Unavailable failure = failureOf(api(retrying, proxy.proxy(ALICE)));

    assertThat(failure.reason()).isEqualTo(Reason.BLOCKED);
    assertThat(failure.detail())
        .contains("127.0.0.1:" + proxy.port(), "rejected the user name and password")
        .doesNotContain("alice", PASSWORD);
    assertThat(proxy.tunnels()).hasSizeLessThan(2);
  }

  @ParameterizedTest
  @EnumSource(Proxy.Kind.class)
  void silentProxyIsNamed(Proxy.Kind kind) throws Exception {
    ProxyServer proxy = proxy(kind).manner(Manner.SILENT);

    Unavailable failure = failureOf(api(impatientToConnect(JETTY), proxy.proxy(NOBODY)));

    assertThat(failure.reason()).isEqualTo(Reason.NOT_CONNECTED);
    assertThat(failure.detail())
        .isEqualTo("connect deadline of 0.2 s through the proxy 127.0.0.1:" + proxy.port());
  }

  @ParameterizedTest
  @EnumSource(Proxy.Kind.class)
  void brokenProxyIsNamed(Proxy.Kind kind) throws Exception {
    ProxyServer proxy = proxy(kind).manner(Manner.HANGS_UP);

    Unavailable failure = failureOf(through(proxy.proxy(NOBODY)));

    assertThat(failure.reason()).isEqualTo(Reason.NOT_CONNECTED);
    assertThat(failure.detail())
        .contains("the proxy 127.0.0.1:" + proxy.port())
        .contains("closed the connection before it led to Jetty");
  }

  @Test
  void unreachableProxyIsNamed() {
    int port = ClosedPort.url().getPort();

    Unavailable failure = failureOf(through(new Proxy(Proxy.Kind.HTTP, "127.0.0.1", port, NOBODY)));

    assertThat(failure.reason()).isEqualTo(Reason.NOT_CONNECTED);
    assertThat(failure.detail())
        .isEqualTo(
            "connection to the proxy 127.0.0.1:" + port + " (see --proxy and HTTPS_PROXY) refused");
  }

  @Test
  void unknownProxyIsNamed() {
    Unavailable failure =
        failureOf(through(new Proxy(Proxy.Kind.HTTP, "proxy.invalid", 3128, NOBODY)));

    assertThat(failure.detail())
        .isEqualTo("host of the proxy proxy.invalid:3128 (see --proxy and HTTPS_PROXY) not found");
  }

  @Test
  void plainServerIsReachedThroughATunnelToo() throws Exception {
    FaultServer plain = serving(FaultAnswer.json("[]"));
    ProxyServer proxy = open(ProxyServer.http(plain));

    send(api(settings(plain.url(), 0, 1 << 20), proxy.proxy(NOBODY)), WRITE);

    assertThat(proxy.tunnels()).containsExactly(plain.url().getAuthority());
  }

  @Test
  void writeToAPlainServerIsNotSentWhereTheTunnelIsRefused() throws Exception {
    FaultServer plain = serving(FaultAnswer.json("[]"));
    ProxyServer proxy = open(ProxyServer.http(plain)).refusing("403 Forbidden");

    Unavailable failure =
        (Unavailable) failure(api(settings(plain.url(), 3, 1 << 20), proxy.proxy(NOBODY)), WRITE);

    assertThat(failure.nothingSent()).isTrue();
    assertThat(plain.received()).isEmpty();
  }

  @Nested
  class OverHttp {
    @ParameterizedTest
    @ValueSource(strings = {"403 Forbidden", "405 Method Not Allowed", "302 Found"})
    void refusalIsReportedWithItsStatus(String head) throws Exception {
      Unavailable failure = refusal(head);

      assertThat(failure.reason()).isEqualTo(Reason.BLOCKED);
      assertThat(failure.detail())
          .startsWith("the proxy 127.0.0.1:")
          .contains("refused a connection to jetty.invalid (" + head.substring(0, 3) + ")")
          .contains("ask its operator");
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 503, 504})
    void failureIsRetried(int status) throws Exception {
      ProxyServer proxy = proxy(Proxy.Kind.HTTP).refusing(status + " Bad\r\nContent-Length: 0");

      Unavailable failure = failureOf(api(settings(JETTY, 2, 1 << 20), proxy.proxy(NOBODY)));

      assertThat(failure.reason()).isEqualTo(Reason.NOT_CONNECTED);
      assertThat(failure.detail()).contains("(" + status + "); it could not reach Jetty");
      assertThat(proxy.tunnels()).hasSize(3);
    }

    @Test
    void loginThatIsNotSupportedIsNamed() throws Exception {
      Unavailable failure =
          refusal("407 Auth\r\nProxy-Authenticate: Negotiate\r\nproxy-authenticate: NTLM abc==");

      assertThat(failure.detail())
          .contains("requires a login by Negotiate or NTLM (407)", "supports Basic only");
    }

    @Test
    void informationalResponseIsSkipped() throws Exception {
      ProxyServer proxy =
          proxy(Proxy.Kind.HTTP).refusing("103 Early Hints\r\nX: y\r\n\r\nHTTP/1.1 403 Forbidden");

      assertThat(failureOf(through(proxy.proxy(NOBODY))).detail()).contains("(403)");
    }

    @Test
    void serverOfAnotherProtocolIsNoHttpProxy() throws Exception {
      ProxyServer socks = proxy(Proxy.Kind.SOCKS5);
      Proxy asHttp = new Proxy(Proxy.Kind.HTTP, "127.0.0.1", socks.port(), NOBODY);

      Unavailable failure = failureOf(through(asHttp));

      assertThat(failure.reason()).isEqualTo(Reason.BLOCKED);
      assertThat(failure.detail()).contains("is no HTTP proxy", "socks5://HOST:PORT");
    }

    private Unavailable refusal(String head) throws Exception {
      return failureOf(through(proxy(Proxy.Kind.HTTP).refusing(head).proxy(NOBODY)));
    }
  }

  @Nested
  class OverSocks {
    @Test
    void refusalByRuleIsReported() throws Exception {
      Unavailable failure = failureOf(through(proxy(Proxy.Kind.SOCKS5).refusing(2).proxy(NOBODY)));

      assertThat(failure.reason()).isEqualTo(Reason.BLOCKED);
      assertThat(failure.detail()).contains("refused a connection to jetty.invalid: its rules");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 4, 5, 6, 200})
    void failureToConnectIsReported(int status) throws Exception {
      Unavailable failure =
          failureOf(through(proxy(Proxy.Kind.SOCKS5).refusing(status).proxy(NOBODY)));

      assertThat(failure.reason()).isEqualTo(Reason.NOT_CONNECTED);
      assertThat(failure.detail()).contains("refused a connection to jetty.invalid");
    }

    @Test
    void serverOfAnotherProtocolIsNoSocksProxy() throws Exception {
      RawServer http = open(RawServer.answering("HTTP/1.1 400 Bad Request\r\n\r\n"));

      Unavailable failure =
          failureOf(through(new Proxy(Proxy.Kind.SOCKS5, "127.0.0.1", http.port(), NOBODY)));

      assertThat(failure.reason()).isEqualTo(Reason.BLOCKED);
      assertThat(failure.detail()).contains("is no SOCKS5 proxy", "http://HOST:PORT");
    }

    @Test
    void addressIsSentAsAnAddress() throws Exception {
      FaultServer plain = serving(FaultAnswer.json("[]"));
      ProxyServer proxy = open(ProxyServer.socks(plain));

      send(api(settings(plain.url(), 0, 1 << 20), proxy.proxy(NOBODY)), READ);

      assertThat(proxy.tunnels()).containsExactly(plain.url().getAuthority());
    }
  }

  @Nested
  class OverTls {
    @Test
    void untrustedProxyIsNamed() throws Exception {
      ProxyServer proxy =
          open(
              ProxyServer.https(
                  jetty, new CertificateAuthority("CN=stranger").server("127.0.0.1")));

      Unavailable failure = failureOf(through(proxy.proxy(NOBODY)));

      assertThat(failure.reason()).isEqualTo(Reason.BLOCKED);
      assertThat(failure.detail())
          .startsWith("the certificate of the proxy 127.0.0.1:" + proxy.port())
          .contains("is signed by an authority that is not trusted here");
    }

    @Test
    void proxyOfAnotherNameIsNamed() throws Exception {
      ProxyServer proxy = open(ProxyServer.https(jetty, tlsOfJetty));

      assertThat(failureOf(through(proxy.proxy(NOBODY))).detail())
          .contains("the proxy 127.0.0.1:" + proxy.port() + " was issued for another name");
    }

    @Test
    void brokenHandshakeIsRetried() throws Exception {
      RawServer closing = open(RawServer.closing());
      Proxy proxy = new Proxy(Proxy.Kind.HTTPS, "127.0.0.1", closing.port(), NOBODY);

      Unavailable failure = failureOf(through(proxy));

      assertThat(failure.reason()).isEqualTo(Reason.NOT_CONNECTED);
      assertThat(failure.detail())
          .startsWith("the TLS handshake with the proxy 127.0.0.1:" + closing.port());
    }

    @Test
    void proxyWithoutTlsIsNamed() throws Exception {
      ProxyServer plain = proxy(Proxy.Kind.HTTP);
      Proxy asHttps = new Proxy(Proxy.Kind.HTTPS, "127.0.0.1", plain.port(), NOBODY);

      assertThat(failureOf(api(impatientToConnect(JETTY), asHttps)).detail())
          .contains("the proxy 127.0.0.1:" + plain.port());
    }
  }

  private static Unavailable failureOf(JettyApi api) {
    return (Unavailable) failure(api, WRITE);
  }
}
