package io.jettymcp.redact;

import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.json.RandomJson;
import io.jettymcp.secret.Secret;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Redacts random documents with fixed seeds. */
class RedactionPropertyTest {
  private static final int DOCUMENTS = 4_000;
  private static final String ALPHABET =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.~!@#$^*+/= \"\\äß☃😀";

  @Test
  void plantedValueIsHiddenInEveryForm() {
    for (int seed = 0; seed < DOCUMENTS; seed++) {
      Random random = new Random(seed);
      List<String> values = values(random);
      Redactor redactor = redactor(values);
      List<String> forms = new ArrayList<>();
      values.forEach(value -> addForms(value, forms));
      JsonNode tree =
          new RandomJson(random, () -> forms.get(random.nextInt(forms.size()))).object(4);
      String before = tree.toString();
      JsonNode after = redactor.redact(tree);
      assertThat(tree.toString()).as("seed %s: the given tree", seed).isEqualTo(before);
      List<String> texts = new ArrayList<>();
      collect(after, texts);
      for (String form : forms) {
        assertThat(texts).as("seed %s", seed).noneMatch(text -> text.contains(form));
      }
      assertThat(redactor.redact(after)).as("seed %s: once more", seed).isEqualTo(after);
    }
  }

  @Test
  void documentsWithoutSecretsAreReturnedUnchanged() {
    for (int seed = 0; seed < DOCUMENTS; seed++) {
      Random random = new Random(seed);
      Redactor redactor = redactor(values(random));
      JsonNode tree = new RandomJson(random, () -> "word").object(4);
      assertThat(redactor.redact(tree)).as("seed %s", seed).isSameAs(tree);
    }
  }

  @Test
  void plantedNumberIsHiddenEverywhere() {
    for (int seed = 0; seed < 1_000; seed++) {
      Random random = new Random(seed);
      String value = String.valueOf(10_000_000 + random.nextInt(90_000_000));
      JsonNode number = JsonNodeFactory.instance.numberNode(Long.parseLong(value));
      JsonNode tree =
          JsonNodeFactory.instance
              .objectNode()
              .put("total_tokens", Long.parseLong(value))
              .put("text", "n=" + value)
              .put(value, 1)
              .set("list", JsonNodeFactory.instance.arrayNode().add(number).add(1));
      assertThat(redactor(List.of(value)).redact(tree).toString()).doesNotContain(value);
    }
  }

  private static List<String> values(Random random) {
    List<String> values = new ArrayList<>();
    int count = 1 + random.nextInt(5);
    for (int i = 0; i < count; i++) {
      // Starts and ends with letters, because blanks around a value are trimmed.
      StringBuilder value = new StringBuilder("q");
      int length = 7 + random.nextInt(60);
      for (int c = 0; c < length; c++) {
        value.appendCodePoint(ALPHABET.codePointAt(ALPHABET.offsetByCodePoints(0, random(random))));
      }
      values.add(value.append('z').toString());
    }
    return values;
  }

  private static int random(Random random) {
    return random.nextInt(ALPHABET.codePointCount(0, ALPHABET.length()));
  }

  private static void addForms(String value, List<String> forms) {
    forms.add(value);
    forms.add(URLEncoder.encode(value, StandardCharsets.UTF_8));
    forms.add(URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20"));
    String json = JsonNodeFactory.instance.stringNode(value).toString();
    forms.add(json.substring(1, json.length() - 1));
    forms.add(Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8)));
    forms.add(
        Base64.getEncoder().encodeToString(("user:" + value).getBytes(StandardCharsets.UTF_8)));
  }

  private static void collect(JsonNode node, List<String> texts) {
    if (node.isString()) {
      texts.add(node.stringValue());
    }
    node.properties()
        .forEach(
            field -> {
              texts.add(field.getKey());
              collect(field.getValue(), texts);
            });
    if (node.isArray()) {
      node.forEach(item -> collect(item, texts));
    }
  }

  private static Redactor redactor(List<String> values) {
    KnownSecrets known = new KnownSecrets();
    known.learn("test", values.stream().map(Secret::of).toList());
    return new Redactor(known);
  }
}
