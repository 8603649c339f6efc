package io.jettymcp.redact;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests recognition of unknown keys by their format. All keys are made up. */
class KeyShapesTest {
  private static final String PEM_BODY = "\n" + ("Fake" + "A".repeat(60) + "\n").repeat(5);

  private final Redactor redactor = new Redactor(new KnownSecrets());

  static Stream<String> keys() {
    String letters = "Fake".repeat(12);
    String mixed = "f4k3".repeat(12);
    return Stream.of(
        "sk-" + letters,
        "sk-" + mixed,
        "sk-proj-" + mixed + "_-" + mixed,
        "sk-svcacct-" + mixed,
        "sk-ant-api03-" + mixed + "-AA",
        "sk-or-v1-" + mixed,
        "ghp_" + letters,
        "gho_" + mixed,
        "ghu_" + mixed,
        "ghs_" + mixed,
        "ghr_" + mixed,
        "github_pat_" + mixed + "_" + mixed,
        "AKIA" + "FAKE".repeat(4),
        "ASIA" + "FAKE".repeat(4),
        "AIza" + "Fake_-4".repeat(5),
        "ya29." + "a0-Fake_".repeat(6),
        "xoxb-" + "1234-".repeat(4) + letters,
        "xoxp-" + "1234-".repeat(4) + letters,
        "xoxa-2-" + mixed,
        "xoxo-" + mixed,
        "xoxr-" + mixed,
        "xoxs-" + mixed,
        "xapp-1-A0FAKE-" + mixed,
        "sk_live_" + mixed,
        "sk_test_" + letters,
        "rk_live_" + mixed,
        "rk_test_" + mixed,
        "pk_live_" + mixed,
        "whsec_" + "Fake+/4=".repeat(4),
        "r8_" + mixed,
        "hf_" + letters,
        "eyJ" + letters + ".eyJ" + letters + "." + mixed,
        "eyJ" + letters + ".eyJ" + letters + ".",
        pem("RSA PRIVATE KEY"),
        pem("EC PRIVATE KEY"),
        pem("PRIVATE KEY"),
        pem("ENCRYPTED PRIVATE KEY"),
        pem("OPENSSH PRIVATE KEY"),
        pem("PGP PRIVATE KEY BLOCK"),
        pem("PRIVATE KEY").replace("\n", "\\n"));
  }

  @ParameterizedTest
  @MethodSource("keys")
  void keyIsHiddenInAnyContext(String key) {
    for (String form :
        new String[] {
          "%", "the key % was refused", "(%)", "\"%\"", "<%>", "a,%,b", "\n%\n", "x\\n%", "%%20"
        }) {
      String text = form.replaceFirst("%", java.util.regex.Matcher.quoteReplacement(key));
      assertThat(redactor.redact(text)).contains("[redacted]").doesNotContain(middle(key));
    }
    assertThat(redactor.redact("the key " + key)).startsWith("the key [redacted]");
  }

  private static String middle(String key) {
    return key.substring(key.length() / 2 - 8, key.length() / 2 + 8);
  }

  @Test
  void jettyTokenKeepsItsLastFourCharacters() {
    assertThat(redactor.redact("with mlc_" + "a1b2".repeat(8) + "."))
        .isEqualTo("with mlc_...a1b2.");
  }

  @ParameterizedTest
  @CsvSource({
    "mlc_abcdefgh-ijkl01234567, [redacted]",
    "mlc_abcdefgh_ijkl01234567, mlc_...4567",
    "mlc_abcdefghijklmnop-qrstuv012345, [redacted]",
    "mlc_abcdefghijklmnop_qrstuv012345, mlc_...2345"
  })
  void jettyTokenWithDashesIsHiddenToItsEnd(String token, String shown) {
    assertThat(redactor.redact("with " + token + ".")).isEqualTo("with " + shown + ".");
  }

  @Test
  void unterminatedPrivateKeyIsHiddenToTheEnd() {
    String cut = pem("RSA PRIVATE KEY").substring(0, 200);
    assertThat(redactor.redact("key:\n" + cut)).isEqualTo("key:\n[redacted]");
  }

  @Test
  void textAroundPrivateKeysStays() {
    assertThat(redactor.redact("a " + pem("PRIVATE KEY") + " b " + pem("EC PRIVATE KEY") + " c"))
        .isEqualTo("a [redacted] b [redacted] c");
  }

  @Test
  void fullStopAfterJsonWebTokenStays() {
    String token = "eyJ" + "a".repeat(20) + ".eyJ" + "b".repeat(20) + ".c" + "d".repeat(20);
    assertThat(redactor.redact("It was " + token + ". Then it failed."))
        .isEqualTo("It was [redacted]. Then it failed.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a task-" + "completion-with-a-rather-long-name-indeed",
        "disk-usage-of-the-temporary-directory-1234567890",
        "use sk-learn-based-classification-pipeline",
        "mlc_...abcd",
        "mlc_bakery_data_service",
        "mlc_",
        "the prefix sk- is OpenAI's, ghp_ GitHub's, xoxb- Slack's",
        "hf_model_name_for_something_long_enough",
        "ghp_short1",
        "AKIA is the start of an AWS key id",
        "ASIAN CUISINE",
        "whsec_short",
        "eyJhbGciOiJub25lIn0",
        "eyJ.eyJ.x",
        "-----BEGIN CERTIFICATE-----\nMIIFake\n-----END CERTIFICATE-----",
        "-----BEGIN PUBLIC KEY-----\nMIIFake\n-----END PUBLIC KEY-----",
        "-----------------------------",
        "0f3a9c2e-1b7d-4e55-9a01-aaaabbbbcccc",
        "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "acme/summarize/0000/1a2b3c4d.run.0000.app--results--report.md",
        "claude-sonnet-4-6 on anthropic/claude-sonnet-4.6",
        "chatcmpl-1a2b3c4d5e6f7a8b9c0d"
      })
  void ordinaryTextIsReturnedUnchanged(String text) {
    assertThat(redactor.redact(text)).isSameAs(text);
  }

  private static String pem(String label) {
    return "-----BEGIN " + label + "-----" + PEM_BODY + "-----END " + label + "-----";
  }
}
