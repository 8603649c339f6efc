package io.jettymcp.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.cli.install.HostPages;
import io.jettymcp.transport.http.page.SnippetPages;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Compares what the page of a server shows with what {@code install --http} writes. */
class RemoteEntriesTest {
  private static final String BASE = "https://jetty.example.com";
  private static final String CLAUDE_CODE = "claude-code";

  private static final Map<String, String> SHOWN = SnippetPages.of(BASE);
  private static final Map<String, Map<String, Object>> WRITTEN =
      HostPages.remoteContents(BASE + "/mcp");

  static Set<String> sharedHosts() {
    Set<String> hosts = new TreeSet<>(SHOWN.keySet());
    hosts.retainAll(WRITTEN.keySet());
    hosts.remove(CLAUDE_CODE);
    return hosts;
  }

  @ParameterizedTest
  @MethodSource("sharedHosts")
  void pageShowsWhatIsInstalled(String host) {
    assertThat(HostPages.content(host, SHOWN.get(host))).isEqualTo(WRITTEN.get(host));
  }

  @ParameterizedTest
  @MethodSource("sharedHosts")
  void pageNamesAFileThatIsInstalledTo(String host) {
    assertThat(HostPages.places(host)).contains(SnippetPages.places().get(host));
  }

  @Test
  void commandOfThePageAddsWhatIsInstalled() {
    List<String> words = Arrays.asList(SHOWN.get(CLAUDE_CODE).split(" "));
    Map<String, Object> entry =
        Map.of(
            "type", words.get(words.indexOf("--transport") + 1),
            "url", words.get(words.size() - 1));

    assertThat(WRITTEN.get(CLAUDE_CODE))
        .isEqualTo(Map.of("mcpServers", Map.of(words.get(words.size() - 2), entry)));
  }

  @Test
  void onlyClaudeDesktopIsShownAndNotInstalled() {
    Set<String> shown = new TreeSet<>(SHOWN.keySet());
    shown.removeAll(WRITTEN.keySet());

    assertThat(shown).as("its file has no remote servers").containsExactly("claude-desktop");
  }
}
