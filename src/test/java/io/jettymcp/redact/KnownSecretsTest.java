package io.jettymcp.redact;

import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.secret.Secret;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class KnownSecretsTest {
  private final KnownSecrets known = new KnownSecrets();
  private final Redactor redactor = new Redactor(known);

  @Test
  void oldValueStaysSecretAfterItsSourceChanges() {
    learn("acme", "first-value");
    learn("acme", "second-value");
    assertThat(redactor.redact("first-value, second-value")).isEqualTo("[redacted], [redacted]");
  }

  @Test
  void valuesOfEmptiedSourceStaySecret() {
    learn("acme", "first-value");
    learn("acme");
    assertThat(redactor.redact("first-value")).isEqualTo("[redacted]");
  }

  @Test
  void shortValuesAreIgnoredAfterTrimming() {
    learn("acme", "seven77", "  six666   ", "  eight888\n");
    assertThat(redactor.redact("seven77 six666")).isEqualTo("seven77 six666");
    assertThat(redactor.redact("<eight888>")).isEqualTo("<[redacted]>");
  }

  @Test
  void indexIsRebuiltOnlyForNewValues() {
    learn("acme", "first-value");
    ValueIndex index = known.index();
    learn("acme", "first-value");
    assertThat(known.index()).isSameAs(index);
    known.learn(Secret.of("another-value"));
    assertThat(known.index()).isNotSameAs(index);
  }

  @Test
  void fullSourceEvictsItsOldestValue() {
    learn("acme", "precious-value");
    known.learn(Secret.of("own-token-value"));
    known.learn("flood", numbered("flooding-", KnownSecrets.VALUES_PER_SOURCE + 1));
    assertThat(redactor.redact("precious-value own-token-value"))
        .isEqualTo("[redacted] [redacted]");
    assertThat(redactor.redact("flooding-000000;")).isEqualTo("flooding-000000;");
    assertThat(redactor.redact("flooding-000001;")).isEqualTo("[redacted];");
  }

  @Test
  void fullUnnamedSourceEvictsNoOtherValues() {
    learn("acme", "precious-value");
    known.learn(Secret.of("own-token-value"));
    known.learn("", numbered("flooding-", KnownSecrets.VALUES_PER_SOURCE + 1));
    assertThat(redactor.redact("precious-value own-token-value"))
        .isEqualTo("[redacted] [redacted]");
  }

  @Test
  void valuesOfCallsEvictNoValueOfTheProcess() {
    known.learnOfProcess(Secret.of("proxy-password-1"));
    known.learnOfProcess(Secret.of("own-token-value"));
    numbered("flooding-", KnownSecrets.VALUES_PER_SOURCE + 1).forEach(known::learn);
    assertThat(redactor.redact("proxy-password-1 own-token-value"))
        .isEqualTo("[redacted] [redacted]");
  }

  @Test
  void relearnedValueIsNotTheOldest() {
    learn("acme", "precious-value");
    known.learn("acme", numbered("flooding-", KnownSecrets.VALUES_PER_SOURCE - 1));
    learn("acme", "precious-value");
    learn("acme", "one-more-value");
    assertThat(redactor.redact("precious-value")).isEqualTo("[redacted]");
    assertThat(redactor.redact("flooding-000000")).isEqualTo("flooding-000000");
  }

  @Test
  void hugeValueEvictsNoOtherValue() {
    learn("acme", "precious-value", "z".repeat(199_990));
    assertThat(redactor.redact("precious-value")).isEqualTo("[redacted]");
    known.learn(Secret.of("own-token-value"));
    known.learn(Secret.of("q".repeat(1_000_000)));
    assertThat(redactor.redact("own-token-value")).isEqualTo("[redacted]");
  }

  @Test
  void longValueIsRedactedInFull() {
    String value = "begin-" + "0123456789abcdef".repeat(20_000);
    learn("acme", value);
    assertThat(redactor.redact("<" + value + ">")).isEqualTo("<[redacted]>");
  }

  @Test
  void longValueThatIsCutIsRedactedToTheEnd() {
    String value = "begin-" + "0123456789abcdef".repeat(100);
    learn("acme", value);
    assertThat(redactor.redact("<" + value.substring(0, 700))).isEqualTo("<[redacted]");
  }

  @Test
  void longestOfValuesWithTheSameHeadIsRedacted() {
    String head = "k".repeat(KnownValue.MAX_HEAD);
    learn("acme", head + "-short", head, head + "-and-the-longest-of-all");
    assertThat(redactor.redact(head + "-and-the-longest-of-all.")).isEqualTo("[redacted].");
  }

  @Test
  void listOfAHundredCollectionsEvictsNoOtherValue() {
    learn("acme", "precious-value");
    for (int i = 0; i < 200; i++) {
      learn("collection-" + i, "value-of-collection-" + i + ";");
    }
    assertThat(redactor.redact("precious-value")).isEqualTo("[redacted]");
  }

  @Test
  void allSourcesTogetherAreLimited() {
    known.learn(Secret.of("own-token-value"));
    learn("acme", "precious-value");
    for (int i = 0; i < KnownSecrets.VALUES / KnownSecrets.VALUES_PER_SOURCE; i++) {
      known.learn("flood-" + i, numbered("flood-" + i + "-", KnownSecrets.VALUES_PER_SOURCE));
    }
    assertThat(redactor.redact("precious-value own-token-value"))
        .isEqualTo("precious-value [redacted]");
  }

  @Test
  void oldestSourceIsEvictedButNotTheOwnTokens() {
    known.learnOfProcess(Secret.of("own-token-value"));
    known.learn(Secret.of("value-of-a-call"));
    for (int i = 0; i <= KnownSecrets.SOURCES; i++) {
      learn("collection-" + i, "value-of-collection-" + i + ";");
    }
    assertThat(redactor.redact("own-token-value value-of-a-call"))
        .isEqualTo("[redacted] [redacted]");
    assertThat(redactor.redact("value-of-collection-0;")).isEqualTo("value-of-collection-0;");
    assertThat(redactor.redact("value-of-collection-9;")).isEqualTo("[redacted]");
  }

  private void learn(String source, String... values) {
    known.learn(source, List.of(values).stream().map(Secret::of).toList());
  }

  private static List<Secret> numbered(String prefix, int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> Secret.of(prefix + String.format("%06d", i)))
        .toList();
  }
}
