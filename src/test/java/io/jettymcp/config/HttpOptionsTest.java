package io.jettymcp.config;

import static io.jettymcp.config.HttpOptions.ALLOW_HOST;
import static io.jettymcp.config.HttpOptions.ALLOW_ORIGIN;
import static io.jettymcp.config.HttpOptions.AUTHORIZATION_SERVER;
import static io.jettymcp.config.HttpOptions.DRAIN;
import static io.jettymcp.config.HttpOptions.HOST;
import static io.jettymcp.config.HttpOptions.MAX_CALLS_PER_TOKEN;
import static io.jettymcp.config.HttpOptions.MAX_CONNECTIONS;
import static io.jettymcp.config.HttpOptions.MAX_DEPTH;
import static io.jettymcp.config.HttpOptions.MAX_HEADER;
import static io.jettymcp.config.HttpOptions.MAX_REQUEST_BODY;
import static io.jettymcp.config.HttpOptions.MAX_SESSIONS;
import static io.jettymcp.config.HttpOptions.MAX_SESSIONS_PER_TOKEN;
import static io.jettymcp.config.HttpOptions.PORT;
import static io.jettymcp.config.HttpOptions.PUBLIC_URL;
import static io.jettymcp.config.HttpOptions.REQUEST_TIMEOUT;
import static io.jettymcp.config.HttpOptions.RESUME_WINDOW;
import static io.jettymcp.config.HttpOptions.SESSION_IDLE;
import static io.jettymcp.config.HttpOptions.STATELESS;
import static io.jettymcp.config.HttpOptions.TLS_CERT;
import static io.jettymcp.config.HttpOptions.TRUST_PROXY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.jettymcp.secret.Secret;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpOptionsTest {
  @TempDir private Path directory;
  private final Map<String, String> environment = new HashMap<>();
  private final List<String> warnings = new ArrayList<>();

  /** Options from flags as people write them. */
  private HttpOptions options(String... flags) {
    Map<Setting<?>, String> given = new HashMap<>();
    for (String flag : flags) {
      String[] parts = flag.split("=", 2);
      Setting<?> definition =
          Settings.declared().stream()
              .filter(one -> one.title().equals(parts[0]))
              .findFirst()
              .orElseThrow();
      given.put(definition, parts[1]);
    }
    return HttpOptions.read(
        given, new ProcessEnvironment(environment, directory, directory), warnings::add);
  }

  private void refused(String words, String... flags) {
    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> options(flags))
        .withMessageContaining(words);
  }

  private Path file(String name, String text, String rights) throws IOException {
    Path file = directory.resolve(name);
    Files.writeString(file, text);
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(rights));
  }

  @Test
  void defaultIsLoopbackWithoutAuthentication() {
    HttpOptions options = options();

    assertThat(options.get(HOST)).isEqualTo("127.0.0.1");
    assertThat(options.get(PORT)).isEqualTo(8765);
    assertThat(options.get(STATELESS)).isFalse();
    assertThat(options.auth()).isEqualTo(Auth.NONE);
    assertThat(options.key()).isEmpty();
    assertThat(options.get(PUBLIC_URL)).isEmpty();
    assertThat(options.get(AUTHORIZATION_SERVER)).isEmpty();
    assertThat(options.get(ALLOW_HOST)).isEmpty();
    assertThat(options.get(ALLOW_ORIGIN)).isEmpty();
    assertThat(options.get(TRUST_PROXY)).isEmpty();
    assertThat(options.get(TLS_CERT)).isEmpty();
    assertThat(options.get(MAX_REQUEST_BODY)).isEqualTo(4 * 1024 * 1024);
    assertThat(options.get(MAX_HEADER)).isEqualTo(16 * 1024);
    assertThat(options.get(MAX_DEPTH)).isEqualTo(200);
    assertThat(options.get(REQUEST_TIMEOUT)).isEqualTo(Duration.ofSeconds(30));
    assertThat(options.get(MAX_CONNECTIONS)).isEqualTo(10_000);
    assertThat(options.get(MAX_SESSIONS)).isEqualTo(1_000);
    assertThat(options.get(MAX_SESSIONS_PER_TOKEN)).isEqualTo(100);
    assertThat(options.get(SESSION_IDLE)).isEqualTo(Duration.ofMinutes(30));
    assertThat(options.get(RESUME_WINDOW)).isEqualTo(Duration.ofMinutes(5));
    assertThat(options.get(MAX_CALLS_PER_TOKEN)).isEqualTo(32);
    assertThat(options.get(DRAIN)).isEqualTo(Duration.ofSeconds(25));
    assertThat(warnings).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, NONE",
    "127.8.0.1, NONE",
    "localhost, NONE",
    "::1, NONE",
    "[::1], NONE",
    "0.0.0.0, PASSTHROUGH",
    "::, PASSTHROUGH",
    "10.0.0.1, PASSTHROUGH",
    "127.0.0.1.example.com, PASSTHROUGH",
    "mcp.example.com, PASSTHROUGH"
  })
  void defaultAuthenticationDependsOnTheHost(String host, Auth auth) {
    assertThat(options("--host=" + host).auth()).isEqualTo(auth);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "::", "192.168.1.1", "mcp.example.com"})
  void authenticationIsRequiredBeyondLoopback(String host) {
    refused("works on loopback only", "--auth=none", "--host=" + host);
  }

  @ParameterizedTest
  @ValueSource(strings = {"--public-url=https://mcp.example.com", "--trust-proxy=127.0.0.1"})
  void proxyWithoutAuthenticationIsWarnedOf(String flag) {
    options(flag, "--auth=passthrough");
    options("--public-url=http://localhost:1");
    assertThat(warnings).isEmpty();
    options(flag);
    assertThat(warnings).singleElement().asString().contains("admits everyone");
  }

  @Test
  void keyIsReadFromItsFile() throws Exception {
    Path file = file("key", "  s3cret-key==\n", "rw-------");
    assertThat(options("--auth=key", "--key-file=" + file).key())
        .contains(Secret.of("s3cret-key=="));
    assertThat(options("--auth=key", "--key-file=~/key").key()).isPresent();
    Path marked = file("marked", "\uFEFFs3cret-key==", "rw-------");
    assertThat(options("--auth=key", "--key-file=" + marked).key())
        .contains(Secret.of("s3cret-key=="));
    assertThat(warnings).isEmpty();
  }

  @Test
  void keyIsReadFromTheEnvironmentWithoutAFile() throws Exception {
    environment.put("JETTY_MCP_KEY", "from-the-environment");
    assertThat(options("--auth=key").key()).contains(Secret.of("from-the-environment"));
    Path file = file("key", "from-the-file", "rw-------");
    assertThat(options("--auth=key", "--key-file=" + file).key())
        .contains(Secret.of("from-the-file"));
  }

  @Test
  void keyThatLooksLikeAPlaceholderIsUsed() {
    environment.put("JETTY_MCP_KEY", "your-team-passphrase");

    assertThat(options("--auth=key").key()).contains(Secret.of("your-team-passphrase"));
    assertThat(warnings).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"$uperSecret123", "%9f!aa%", "<b64>"})
  void keyThatCannotBeSentIsNotReportedAsMissing(String key) {
    environment.put("JETTY_MCP_KEY", key);

    refused("JETTY_MCP_KEY must hold a key", "--auth=key");
    assertThat(warnings).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"${KEY}", "{{key}}", "undefined", "null"})
  void placeholderOfTheKeyCountsAsUnset(String key) {
    environment.put("JETTY_MCP_KEY", key);

    refused("--auth key needs a key", "--auth=key");
    assertThat(warnings).singleElement().asString().startsWith("JETTY_MCP_KEY is a placeholder");
  }

  @Test
  void missingKeyStopsTheStart() throws Exception {
    refused("--auth key needs a key", "--auth=key");
    refused("--key-file must be an existing, readable file", "--auth=key", "--key-file=missing");
    for (String text : List.of("", " \n", "two words", "schl\u00fcssel", "x".repeat(4_097))) {
      Path file = file("key", text, "rw-------");
      refused("--key-file must hold a key", "--auth=key", "--key-file=" + file);
    }
    environment.put("JETTY_MCP_KEY", "two words");
    refused("JETTY_MCP_KEY must hold a key", "--auth=key");
  }

  @Test
  void keyFileOfAnySizeIsRefused() throws Exception {
    Path file = file("key", "", "rw-------");
    try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
      sparse.setLength(3L << 30);
    }
    refused("--key-file must be a small file with text", "--auth=key", "--key-file=" + file);
  }

  @Test
  void unusedKeyStopsTheStart() throws Exception {
    Path file = file("key", "k", "rw-------");
    refused("no effect without --auth key", "--key-file=" + file);
    environment.put("JETTY_MCP_KEY", "k");
    options();
    assertThat(warnings).containsExactly("JETTY_MCP_KEY has no effect without --auth key.");
  }

  @Test
  void keyIsNeverShown() throws Exception {
    Path file = file("key", "planted\u00e9key", "rw-------");
    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> options("--auth=key", "--key-file=" + file))
        .satisfies(wrong -> assertThat(wrong.getMessage()).doesNotContain("planted"));
    environment.put("JETTY_MCP_KEY", "planted-key");
    assertThat(options("--auth=key").key().toString()).doesNotContain("planted");
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-rw----", "rw----r--", "rw--w----"})
  void keyFileReadableByOthersIsWarnedOf(String rights) throws Exception {
    Path file = file("key", "k", rights);
    options("--auth=key", "--key-file=" + file);
    assertThat(warnings).singleElement().asString().contains("chmod 600 " + file);
  }

  @Test
  void certificateNeedsAKey() throws Exception {
    Path file = file("pem", "x", "rw-------");
    refused("set both", "--tls-cert=" + file);
    refused("set both", "--tls-key=" + file);
    refused(
        "--tls-cert must be an existing, readable file", "--tls-cert=none", "--tls-key=" + file);
    assertThat(options("--tls-cert=" + file, "--tls-key=" + file).get(TLS_CERT)).contains(file);
  }

  @Test
  void hostsAreNormalized() {
    assertThat(options("--allow-host=MCP.example.com, [::1]:80,10.0.0.1:8765,x").get(ALLOW_HOST))
        .containsExactly("mcp.example.com", "[::1]:80", "10.0.0.1:8765", "x");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "*",
        "*.example.com",
        "https://mcp.example.com",
        "mcp.example.com/mcp",
        "a b",
        "a:0",
        "a:65536",
        "::1",
        "[::1",
        "[x]",
        "1.2.3",
        "1.2.3.256",
        "a@b",
        ","
      })
  void invalidHostIsRejected(String host) {
    refused("--allow-host must be", "--allow-host=" + host);
  }

  @Test
  void originsAreNormalized() {
    assertThat(
            options("--allow-origin=HTTPS://App.example.com:443,http://localhost:3000")
                .get(ALLOW_ORIGIN))
        .containsExactly("https://app.example.com", "http://localhost:3000");
  }

  @ParameterizedTest
  @ValueSource(strings = {"*", "app.example.com", "ftp://x", "https://x/", "https://u@x"})
  void invalidOriginIsRejected(String origin) {
    refused("--allow-origin must be origins such as", "--allow-origin=" + origin);
  }

  @Test
  void addressesAndNetworksAreValidProxies() {
    assertThat(options("--trust-proxy=10.0.0.0/8,FD00::/8,127.0.0.1,::1").get(TRUST_PROXY))
        .containsExactly("10.0.0.0/8", "fd00::/8", "127.0.0.1", "::1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"proxy", "10.0.0.0/33", "::/129", "10.0.0", "10.0.0.0/", "0/0", "*"})
  void invalidNetworkIsRejected(String network) {
    refused("--trust-proxy must be", "--trust-proxy=" + network);
  }

  @Test
  void httpsAndLoopbackUrlsAreAccepted() {
    HttpOptions options =
        options(
            "--public-url=https://MCP.example.com/jetty/",
            "--authorization-server=http://localhost:9000");
    assertThat(options.get(PUBLIC_URL)).contains(URI.create("https://mcp.example.com/jetty"));
    assertThat(options.get(AUTHORIZATION_SERVER)).contains(URI.create("http://localhost:9000"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://mcp.example.com",
        "mcp.example.com",
        "https://u:p@mcp.example.com",
        "https://mcp.example.com?x",
        "https://mcp.example.com#x",
        "ftp://localhost",
        "https:///x",
        "https://x:0"
      })
  void otherUrlsAreRejected(String url) {
    refused("--public-url ", "--public-url=" + url);
    refused("--authorization-server ", "--authorization-server=" + url);
  }

  @ParameterizedTest
  @CsvSource({
    "--port, -1",
    "--port, 65536",
    "--host, 127.0.0.1:80",
    "--host, a b",
    "--auth, open",
    "--max-request-body, 65MB",
    "--max-request-body, 0",
    "--max-header, 2MB",
    "--max-depth, 9",
    "--request-timeout, 0",
    "--max-connections, 0",
    "--max-sessions, 0",
    "--max-sessions-per-token, 0",
    "--session-idle, 0",
    "--resume-window, x",
    "--max-calls-per-token, 0",
    "--drain, 0"
  })
  void limitsAreBounded(String flag, String value) {
    refused(flag + " must be", flag + "=" + value);
  }
}
