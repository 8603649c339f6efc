package io.jettymcp.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class StoredTreeTest {
  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(JsonReadFeature.ALLOW_SINGLE_QUOTES).build();

  private static final StoredTree TREE =
      tree(
          """
          {
            'init_params': {'api_key': 'sk-one', 'note': 'a\\u200bb'},
            'step_configs': {
              'draft': {'activity': 'http', 'auth': 'Bearer abc-def', 'token': 'mlc_full_token_wxyz'},
              'che\\u200bck': {'activity': 'text_echo', 'text': 'x'}
            },
            'steps': ['draft']
          }
          """,
          """
          {
            'init_params': {'api_key': '[redacted]', 'note': 'ab'},
            'step_configs': {
              'draft': {'activity': 'http', 'auth': 'Bearer [redacted]', 'token': 'mlc_...wxyz'},
              'check': {'activity': 'text_echo', 'text': 'x'}
            },
            'steps': ['draft']
          }
          """);

  private static JsonNode json(String text) {
    return MAPPER.readTree(text);
  }

  private static StoredTree tree(String stored, String shown) {
    return new StoredTree(json(stored), json(shown));
  }

  private static StoredTree text(String stored, String shown) {
    return tree("{'a': '" + stored + "'}", "{'a': '" + shown + "'}");
  }

  private static String restored(StoredTree tree, String given) {
    StoredTree.Edited edited = tree.replacedBy(json(given));
    assertThat(edited.unknownMarks()).isEmpty();
    return edited.tree().toString().replace('"', '\'');
  }

  private static List<String> refused(StoredTree tree, String given) {
    return tree.replacedBy(json(given)).unknownMarks();
  }

  @Nested
  class AtItsPlace {
    @Test
    void hiddenValueKeepsItsStoredValue() {
      assertThat(restored(TREE, "{'init_params': {'api_key': '[redacted]', 'new': 1}}"))
          .isEqualTo("{'init_params':{'api_key':'sk-one','new':1}}");
    }

    @Test
    void hiddenPartKeepsItsStoredValue() {
      assertThat(restored(TREE, "{'step_configs': {'draft': {'auth': 'Bearer [redacted]'}}}"))
          .isEqualTo("{'step_configs':{'draft':{'auth':'Bearer abc-def'}}}");
    }

    @Test
    void tokenKeepsItsStoredValue() {
      assertThat(restored(TREE, "{'step_configs': {'draft': {'token': 'mlc_...wxyz'}}}"))
          .isEqualTo("{'step_configs':{'draft':{'token':'mlc_full_token_wxyz'}}}");
    }

    @Test
    void cleanedStringKeepsItsStoredValue() {
      assertThat(restored(TREE, "{'init_params': {'note': 'ab'}}"))
          .isEqualTo("{'init_params':{'note':'a\u200bb'}}");
    }

    @Test
    void cleanedNameKeepsItsStoredValue() {
      assertThat(restored(TREE, "{'step_configs': {'check': {'text': 'y'}}}"))
          .isEqualTo("{'step_configs':{'che\u200bck':{'text':'y'}}}");
    }

    @Test
    void changedTextIsStoredAsGiven() {
      assertThat(restored(TREE, "{'init_params': {'note': 'abc', 'api_key': 'sk-two'}}"))
          .isEqualTo("{'init_params':{'note':'abc','api_key':'sk-two'}}");
    }

    @Test
    void literallyStoredMarkStays() {
      StoredTree literal = text("Write [redacted] for names", "Write [redacted] for names");
      assertThat(restored(literal, "{'a': 'Write [redacted] for all names'}"))
          .isEqualTo("{'a':'Write [redacted] for all names'}");
    }

    @Test
    void markForVisibleValueIsRefused() {
      assertThat(refused(text("Bearer abc", "Bearer abc"), "{'a': 'Bearer [redacted]'}"))
          .containsExactly("a");
    }
  }

  @Nested
  class InEditedText {
    @Test
    void hiddenPartsAreMatchedByLine() {
      StoredTree tree =
          text("Intro\\nA=one-1\\nB=two-2\\nEnd", "Intro\\nA=[redacted]\\nB=[redacted]\\nEnd");
      assertThat(restored(tree, "{'a': 'New intro\\nB=[redacted]\\nA=[redacted]\\nThe end'}"))
          .isEqualTo("{'a':'New intro\\nB=two-2\\nA=one-1\\nThe end'}");
    }

    @Test
    void hiddenPartInUnknownLineIsRefused() {
      StoredTree tree = text("A=one-1\\nB=two-2", "A=[redacted]\\nB=[redacted]");
      assertThat(refused(tree, "{'a': 'A=[redacted]\\nC=[redacted]'}")).containsExactly("a");
    }

    @Test
    void shortenedStringKeepsItsHiddenPart() {
      StoredTree tree = text("use sk-1 in all calls", "use [redacted] in all calls");
      assertThat(restored(tree, "{'a': 'use [redacted] calls'}"))
          .isEqualTo("{'a':'use sk-1 calls'}");
    }

    @Test
    void hiddenPartIsFoundBetweenOtherLineEnds() {
      StoredTree tree =
          text("Intro\\r\\nA=one\\r\\n-1;\\r\\nB=two", "Intro\\nA=[redacted];\\nB=two");
      assertThat(restored(tree, "{'a': 'Intro\\nA=[redacted];\\nB=three'}"))
          .isEqualTo("{'a':'Intro\\nA=one\\r\\n-1;\\nB=three'}");
    }

    @Test
    void ambiguousHiddenPartsAreRefused() {
      StoredTree tree = text("key one-1\\nkey two-2", "key [redacted]\\nkey [redacted]");
      assertThat(refused(tree, "{'a': 'key [redacted]\\nmore'}")).containsExactly("a");
    }

    @Test
    void indistinguishablePartsAreRefused() {
      StoredTree tree = text("a-x-b-x-c", "a-[redacted]-[redacted]-c");
      assertThat(refused(tree, "{'a': 'new a-[redacted]-[redacted]-c'}")).containsExactly("a");
    }
  }

  @Nested
  class ElsewhereInTheTree {
    @Test
    void renamedStepKeepsItsValues() {
      assertThat(
              restored(
                  TREE,
                  "{'step_configs': {'write': {'activity': 'http', 'token': 'mlc_...wxyz',"
                      + " 'auth': 'Bearer [redacted]'}}}"))
          .contains("'write':{", "'Bearer abc-def'", "'mlc_full_token_wxyz'");
    }

    @Test
    void movedStepKeepsItsValues() {
      StoredTree list =
          tree(
              "{'s': [{'n': 1, 'key': 'one'}, {'n': 2, 'key': 'two'}]}",
              "{'s': [{'n': 1, 'key': '[redacted]'}, {'n': 2, 'key': '[redacted]'}]}");
      assertThat(
              restored(
                  list, "{'s': [{'n': 2, 'key': '[redacted]'}, {'n': 1, 'key': '[redacted]'}]}"))
          .isEqualTo("{'s':[{'n':2,'key':'two'},{'n':1,'key':'one'}]}");
    }

    @Test
    void swappedStepsKeepTheirValues() {
      assertThat(
              restored(
                  steps("one", "two"),
                  "{'a': {'n': 2, 'key': '[redacted]'}, 'b': {'n': 1, 'key': '[redacted]'}}"))
          .isEqualTo("{'a':{'n':2,'key':'two'},'b':{'n':1,'key':'one'}}");
    }

    @Test
    void stepThatIsMadeLikeAnotherKeepsItsValues() {
      assertThat(
              restored(
                  steps("one", "two"),
                  "{'a': {'n': 1, 'key': '[redacted]'}, 'b': {'n': 1, 'key': '[redacted]'}}"))
          .isEqualTo("{'a':{'n':1,'key':'one'},'b':{'n':1,'key':'two'}}");
    }

    @Test
    void stepLikeSeveralReplacedOnesIsRefused() {
      StoredTree tree =
          tree(
              "{'a': {'n': 1, 'key': 'one'}, 'b': {'n': 1, 'key': 'two'}, 'c': {'n': 2, 'key': 'x'}}",
              "{'a': {'n': 1, 'key': '[redacted]'}, 'b': {'n': 1, 'key': '[redacted]'},"
                  + " 'c': {'n': 2, 'key': '[redacted]'}}");
      assertThat(refused(tree, "{'c': {'n': 1, 'key': '[redacted]'}}")).containsExactly("c.key");
    }

    private static StoredTree steps(String first, String second) {
      String steps = "{'a': {'n': 1, 'key': '%s'}, 'b': {'n': 2, 'key': '%s'}}";
      return tree(steps.formatted(first, second), steps.formatted("[redacted]", "[redacted]"));
    }

    @Test
    void editedItemOfAShorterListIsRefused() {
      assertThat(refused(items(), "{'s': [{'name': 'b', 'on': true, 'key': '[redacted]'}]}"))
          .containsExactly("s[0].key");
    }

    @Test
    void editedItemWithItsNameKeepsItsValues() {
      assertThat(
              restored(
                  items(),
                  "{'s': [{'name': 'a', 'on': true, 'key': '[redacted]'},"
                      + " {'name': 'b', 'on': false, 'key': '[redacted]'}]}"))
          .contains("'a','on':true,'key':'one'", "'b','on':false,'key':'two'");
    }

    @Test
    void itemUnderAnotherNameIsRefused() {
      assertThat(
              refused(
                  items(),
                  "{'s': [{'name': 'c', 'on': false, 'key': '[redacted]'},"
                      + " {'name': 'b', 'on': false, 'key': '[redacted]'}]}"))
          .containsExactly("s[0].key");
    }

    private static StoredTree items() {
      String items =
          "{'s': [{'name': 'a', 'on': false, 'key': '%s'}, {'name': 'b', 'on': false, 'key': '%s'}]}";
      return tree(items.formatted("one", "two"), items.formatted("[redacted]", "[redacted]"));
    }

    @Test
    void configMovedToAnotherObjectKeepsItsValues() {
      assertThat(
              restored(
                  TREE,
                  "{'groups': [{'activity': 'http', 'auth': 'Bearer [redacted]',"
                      + " 'token': 'mlc_...wxyz'}]}"))
          .contains("'Bearer abc-def'");
    }

    @Test
    void itemsAroundNewOnesKeepTheirValues() {
      StoredTree list = tree("{'s': ['one', 'two']}", "{'s': ['[redacted]', '[redacted]']}");
      assertThat(restored(list, "{'s': ['[redacted]', 'new', '[redacted]']}"))
          .isEqualTo("{'s':['one','new','two']}");
    }

    @Test
    void ambiguousHiddenItemsAreRefused() {
      StoredTree list = tree("{'s': ['one', 'two']}", "{'s': ['[redacted]', '[redacted]']}");
      assertThat(refused(list, "{'s': ['[redacted]']}")).containsExactly("s[0]");
    }

    @Test
    void markThatReplacesNothingIsRefusedWithItsPath() {
      assertThat(
              refused(
                  TREE,
                  "{'init_params': {'other': '[redacted]'}, 'step_configs': {'new step':"
                      + " {'headers': ['a', 'mlc_...abcd'], 'x[redacted]': 1}}}"))
          .containsExactly(
              "init_params.other",
              "step_configs[\"new step\"].headers[1]",
              "step_configs[\"new step\"][\"x[redacted]\"]");
    }

    @Test
    void hiddenValueUnderAnotherNameIsRefused() {
      assertThat(refused(TREE, "{'init_params': {'key': '[redacted]'}}"))
          .containsExactly("init_params.key");
    }
  }

  @Nested
  class CutForSize {
    private static final String LONG = "The first words of a text that goes on and on and on";

    @Test
    void truncatedStringIsStoredInFull() {
      for (String cut :
          List.of(
              LONG.substring(0, 25) + "…",
              LONG.substring(0, 25) + "… [+27 characters]",
              "…" + LONG.substring(20, 45) + "…",
              "…" + LONG.substring(20))) {
        assertThat(restored(text(LONG, LONG), "{'a': '" + cut + "'}"))
            .isEqualTo("{'a':'" + LONG + "'}");
      }
    }

    @Test
    void stringThatEndsInAnEllipsisIsReported() {
      String cut = "{'a': '" + LONG.substring(0, 25) + "…'}";
      assertThat(text(LONG, LONG).replacedBy(json(cut)).cutTexts()).containsExactly("a");
    }

    @Test
    void ownEllipsisIsStoredAsGiven() {
      assertThat(restored(text(LONG, LONG), "{'a': 'Something else altogether…'}"))
          .isEqualTo("{'a':'Something else altogether…'}");
      assertThat(restored(text(LONG, LONG), "{'a': 'The first…'}")).isEqualTo("{'a':'The first…'}");
    }
  }

  @Nested
  class Differences {
    private static List<String> between(String before, String after) {
      StoredTree left = tree(before, before);
      return left.differences(tree(after, after)).stream()
          .map(one -> one.path() + ": " + one.from() + " -> " + one.to())
          .toList();
    }

    @Test
    void eachChangedAddedAndRemovedValueIsListed() {
      assertThat(
              between(
                  "{'a': {'b': 1, 'c': 2, 'l': [1, 2]}}", "{'a': {'b': 3, 'd': 4, 'l': [1, 5]}}"))
          .containsExactly("a.b: 1 -> 3", "a.c: 2 -> ", "a.l[1]: 2 -> 5", "a.d:  -> 4");
    }

    @Test
    void textThatReplacesAValueOfAnotherTypeIsShownInQuotes() {
      String before = "{'a': 1, 'b': 'true', 'c': 'null'}";
      String after = "{'a': '1', 'b': true, 'c': null}";
      assertThat(tree(before, before).differences(tree(after, after)))
          .extracting(one -> one.from().asString() + " -> " + one.to().asString())
          .containsExactly("1 -> \"1\"", "\"true\" -> true", "\"null\" -> null");
    }

    @Test
    void nullIsShownAsAValue() {
      assertThat(between("{'a': 1, 'b': null}", "{'a': null, 'b': 2}"))
          .containsExactly("a: 1 -> \"null\"", "b: \"null\" -> 2");
    }

    @Test
    void listOfAnotherLengthIsReportedInFull() {
      assertThat(between("{'s': [1]}", "{'s': [1, 2]}")).containsExactly("s: [1] -> [1,2]");
    }

    @Test
    void changesHiddenByRedactionAreListed() {
      StoredTree before = text("one", "[redacted]");
      assertThat(before.differences(text("two", "[redacted]")))
          .extracting(Difference::path)
          .containsExactly("a");
      assertThat(before.differences(before)).isEmpty();
    }
  }
}
