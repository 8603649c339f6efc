package io.jettymcp.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProxySelectionTest {
  private static final URI JETTY = URI.create("https://flows-api.jetty.io");

  private final Map<String, String> environment = new HashMap<>();
  private final Map<String, String> properties = new HashMap<>();
  private final Map<Setting<?>, String> flags = new HashMap<>();

  private ProxySelection select(URI server) {
    ProcessEnvironment process =
        new ProcessEnvironment(environment, Path.of("/home/user"), Path.of("").toAbsolutePath());
    return ProxySelection.of(GeneralSettings.read(flags, process), server, properties::get);
  }

  private void expect(String proxy, String reason) {
    ProxySelection selection = select(JETTY);
    assertThat(selection.proxy().map(ProxyUrl::toString).orElse("none")).isEqualTo(proxy);
    assertThat(selection.reason()).isEqualTo(reason);
  }

  @Test
  void flagWinsOverTheEnvironmentAndItsExceptions() {
    flags.put(GeneralSettings.PROXY, "socks5://flag:1080");
    environment.put("HTTPS_PROXY", "http://variable:3128");
    environment.put("NO_PROXY", "*");

    expect("socks5://flag:1080", "flag --proxy");
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "NONE"})
  void flagSwitchesTheProxyOff(String value) {
    flags.put(GeneralSettings.PROXY, value);
    environment.put("HTTPS_PROXY", "http://variable:3128");

    expect("none", "flag --proxy");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "''"})
  void emptyFlagIsAUsageError(String value) {
    flags.put(GeneralSettings.PROXY, value);
    environment.put("HTTPS_PROXY", "http://variable:3128");

    assertThat(catchThrowableOfType(UsageException.class, () -> select(JETTY)))
        .hasMessageStartingWith("--proxy is not the URL of a proxy");
  }

  @Test
  void emptyVariableCountsAsUnset() {
    environment.put("HTTPS_PROXY", "");
    environment.put("ALL_PROXY", "http://all:3128");

    expect("http://all:3128", "environment variable ALL_PROXY");
  }

  @Test
  void flagThatNamesNoProxyIsAUsageError() {
    flags.put(GeneralSettings.PROXY, "socks4://alice:secret-1@proxy.corp");

    assertThat(catchThrowableOfType(UsageException.class, () -> select(JETTY)))
        .hasMessageStartingWith("--proxy has the scheme of no proxy that is supported")
        .message()
        .doesNotContain("secret-1");
  }

  @Test
  void variableInLowerCaseComesFirst() {
    environment.put("HTTPS_PROXY", "http://upper:3128");
    environment.put("https_proxy", "http://lower:3128");

    expect("http://lower:3128", "environment variable https_proxy");
  }

  @Test
  void variableOfTheSchemeComesBeforeTheOneOfAll() {
    environment.put("all_proxy", "http://all:3128");
    expect("http://all:3128", "environment variable all_proxy");

    environment.put("HTTPS_PROXY", "http://secure:3128");
    expect("http://secure:3128", "environment variable HTTPS_PROXY");
  }

  @Test
  void variableOfPlainHttpIsNotUsedForHttps() {
    environment.put("HTTP_PROXY", "http://plain:3128");
    expect("none", "none is set");

    assertThat(select(URI.create("http://jetty.example")).proxy())
        .hasToString("Optional[http://plain:3128]");
  }

  @Test
  void exceptionOfTheEnvironmentIsNamed() {
    environment.put("HTTPS_PROXY", "http://variable:3128");
    environment.put("no_proxy", "jetty.io");
    environment.put("NO_PROXY", "example.com");

    expect("none", "environment variable no_proxy excludes Jetty");
  }

  @Test
  void systemPropertiesOfJavaAreTheLastResort() {
    properties.put("https.proxyHost", "java.corp");
    properties.put("https.proxyPort", "8080");
    expect("http://java.corp:8080", "Java's https.proxyHost");

    properties.put("http.nonProxyHosts", "localhost|*.jetty.io");
    expect("none", "Java's http.nonProxyHosts excludes Jetty");

    environment.put("ALL_PROXY", "http://variable:3128");
    expect("http://variable:3128", "environment variable ALL_PROXY");
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://127.0.0.1:8080", "http://localhost", "https://[::1]:1"})
  void serverOnThisMachineIsReachedDirectly(String url) {
    environment.put("ALL_PROXY", "http://variable:3128");
    properties.put("https.proxyHost", "java.corp");

    assertThat(select(URI.create(url)).proxy()).isEmpty();
    assertThat(select(URI.create(url)).reason()).isEqualTo("Jetty is on this machine");

    flags.put(GeneralSettings.PROXY, "http://flag:3128");
    assertThat(select(URI.create(url)).proxy()).isPresent();
  }

  @Test
  void variableThatNamesNoProxyIsIgnoredWithAWarning() {
    environment.put("https_proxy", "socks4://alice:secret-1@proxy.corp");
    environment.put("ALL_PROXY", "http://all:3128");

    expect("http://all:3128", "environment variable ALL_PROXY");
    assertThat(select(JETTY).warnings())
        .singleElement()
        .asString()
        .startsWith("https_proxy has the scheme of no proxy")
        .endsWith("It is ignored.")
        .doesNotContain("secret-1");
  }
}
