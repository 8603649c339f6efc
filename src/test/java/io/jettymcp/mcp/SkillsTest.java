package io.jettymcp.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.guide.Skill;
import io.jettymcp.json.Json;
import io.jettymcp.mcp.call.ToolCallsFixture;
import io.jettymcp.tool.Tool;
import io.jettymcp.tools.Catalog;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Tests the methods of skills. */
class SkillsTest {
  private static final String URI = "skill://jetty/write-workflows/SKILL.md";

  private final ToolCallsFixture fixture = new ToolCallsFixture();

  private HostSession host() {
    return new HostSession(fixture.calls(Catalog.ALL.toArray(Tool[]::new)));
  }

  private JsonNode listed() {
    return host().result("skills/list", "{}");
  }

  private JsonNode content(String uri) {
    JsonNode contents = host().result("resources/read", uri(uri)).path("contents");
    assertThat(contents).hasSize(1);
    return contents.path(0);
  }

  private static String uri(String uri) {
    return Json.object().put("uri", uri).toString();
  }

  static List<String> uris() {
    return Skill.ALL.stream().map(Skill::uri).toList();
  }

  @Test
  void listHasAllSkillsOnOnePage() {
    JsonNode result = listed();
    assertThat(result.propertyNames()).containsExactly("skills");
    assertThat(result.path("skills"))
        .extracting(skill -> skill.path("uri").stringValue())
        .containsExactlyElementsOf(uris());
    assertThat(fixture.jetty.sent).as("nothing is asked of Jetty").isEmpty();
  }

  @Test
  void frontmatterOfAnEntryEqualsThatOfItsFile() {
    for (JsonNode skill : listed().path("skills")) {
      JsonNode head = skill.path("frontmatter");
      assertThat(content(skill.path("uri").stringValue()).path("text").stringValue())
          .startsWith(
              "---\nname: %s\ndescription: %s\n---\n"
                  .formatted(
                      head.path("name").stringValue(), head.path("description").stringValue()));
      assertThat(head).hasSize(2);
    }
  }

  @Test
  void digestsAndSizesAreThoseOfTheBytesThatAreRead() throws Exception {
    for (JsonNode skill : listed().path("skills")) {
      assertThat(skill.path("resources")).isNotEmpty();
      for (JsonNode file : skill.path("resources")) {
        JsonNode content = content(file.path("uri").stringValue());
        byte[] bytes = content.path("text").stringValue().getBytes(StandardCharsets.UTF_8);
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
        assertThat(content.path("mimeType").stringValue()).isEqualTo("text/markdown");
        assertThat(file.path("digest").stringValue())
            .isEqualTo("sha256:" + HexFormat.of().formatHex(digest));
        assertThat(file.path("size").intValue()).isEqualTo(bytes.length);
      }
    }
  }

  @Test
  void aSecretThatOccursInASkillChangesNoByte() {
    fixture.jetty.environment("acme", "litellm_vision");
    HostSession host = host();
    host.result("tools/call", "{\"name\":\"list-env-vars\",\"arguments\":{}}");
    String text =
        host.result("resources/read", uri(URI)).path("contents").path(0).path("text").stringValue();
    assertThat(text).contains("litellm_vision").isEqualTo(Skill.ALL.get(1).entry().text());
  }

  @ParameterizedTest
  @MethodSource("uris")
  void entryOfOneSkillEqualsItsEntryInTheList(String uri) {
    JsonNode result = host().result("skills/get", uri(uri));
    assertThat(result.propertyNames()).containsExactly("skill");
    JsonNode skill = result.path("skill");
    assertThat(listed().path("skills").values()).contains(skill);
    assertThat(skill.path("uri").stringValue()).isEqualTo(uri);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"uri\":7}",
        "{\"uri\":\"\"}",
        "{\"uri\":\"skill://jetty/write-workflows\"}",
        "{\"uri\":\"skill://jetty/write-workflows/references/examples.md\"}",
        "{\"uri\":\"skill://jetty/none/SKILL.md\"}",
        "{\"uri\":\"skill://jetty/write-workflows/../write-workflows/SKILL.md\"}"
      })
  void unknownSkillIsRejected(String params) {
    assertThat(host().error("skills/get", params).path("code").intValue()).isEqualTo(-32602);
  }

  @Test
  void misspelledSkillIsRejectedWithTheNearestOne() {
    JsonNode error = host().error("skills/get", uri("skill://jetty/write-workflow/SKILL.md"));
    assertThat(error.path("message").stringValue()).contains(URI);
  }

  @Test
  void directoryListsItsDirectChildren() {
    JsonNode result =
        host().result("resources/directory/read", uri("skill://jetty/write-workflows"));
    assertThat(result.propertyNames()).containsExactly("resources");
    assertThat(result.path("resources")).hasSize(2);
    JsonNode file = result.path("resources").path(0);
    assertThat(file.path("uri").stringValue()).isEqualTo(URI);
    assertThat(file.path("name").stringValue()).isEqualTo("SKILL.md");
    assertThat(file.path("mimeType").stringValue()).isEqualTo("text/markdown");
    assertThat(result.path("resources").path(1).toString())
        .isEqualTo(
            """
            {"uri":"skill://jetty/write-workflows/references","name":"references",\
            "mimeType":"inode/directory"}""");
  }

  @Test
  void everyListedDirectoryAndFileCanBeRead() {
    HostSession host = host();
    int files = read(host, "skill://jetty");
    assertThat(files).isEqualTo(Skill.ALL.stream().mapToInt(skill -> skill.files().size()).sum());
  }

  private int read(HostSession host, String directory) {
    int files = 0;
    for (JsonNode child :
        host.result("resources/directory/read", uri(directory)).path("resources")) {
      String uri = child.path("uri").stringValue();
      assertThat(uri).isEqualTo(directory + "/" + child.path("name").stringValue());
      if (child.path("mimeType").stringValue().equals("inode/directory")) {
        files += read(host, uri);
      } else {
        content(uri);
        files++;
      }
    }
    return files;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"uri\":\"skill://jetty/write-workflows/SKILL.md\"}",
        "{\"uri\":\"skill://jetty/write-workflows/\"}",
        "{\"uri\":\"skill://jetty/write\"}",
        "{\"uri\":\"skill://jetty/none\"}",
        "{\"uri\":\"skill://\"}",
        "{\"uri\":\"skill:/\"}",
        "{\"uri\":\"skill:\"}",
        "{\"uri\":\"\"}",
        "{\"uri\":\"jetty://acme\"}",
        "{\"uri\":\"skill://jetty/write-workflows\",\"cursor\":\"x\"}"
      })
  void otherAddressesAreNoDirectories(String params) {
    JsonNode error = host().error("resources/directory/read", params);
    assertThat(error.path("code").intValue()).isEqualTo(-32602);
  }

  @Test
  void unknownFileOfASkillIsNotFound() {
    JsonNode error =
        host().error("resources/read", uri("skill://jetty/write-workflows/references/none.md"));
    assertThat(error.path("code").intValue()).isEqualTo(-32002);
    assertThat(error.path("message").stringValue()).contains("skills/list");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../write-workflows/SKILL.md",
        "%2e%2e/write-workflows/SKILL.md",
        "SKILL%2Emd",
        "./SKILL.md",
        "SKILL.md?",
        "SKILL.md#form",
        "references",
        "references/",
        "references/../SKILL.md"
      })
  void onlyTheExactAddressOfAFileIsRead(String path) {
    JsonNode error = host().error("resources/read", uri("skill://jetty/write-workflows/" + path));
    assertThat(error.path("code").intValue()).isEqualTo(-32002);
  }

  @Test
  void misspelledFileOfASkillIsNotFoundWithTheNearestOne() {
    JsonNode error =
        host().error("resources/read", uri("skill://jetty/write-workflows/references/example.md"));
    assertThat(error.path("message").stringValue())
        .contains("skill://jetty/write-workflows/references/examples.md");
  }

  @Test
  void filesThatAreNoMarkdownAndNestedDirectoriesAreServed() {
    Skills skills =
        new Skills(
            List.of(
                Skill.of(
                    "skill://made/up",
                    Map.of(
                        "SKILL.md",
                        "---\nname: up\ndescription: Try it.\n---\n",
                        "a/b/data.csv",
                        "1,2\n"))));
    assertThat(skills.readDirectory(Json.object().put("uri", "skill://made/up/a")).toString())
        .isEqualTo(
            """
            {"resources":[{"uri":"skill://made/up/a/b","name":"b","mimeType":"inode/directory"}]}""");
    assertThat(skills.contents("skill://made/up/a/b/data.csv").orElseThrow().toString())
        .isEqualTo(
            """
            {"contents":[{"uri":"skill://made/up/a/b/data.csv","mimeType":"text/plain",\
            "text":"1,2\\n"}]}""");
  }
}
