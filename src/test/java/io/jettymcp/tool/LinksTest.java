package io.jettymcp.tool;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LinksTest {
  @Test
  void nameThatWouldLeadElsewhereEndsTheAddress() {
    assertThat(Links.to("acme", "..")).isEqualTo("https://jetty.io/acme");
    assertThat(Links.to("acme", "a/../b", "1a2b3c4d")).isEqualTo("https://jetty.io/acme");
    assertThat(Links.to("..", "task")).isEqualTo("https://jetty.io");
    assertThat(Links.to("acme", "my task")).isEqualTo("https://jetty.io/acme/my%20task");
  }
}
