package io.jettymcp.docs;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.jettymcp.mcp.modern.RequestMeta;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Writes the badges and install buttons at the head of the README. */
final class ReadmeHead {
  /** The command that a host starts, in the form that VS Code and Cursor share. */
  static final String SERVER = "{\"command\":\"npx\",\"args\":[\"-y\",\"jetty-mcp\"]}";

  private static final String NAME = "jetty";

  /**
   * The workflow in {@code .github/workflows} that runs the tests; relative to any copy of the
   * repository.
   */
  private static final String WORKFLOW = "../../actions/workflows/ci.yml";

  private ReadmeHead() {}

  /** Returns the file name of each picture, with the picture. */
  static Map<String, Badge> badges() throws IOException {
    String pom = Files.readString(Path.of("pom.xml"));
    Map<String, Badge> badges = new LinkedHashMap<>();
    badges.put("licence", new Badge("licence", element(pom, "name", "licenses"), "#3d6fb6"));
    badges.put(
        "java",
        new Badge("Java", element(pom, "maven.compiler.release", "properties") + "+", "#b0622d"));
    badges.put("mcp", new Badge("MCP", "2024-11-05 to " + RequestMeta.REVISION, "#5b46b8"));
    badges.put("install-vscode", new Badge("VS Code", "Install", "#0a7bcc"));
    badges.put("install-cursor", new Badge("Cursor", "Install", "#4a5568"));
    return badges;
  }

  static String section() {
    return """
    [![Licence](docs/pictures/licence.svg)](LICENSE)
    [![Java](docs/pictures/java.svg)](docs/install.md)
    [![Revisions of MCP](docs/pictures/mcp.svg)](docs/hosts.md#revisions-of-the-protocol)
    [![Tests](%1$s/badge.svg)](%1$s)

    [![Install in VS Code](docs/pictures/install-vscode.svg)](%2$s)
    [![Install in Cursor](docs/pictures/install-cursor.svg)](%3$s)
    """
        .formatted(WORKFLOW, vsCode(), cursor());
  }

  /** Returns the page that opens {@code vscode:mcp/install}, which GitHub does not link to. */
  static String vsCode() {
    return "https://insiders.vscode.dev/redirect/mcp/install?name="
        + NAME
        + "&config="
        + encoded(SERVER);
  }

  /**
   * Returns the page that opens {@code cursor://anysphere.cursor-deeplink/mcp/install}, with the
   * same parameters; GitHub does not link to that either.
   */
  static String cursor() {
    String config = Base64.getEncoder().encodeToString(SERVER.getBytes(UTF_8));
    return "https://cursor.com/en/install-mcp?name=" + NAME + "&config=" + encoded(config);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, UTF_8).replace("+", "%20");
  }

  /** Returns the first element of this name after another one begins. */
  private static String element(String pom, String name, String after) {
    Matcher found =
        Pattern.compile("<" + after + ">.*?<" + name + ">([^<]+)</", Pattern.DOTALL).matcher(pom);
    if (!found.find()) {
      throw new IllegalStateException("pom.xml has no " + name);
    }
    return found.group(1);
  }
}
