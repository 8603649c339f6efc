package io.jettymcp.transport.http.page;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.transport.http.ServerInfo;
import io.jettymcp.transport.http.ServerInfo.Credential;
import java.net.URLDecoder;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Tests what the page at {@code /} says, and that only its own style and script can run. */
class ConnectPageTest {
  private static final String LOOPBACK = "http://127.0.0.1:8765";
  private static final String PUBLIC = "https://mcp.example.com";

  private static ConnectPage page(Credential credential, boolean stateless, boolean signIn) {
    Map<String, Integer> toolsets = Map.of("tasks", 7);
    return page(new ServerInfo("1.2.3", toolsets, true, credential, () -> true), stateless, signIn);
  }

  private static ConnectPage page(ServerInfo info, boolean stateless, boolean signIn) {
    return new ConnectPage(info, stateless, signIn);
  }

  private static String html(String base, Credential credential) {
    return page(credential, false, false).html(base);
  }

  private static String section(String html, String id) {
    int start = html.indexOf("<section id=\"" + id + "\"");
    return html.substring(start, html.indexOf("</section>", start));
  }

  private static String find(String regex, String text) {
    Matcher matcher = Pattern.compile(regex, Pattern.DOTALL).matcher(text);
    assertThat(matcher.find()).as(regex).isTrue();
    return matcher.group(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"style", "script"})
  void allowsExactlyItsOwnStyleAndScript(String element) throws Exception {
    ConnectPage page = page(Credential.NONE, false, false);
    String inline = find("<" + element + ">(.*?)</" + element + ">", page.html(LOOPBACK));
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(inline.getBytes(UTF_8));
    assertThat(page.headers().get("Content-Security-Policy"))
        .startsWith("default-src 'none'; ")
        .doesNotContain("unsafe", "*", "http")
        .contains(element + "-src 'sha256-" + Base64.getEncoder().encodeToString(digest) + "';");
  }

  @ParameterizedTest
  @EnumSource
  void hasNoPlaceholderLeftAndNoInlineHandler(Credential credential) {
    assertThat(html(PUBLIC, credential))
        .doesNotContain("{{", "}}", "mlc_", " style=")
        .doesNotContainPattern("<[^>]* on[a-z]+=");
  }

  @Test
  void saysWhatTheServerIs() {
    assertThat(html(LOOPBACK, Credential.NONE))
        .contains("Version 1.2.3", "7 read-only tools", "tasks 7", LOOPBACK + "/mcp");
  }

  @Test
  void saysWhoseTokenIsUsed() {
    assertThat(html(LOOPBACK, Credential.NONE)).contains("this server&#39;s own Jetty token");
    assertThat(html(PUBLIC, Credential.TOKEN))
        .contains("your own Jetty token")
        .doesNotContain("OAuth) needs no header");
    assertThat(html(PUBLIC, Credential.KEY)).contains("You need the key");
    assertThat(page(Credential.TOKEN, false, true).html(PUBLIC)).contains("needs no header");
  }

  @Test
  void asksForATokenUntilTheServerHasOne() {
    for (Credential credential : List.of(Credential.NONE, Credential.KEY)) {
      AtomicBoolean signedIn = new AtomicBoolean();
      ServerInfo info = new ServerInfo("1", Map.of(), false, credential, signedIn::get);
      ConnectPage page = page(info, false, false);
      assertThat(page.html(LOOPBACK))
          .contains("This server has no Jetty token yet. Run jetty-mcp login")
          .doesNotContain("own Jetty token");
      signedIn.set(true);
      assertThat(page.html(LOOPBACK)).contains("own Jetty token").doesNotContain("no Jetty token");
    }
  }

  @Test
  void showsNoTokenOnLoopback() {
    assertThat(html(LOOPBACK, Credential.NONE)).doesNotContain("Bearer", "JETTY_API_TOKEN");
  }

  @Test
  void saysThatTheInternetMustReachTheServerOnlyWhereItCan() {
    assertThat(section(html(LOOPBACK, Credential.NONE), "web"))
        .contains("cannot reach this address")
        .doesNotContain("must be reachable");
    assertThat(section(html(PUBLIC, Credential.TOKEN), "web"))
        .contains("must be reachable from there.", "--authorization-server");
    assertThat(section(page(Credential.TOKEN, false, true).html(PUBLIC), "web"))
        .doesNotContain("--authorization-server");
  }

  @Test
  void namesTheRouteOfOlderHostsUnlessThereIsNone() {
    assertThat(section(html(PUBLIC, Credential.KEY), "other"))
        .contains(PUBLIC + "/sse", "Authorization: Bearer YOUR_KEY");
    assertThat(page(Credential.KEY, true, false).html(PUBLIC)).doesNotContain("/sse");
  }

  @Test
  void hasASectionForEveryHost() {
    String html = html(PUBLIC, Credential.TOKEN);
    for (RemoteHost host : RemoteHost.values()) {
      assertThat(section(html, host.id())).contains("<h2>" + host.title() + "</h2>", "<pre>");
    }
  }

  @Test
  void addsTheServerToCursorByALink() {
    String link =
        find("href=\"(cursor:[^\"]+)\"", section(html(PUBLIC, Credential.TOKEN), "cursor"))
            .replace("&amp;", "&");
    String config = URLDecoder.decode(find("&config=(.+)", link), UTF_8);
    JsonNode entry = JsonMapper.shared().readTree(Base64.getDecoder().decode(config));
    assertThat(link).contains("mcp/install?name=jetty&");
    assertThat(entry.at("/url").asString()).isEqualTo(PUBLIC + "/mcp");
    assertThat(entry.at("/headers/Authorization").asString())
        .isEqualTo("Bearer ${env:JETTY_API_TOKEN}");
  }

  @Test
  void addsTheServerToVsCodeByALink() {
    String link = find("href=\"(vscode:[^\"]+)\"", html(PUBLIC, Credential.KEY));
    JsonNode entry =
        JsonMapper.shared().readTree(URLDecoder.decode(link.replaceFirst(".*\\?", ""), UTF_8));
    assertThat(entry.at("/name").asString()).isEqualTo("jetty");
    assertThat(entry.at("/type").asString()).isEqualTo("http");
    assertThat(entry.at("/inputs/0/password").asBoolean()).isTrue();
  }

  @Test
  void escapesTheAddress() {
    assertThat(html("http://a\"><script>alert(1)</script>", Credential.NONE))
        .doesNotContain("<script>alert");
  }
}
