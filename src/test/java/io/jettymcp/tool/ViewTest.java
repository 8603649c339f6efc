package io.jettymcp.tool;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class ViewTest {
  @Test
  void undeclaredFieldIsOmitted() {
    View<JsonNode> view =
        View.of(JsonNode.class).text("name").nested("in", View.of(JsonNode.class).bool("f"));
    assertThat(view.project(json("{'name':'a','key':'k','in':{'f':true,'g':1}}")))
        .isEqualTo(json("{'name':'a','in':{'f':true}}"));
  }

  @Test
  void fieldsKeepTheOrderOfTheView() {
    View<JsonNode> view = View.of(JsonNode.class).text("b").text("a");
    assertThat(view.project(json("{'a':'1','b':'2'}")).toString())
        .isEqualTo("{\"b\":\"2\",\"a\":\"1\"}");
    assertThat(view.schema().path("properties").propertyNames()).containsExactly("b", "a");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "text|'x'|'x'",
        "text|7|'7'",
        "text|true|'true'",
        "text|null|",
        "text|[]|",
        "text|{}|",
        "number|1.5|1.5",
        "number|3|3",
        "number|'3'|",
        "number|1e999|",
        "number|null|",
        "whole|3|3",
        "whole|3.5|",
        "whole|'3'|",
        "whole|true|",
        "flag|true|true",
        "flag|'true'|",
        "flag|1|",
        "any|null|null",
        "any|[1]|[1]",
        "look|'x'|'x'",
        "look|null|",
        "look|[1]|'[1]'",
        "texts|['a',1,null,{}]|['a','1']",
        "texts|'a'|",
        "texts|{}|",
        "list|[{'a':'x'},7,null]|[{'a':'x'}]",
        "list|{'a':'x'}|",
        "map|{'k':1,'l':'x','m':null}|{'k':1}",
        "map|[]|",
        "nested|[]|",
        "nested|{'b':1}|{}"
      })
  void valueOfAnotherTypeIsOmitted(String kind, String value, @Nullable String shown) {
    String expected = shown == null ? "{}" : "{'v':" + shown + "}";
    assertThat(field(kind).project(json("{'v':" + value + "}"))).isEqualTo(json(expected));
  }

  @Test
  void valueThatIsNoObjectIsEmpty() {
    View<JsonNode> view = View.of(JsonNode.class).text("a");
    assertThat(view.project(json("[]")).isMissingNode()).isTrue();
    assertThat(view.project(json("null")).isMissingNode()).isTrue();
    assertThat(view.project(json("{}"))).isEqualTo(json("{}"));
  }

  @Test
  void schemaRequiresOnlyMandatoryFields() {
    assertThat(View.of(JsonNode.class).text("a").required().text("b").describedAs("B").schema())
        .isEqualTo(
            json(
                "{'type':'object','properties':{'a':{'type':'string'},"
                    + "'b':{'type':'string','description':'B'}},'required':['a']}"));
    assertThat(View.of(JsonNode.class).text("b").schema().has("required")).isFalse();
  }

  @Test
  void shortenedStringReportsTheRemainder() {
    View<JsonNode> view = View.of(JsonNode.class).text("v").max(5);
    assertThat(view.project(json("{'v':'123456789'}")))
        .isEqualTo(json("{'v':'12345… [+4 characters]'}"));
    assertThat(view.project(json("{'v':'12345'}"))).isEqualTo(json("{'v':'12345'}"));
  }

  @Test
  void deepDataDoesNotOverflow() {
    String deep = "[".repeat(190) + "]".repeat(190);
    View<JsonNode> view = View.of(JsonNode.class).preview("v", 20).any("w");
    assertThat(view.project(json("{'v':" + deep + ",'w':" + deep + "}")))
        .isEqualTo(json("{'v':'" + "[".repeat(20) + "…','w':" + deep + "}"));
  }

  private static View<JsonNode> field(String kind) {
    View<JsonNode> view = View.of(JsonNode.class);
    return switch (kind) {
      case "text" -> view.text("v");
      case "number" -> view.number("v");
      case "whole" -> view.integer("v");
      case "flag" -> view.bool("v");
      case "any" -> view.any("v");
      case "look" -> view.preview("v", 50);
      case "texts" -> view.texts("v");
      case "list" -> view.list("v", View.of(JsonNode.class).text("a"));
      case "map" -> view.map("v", new Shape.Plain("integer"));
      default -> view.nested("v", View.of(JsonNode.class).text("a"));
    };
  }

  private static JsonNode json(String text) {
    return FakeJetty.json(text);
  }
}
