package io.jettymcp.bench;

import io.jettymcp.secret.Secret;
import io.jettymcp.redact.KnownSecrets;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** Typical texts from Jetty that need no redaction, and the secrets that a caller typically has. */
final class Samples {
  private static final int LENGTH = 32 * 1024;

  private static final List<String> ENGLISH =
      List.of(
          "The", "agent", "wrote", "the", "summary", "of", "each", "page,", "and", "skipped", "what",
          "it", "had", "seen", "before.", "Because", "every", "run", "gives", "a", "new", "table,",
          "please", "have", "a", "look", "at", "the", "rows", "which", "changed;", "most", "should",
          "be", "empty.", "Run", "12", "took", "3.5", "minutes", "(half", "of", "that", "waiting).\n");

  private static final List<String> OTHERS =
      List.of(
          "Übergrößen", "wären", "naïve", "garçon", "déjà", "vu", "–", "“Łódź”", "żółć", "Привет,",
          "мир!", "Ещё", "раз", "Ελλάδα", "καλημέρα", "日本語の文章", "漢字", "中文字符。", "한국어",
          "문장", "…", "שלום", "مرحبا", "नमस्ते", "and", "some", "English\n");

  private Samples() {}

  /** Returns 32 KB of ASCII sentences, {@code letters} of other scripts, or a reply in JSON. */
  static String text(String kind) {
    return switch (kind) {
      case "prose" -> sentences(ENGLISH);
      case "letters" -> sentences(OTHERS);
      case "json" -> json();
      default -> throw new IllegalArgumentException(kind);
    };
  }

  private static String sentences(List<String> words) {
    Random random = new Random(1);
    StringBuilder text = new StringBuilder();
    while (text.length() < LENGTH) {
      text.append(words.get(random.nextInt(words.size()))).append(' ');
    }
    return text.substring(0, LENGTH);
  }

  /** Returns a list of runs without a secret, as compact as Jetty writes it. */
  static String json() {
    StringBuilder text = new StringBuilder("{\"trajectories\":[");
    for (int run = 0; text.length() < LENGTH; run++) {
      text.append(run == 0 ? "" : ",")
          .append(
              """
              {"trajectory_id":"%08x","workflow":"acme/test-echo","status":"completed","created_at":%d.25,\
              "updated":"2025-11-20T10:%02d:00Z","steps":{"draft":{"activity":"text_echo","outputs":{"text":\
              "The agent wrote the summary of each page, and skipped what it had seen before.","items":[1,2,3],\
              "url":"https://storage.example.com/acme/test-echo/%04d/result.txt"}}},"labels":[{"name":"quality",\
              "value":"good"}],"error":null,"archived":false}"""
                  .formatted(run * 7919, 1_763_632_800 + run, run % 60, run));
    }
    return text.append("],\"total\":1000}").toString();
  }

  /** Returns a token and the values of an environment. */
  static KnownSecrets secrets() {
    Random random = new Random(2);
    KnownSecrets known = new KnownSecrets();
    known.learn(Secret.of("mlc_" + word(random, 32)));
    known.learn("acme", Stream.generate(() -> Secret.of(word(random, 40))).limit(20).toList());
    return known;
  }

  private static String word(Random random, int length) {
    return random
        .ints('0', 'z' + 1)
        .filter(Character::isLetterOrDigit)
        .limit(length)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }
}
