package io.jettymcp.redact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.jettymcp.json.RandomJson;
import io.jettymcp.redact.SizeLimit.Cut;
import io.jettymcp.redact.SizeLimit.Fitted;
import io.jettymcp.redact.SizeLimit.Slice;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

class SizeLimitTest {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final String AWKWARD = "a\"\\/\b\t\n\u0001\u007f é\u2028漢😀";

  @Test
  void byteCountMatchesJackson() {
    for (int seed = 0; seed < 3_000; seed++) {
      ObjectNode tree = new RandomJson(new Random(seed), () -> AWKWARD).object(5);
      assertThat(SizeLimit.bytes(tree)).as("seed %s", seed).isEqualTo(written(tree));
    }
    assertThat(SizeLimit.bytes(NODES.stringNode("\ud800x"))).isEqualTo(4);
    assertThat(SizeLimit.bytes(NODES.numberNode(Long.MIN_VALUE))).isEqualTo(20);
    assertThat(SizeLimit.bytes(NODES.nullNode())).isEqualTo(4);
  }

  @Test
  void fittingTreeIsReturnedUnchanged() {
    ObjectNode tree = NODES.objectNode().put("text", AWKWARD);
    Fitted fitted = SizeLimit.fit(tree, written(tree), Set.of());
    assertThat(fitted.value()).isSameAs(tree);
    assertThat(fitted.cuts()).isEmpty();
    assertThat(SizeLimit.fit(tree, written(tree) - 1, Set.of()).cuts()).hasSize(1);
  }

  @Test
  void largeTreeIsCutDeterministically() {
    for (int seed = 0; seed < 3_000; seed++) {
      Random random = new Random(seed);
      ObjectNode tree = new RandomJson(random, () -> AWKWARD.repeat(20)).object(6);
      String before = tree.toString();
      int max = 2 + random.nextInt(600);
      Fitted fitted = SizeLimit.fit(tree, max, Set.of("status", "name"));
      assertThat(written(fitted.value())).as("seed %s", seed).isLessThanOrEqualTo(max);
      assertThat(JsonMapper.shared().readTree(fitted.value().toString()).isObject()).isTrue();
      assertThat(StandardCharsets.UTF_8.newEncoder().canEncode(fitted.value().toString())).isTrue();
      assertThat(fitted.cuts().isEmpty()).isEqualTo(fitted.value().equals(tree));
      assertThat(tree.toString()).isEqualTo(before);
      assertThat(SizeLimit.fit(tree, max, Set.of("status", "name"))).isEqualTo(fitted);
      for (Cut cut : fitted.cuts()) {
        assertThat(cut.shown()).isBetween(0L, cut.total());
        assertThat(cut.unit()).isIn("characters", "items", "fields");
      }
    }
  }

  @Test
  void longStringKeepsItsBeginning() {
    ObjectNode tree = NODES.objectNode().put("text", "0123456789".repeat(100)).put("n", 1);
    Fitted fitted = SizeLimit.fit(tree, 40, Set.of());
    assertThat(fitted.value().toString())
        .isEqualTo(
            """
            {"text":"01234567890123456789…","n":1}""");
    assertThat(written(fitted.value())).isEqualTo(40);
    assertThat(fitted.cuts()).containsExactly(new Cut("text", 20, 1000, "characters"));
  }

  @Test
  void surrogatePairIsNeverSplit() {
    ObjectNode tree = NODES.objectNode().put("t", "😀".repeat(100));
    for (int max = 12; max < 40; max++) {
      String text = SizeLimit.fit(tree, max, Set.of()).value().path("t").stringValue();
      assertThat(text).matches("(😀)*…");
    }
  }

  @Test
  void longArrayLosesItsLastItems() {
    ObjectNode tree = NODES.objectNode();
    ArrayNode tasks = tree.putArray("tasks");
    for (int i = 0; i < 500; i++) {
      tasks.addObject().put("name", "task-" + i).put("description", "what it does ".repeat(5));
    }
    Fitted fitted = SizeLimit.fit(tree, 8_000, Set.of());
    JsonNode kept = fitted.value().path("tasks");
    assertThat(kept.size()).isBetween(70, 90);
    for (int i = 0; i < kept.size(); i++) {
      assertThat(kept.get(i)).isSameAs(tasks.get(i));
    }
    assertThat(fitted.cuts()).containsExactly(new Cut("tasks", kept.size(), 500, "items"));
    assertThat(written(fitted.value())).isBetween(7_800, 8_000);
  }

  @Test
  void largeItemsAreCutInside() {
    ObjectNode tree = NODES.objectNode();
    ArrayNode runs = tree.putArray("runs");
    for (int i = 0; i < 3; i++) {
      runs.addObject().put("id", i).put("output", "x".repeat(10_000));
    }
    Fitted fitted = SizeLimit.fit(tree, 3_000, Set.of());
    assertThat(fitted.value().path("runs").size()).isEqualTo(3);
    assertThat(fitted.cuts())
        .extracting(Cut::path)
        .containsExactly("runs[0].output", "runs[1].output", "runs[2].output");
    assertThat(written(fitted.value())).isBetween(2_900, 3_000);
  }

  @Test
  void allItemsAreShownIfEachHasRoom() {
    ObjectNode tree = NODES.objectNode();
    ArrayNode runs = tree.putArray("runs");
    for (int i = 0; i < 100; i++) {
      runs.addObject().put("id", i).put("error", "字".repeat(i % 10 == 0 ? 2 : 300));
    }
    Fitted fitted = SizeLimit.fit(tree, 20_000, Set.of());
    assertThat(fitted.value().path("runs"))
        .extracting(run -> run.path("id").intValue(-1))
        .containsExactlyElementsOf(IntStream.range(0, 100).boxed().toList());
    assertThat(fitted.value().path("runs").path(10)).isSameAs(runs.path(10));
    assertThat(written(fitted.value())).isBetween(19_000, 20_000);
  }

  @Test
  void largeObjectLosesItsLastFields() {
    ObjectNode tree = NODES.objectNode();
    ObjectNode steps = tree.putObject("steps");
    for (int i = 0; i < 1_000; i++) {
      steps.put("step-" + i, i);
    }
    Fitted fitted = SizeLimit.fit(tree, 500, Set.of());
    JsonNode kept = fitted.value().path("steps");
    assertThat(kept.properties()).startsWith(steps.properties().iterator().next());
    assertThat(kept.path("step-0").intValue(-1)).isZero();
    assertThat(fitted.cuts()).containsExactly(new Cut("steps", kept.size(), 1_000, "fields"));
    assertThat(written(fitted.value())).isBetween(480, 500);
  }

  @Test
  void largestFieldsAreCutFirst() {
    ObjectNode tree =
        NODES.objectNode().put("a", "x".repeat(100)).put("b", "y".repeat(9_000)).put("c", "z");
    Fitted fitted = SizeLimit.fit(tree, 1_000, Set.of());
    assertThat(fitted.value().path("a")).isSameAs(tree.path("a"));
    assertThat(fitted.value().path("c")).isSameAs(tree.path("c"));
    assertThat(fitted.cuts()).extracting(Cut::path).containsExactly("b");
  }

  @Test
  void protectedFieldsAreNotCut() {
    ObjectNode tree = NODES.objectNode();
    ArrayNode list = tree.putArray("list");
    for (int i = 0; i < 10_000; i++) {
      list.add("item " + i);
    }
    tree.put("next", "n".repeat(200)).put("url", "https://jetty.io/acme");
    Fitted fitted = SizeLimit.fit(tree, 400, Set.of("next", "url"));
    assertThat(fitted.value().path("next")).isSameAs(tree.path("next"));
    assertThat(fitted.value().path("url")).isSameAs(tree.path("url"));
    assertThat(List.copyOf(fitted.value().propertyNames())).containsExactly("list", "next", "url");
  }

  @Test
  void tooLargeProtectedFieldsAreCut() {
    ObjectNode tree = NODES.objectNode().put("next", "n".repeat(2_000)).put("status", "failed");
    Fitted fitted = SizeLimit.fit(tree, 300, Set.of("next", "status"));
    assertThat(fitted.value().path("status").stringValue()).isEqualTo("failed");
    assertThat(fitted.cuts()).extracting(Cut::path).containsExactly("next");
    assertThat(SizeLimit.fit(tree, 2, Set.of("next")).value()).isEqualTo(NODES.objectNode());
  }

  @Test
  void fieldWithAHugeNameIsRemoved() {
    ObjectNode tree = NODES.objectNode().put("k".repeat(50_000), 1).put("b", 2);
    Fitted fitted = SizeLimit.fit(tree, 100, Set.of());
    assertThat(fitted.value().toString()).isEqualTo("{\"b\":2}");
    assertThat(fitted.cuts()).containsExactly(new Cut("", 1, 2, "fields"));
  }

  @Test
  void longNamesAreShortenedInPaths() {
    ObjectNode tree = NODES.objectNode().put("😀".repeat(100), "x".repeat(5_000));
    Fitted fitted = SizeLimit.fit(tree, 1_000, Set.of());
    assertThat(fitted.cuts().get(0).path()).matches("(😀){1,30}…");
  }

  @Test
  void numberThatDoesNotFitIsRemoved() {
    ObjectNode tree = NODES.objectNode();
    tree.put("n", new java.math.BigInteger("7".repeat(400))).put("b", true);
    assertThat(SizeLimit.fit(tree, 100, Set.of()).value().toString()).isEqualTo("{\"b\":true}");
  }

  @Test
  void twentyMegabytesAreCutInSeconds() {
    ObjectNode tree = NODES.objectNode();
    ArrayNode list = tree.putArray("trajectories");
    for (int i = 0; i < 300; i++) {
      ObjectNode steps = list.addObject().put("trajectory_id", "t" + i).putObject("steps");
      for (int s = 0; s < 100; s++) {
        steps.putObject("step-" + s).put("text", "words and \"quotes\" ".repeat(35));
      }
    }
    Fitted fitted =
        assertTimeoutPreemptively(
            Duration.ofSeconds(20), () -> SizeLimit.fit(tree, 32_000, Set.of("next")));
    assertThat(written(fitted.value())).isBetween(25_000, 32_000);
    assertThat(fitted.value().path("trajectories").size()).isGreaterThan(1);
  }

  @Test
  void deepTreeIsCutWithoutOverflow() {
    ObjectNode tree = NODES.objectNode().put("bottom", "x".repeat(1_000_000));
    for (int i = 0; i < 100_000; i++) {
      ObjectNode around = NODES.objectNode();
      around.put("text", "y".repeat(20)).set("down", tree);
      tree = i % 2 == 0 ? around : NODES.objectNode().set("list", NODES.arrayNode().add(around));
    }
    ObjectNode deep = tree;
    Fitted fitted =
        assertTimeoutPreemptively(
            Duration.ofSeconds(20), () -> SizeLimit.fit(deep, 32_000, Set.of("status")));
    assertThat(written(fitted.value())).isLessThanOrEqualTo(32_000);
    assertThat(fitted.cuts()).isNotEmpty();
  }

  @Test
  void limitBelowTwoBytesIsRefused() {
    assertThat(SizeLimit.fit(NODES.objectNode().put("a", 1), 2, Set.of()).value().isEmpty())
        .isTrue();
    assertThatThrownBy(() -> SizeLimit.fit(NODES.objectNode(), 1, Set.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void joinedSlicesAreTheString() {
    for (int seed = 0; seed < 500; seed++) {
      Random random = new Random(seed);
      StringBuilder whole = new StringBuilder();
      for (int i = random.nextInt(200); i > 0; i--) {
        whole.appendCodePoint(
            AWKWARD.codePointAt(
                AWKWARD.offsetByCodePoints(
                    0, random.nextInt(AWKWARD.codePointCount(0, AWKWARD.length())))));
      }
      String text = whole.toString();
      int max = 6 + random.nextInt(40);
      StringBuilder read = new StringBuilder();
      int offset = 0;
      while (offset < text.length()) {
        Slice slice = SizeLimit.slice(text, offset, max);
        assertThat(slice.offset()).isEqualTo(offset);
        assertThat(slice.nextOffset()).isGreaterThan(offset);
        assertThat(slice.total()).isEqualTo(text.length());
        assertThat(written(NODES.stringNode(slice.text())) - 2).isLessThanOrEqualTo(max);
        read.append(slice.text());
        offset = slice.nextOffset();
      }
      assertThat(read.toString()).isEqualTo(text);
    }
  }

  @Test
  void sliceStartsAtACharacterOfTheString() {
    assertThat(SizeLimit.slice("ab😀c", 3, 99)).isEqualTo(new Slice("😀c", 2, 5, 5));
    assertThat(SizeLimit.slice("abc", -5, 99)).isEqualTo(new Slice("abc", 0, 3, 3));
    assertThat(SizeLimit.slice("abc", 9, 99)).isEqualTo(new Slice("", 3, 3, 3));
    assertThat(SizeLimit.slice("", 0, 99)).isEqualTo(new Slice("", 0, 0, 0));
    assertThatThrownBy(() -> SizeLimit.slice("abc", 0, 5))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static int written(JsonNode tree) {
    return tree.toString().getBytes(StandardCharsets.UTF_8).length;
  }
}
