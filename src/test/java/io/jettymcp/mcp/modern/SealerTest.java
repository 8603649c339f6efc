package io.jettymcp.mcp.modern;

import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.json.Json;
import io.jettymcp.mcp.modern.Sealer.Purpose;
import io.jettymcp.secret.Secret;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

class SealerTest {
  private static final ObjectNode VALUE = Json.object().put("run", "r-1");

  private final Sealer sealer = Sealer.ofProcess();

  @Test
  void sealedValueIsOpenedWithItsPurposeAndBinding() {
    String sealed = sealer.seal(Purpose.STATE, VALUE, "ann");
    assertThat(sealer.open(Purpose.STATE, sealed, "ann")).contains(VALUE);
    assertThat(sealer.open(Purpose.TASK, sealed, "ann")).isEmpty();
    assertThat(sealer.open(Purpose.STATE, sealed, "bob")).isEmpty();
  }

  @Test
  void valueIsUnreadableAndSealedDifferentlyEachTime() {
    String sealed = sealer.seal(Purpose.STATE, VALUE, "");
    assertThat(sealed).matches("[A-Za-z0-9_-]+").doesNotContain("r-1");
    assertThat(sealer.seal(Purpose.STATE, VALUE, "")).isNotEqualTo(sealed);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "AAAA", "!", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"})
  void anythingElseIsNotOpened(String sealed) {
    assertThat(sealer.open(Purpose.STATE, sealed, "")).isEmpty();
  }

  /** Base64 has bits at the end that stand for nothing. */
  @Test
  void everyCharacterCounts() {
    for (int padding = 0; padding < 3; padding++) {
      String sealed = sealer.seal(Purpose.STATE, Json.object().put("x", "y".repeat(padding)), "");
      String start = sealed.substring(0, sealed.length() - 1);
      for (char last :
          "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_=".toCharArray()) {
        assertThat(sealer.open(Purpose.STATE, start + last, "").isPresent())
            .as("%s instead of %s", last, sealed)
            .isEqualTo(sealed.endsWith(String.valueOf(last)));
      }
      assertThat(sealer.open(Purpose.STATE, sealed + "=", "")).isEmpty();
      assertThat(sealer.open(Purpose.STATE, sealed + "==", "")).isEmpty();
    }
  }

  @Test
  void onlyTheSameTokenOfTheServerOpens() {
    Secret[] token = {Secret.of("mlc_one")};
    Sealer bound = sealer.boundTo(() -> Optional.of(token[0]));
    String sealed = bound.seal(Purpose.STATE, VALUE, "own");
    assertThat(bound.open(Purpose.STATE, sealed, "own")).contains(VALUE);
    token[0] = Secret.of("mlc_two");
    assertThat(bound.open(Purpose.STATE, sealed, "own")).isEmpty();
    assertThat(sealer.open(Purpose.STATE, sealed, "own")).isEmpty();
  }

  @Test
  void onlyTheSameKeyOpens() {
    Secret key = Secret.of("0123456789abcdef0123456789abcdef");
    String sealed = Sealer.of(key).seal(Purpose.TASK, VALUE, "ann");
    assertThat(Sealer.of(key).open(Purpose.TASK, sealed, "ann")).contains(VALUE);
    assertThat(Sealer.of(Secret.of("another")).open(Purpose.TASK, sealed, "ann")).isEmpty();
    assertThat(sealer.open(Purpose.TASK, sealed, "ann")).isEmpty();
  }
}
