package io.jettymcp.mcp.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.json.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Addresses of resources. */
class ResourceAddressTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "jetty://acme | COLLECTION | {\"collection\":\"acme\"}",
        "jetty://acme/hello | TASK | {\"collection\":\"acme\",\"task\":\"hello\"}",
        """
        jetty://acme/hello/0a1b | RUN | {"collection":"acme","task":"hello",\
        "trajectory_id":"0a1b"}""",
        "jetty+file://acme/hello/0000/a%20b.txt | FILE | {\"file_path\":\"acme/hello/0000/a b.txt\"}",
        "jetty+step://text_echo | STEP | {\"activity\":\"text_echo\"}",
        """
        jetty://acme/hello?offset=30 | TASK | {"collection":"acme","task":"hello",\
        "offset":"30"}""",
        """
        jetty://a/b/c?path=x%5B0%5D&offset=2 | RUN | {"collection":"a","task":"b",\
        "trajectory_id":"c","path":"x[0]","offset":"2"}""",
        "jetty://caf%C3%A9/a+b | TASK | {\"collection\":\"café\",\"task\":\"a+b\"}",
        "jetty://café | COLLECTION | {\"collection\":\"café\"}",
        "JETTY://Acme | COLLECTION | {\"collection\":\"Acme\"}",
        "jetty://acme/ | COLLECTION | {\"collection\":\"acme\"}",
        "Jetty://acme/hello/?step=a | TASK | {\"collection\":\"acme\",\"task\":\"hello\",\"step\":\"a\"}",
        "JETTY+FILE://acme/t/0/x.txt/ | FILE | {\"file_path\":\"acme/t/0/x.txt\"}",
        "jetty+STEP://text_echo/ | STEP | {\"activity\":\"text_echo\"}"
      })
  void uriNamesACall(String uri, ResourceKind kind, String arguments) {
    ResourceAddress address = ResourceAddress.parse(uri).orElseThrow();
    assertThat(address.kind()).isEqualTo(kind);
    assertThat(address.arguments().toString()).isEqualTo(arguments);
    assertThat(ResourceAddress.parse(address.uri())).contains(address);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "acme",
        "https://jetty.io/acme",
        "jetty:acme",
        "jetty:/acme",
        "jetty+other://acme",
        "jetty://a/b/c/d",
        "jetty://acme#part",
        "jetty://acme/%",
        "jetty://acme/%4",
        "jetty://acme/%zz",
        "jetty://acme/%C3",
        "jetty://acme/%FF%FE",
        "jetty+file://acme/a%2Fb",
        "jetty+step://a/b",
        "jetty://acme/hello?task=other",
        "jetty://acme?collection=other",
        "jetty://acme/hello?offset=1&offset=2",
        "jetty://acme/hello?offset=%"
      })
  void foreignUrisAreNotResolved(String uri) {
    assertThat(ResourceAddress.parse(uri)).isEmpty();
  }

  @Test
  void overlongUriIsRejected() {
    assertThat(ResourceAddress.parse("jetty://" + "a".repeat(4_000))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"%2e%2e", "..", "a%2Fb", "%252e%252e", "a%00b", "a%5Cb"})
  void partsAreDecodedOnce(String part) {
    ResourceAddress address = ResourceAddress.parse("jetty://acme/" + part).orElseThrow();
    assertThat(address.kind()).isEqualTo(ResourceKind.TASK);
    assertThat(address.arguments().path("task").stringValue())
        .isEqualTo(
            switch (part) {
              case "%2e%2e" -> "..";
              case "a%2Fb" -> "a/b";
              case "%252e%252e" -> "%2e%2e";
              case "a%00b" -> "a\0b";
              case "a%5Cb" -> "a\\b";
              default -> part;
            });
  }

  @Test
  void partsAreEscapedIntoOneSegment() {
    String uri =
        ResourceAddress.of("get-task", Json.object().put("collection", "a b").put("task", "c?d#é/"))
            .orElseThrow();
    assertThat(uri).isEqualTo("jetty://a%20b/c%3Fd%23%C3%A9%2F");
    assertThat(
            ResourceAddress.of("read-file", Json.object().put("file_path", "acme/x/a b.txt"))
                .orElseThrow())
        .isEqualTo("jetty+file://acme/x/a%20b.txt");
  }

  @Test
  void callWithoutResourceHasNoUri() {
    assertThat(ResourceAddress.of("list-tasks", Json.object().put("collection", "a"))).isEmpty();
    assertThat(ResourceAddress.of("get-task", Json.object().put("task", "a"))).isEmpty();
  }
}
