package io.jettymcp.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.jettymcp.jetty.Failure.BadArguments;
import io.jettymcp.json.Json;
import io.jettymcp.secret.Secret;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Tests accepted values of each parameter type, and errors for other values. */
class ParamTest {
  private static final Param<String> TEXT = Param.text("t", "");
  private static final Param<Integer> WHOLE = Param.integer("n", "", 1, 100);
  private static final Param<Double> NUMBER = Param.number("n", "", 0, 2);
  private static final Param<List<ObjectNode>> OBJECTS = Param.objects("l", "", 2);
  private static final Param<Boolean> FLAG = Param.bool("f", "");
  private static final Param<ObjectNode> OBJECT = Param.object("o", "");
  private static final Param<String> CHOICE = Param.choice("c", "", "daily", "weekly");
  private static final Param<String> TRIAL = Param.autoYesNo("use_trial_keys", "");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {"'word'|word", "7|7", "1.5|1.5", "true|true", "'[1]'|[1]"})
  void stringAcceptsScalars(String sent, String read) {
    assertThat(TEXT.read(json(sent))).isEqualTo(read);
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "{}", "['a']"})
  void stringRefusesContainers(String sent) {
    assertThat(problem(TEXT, sent)).contains("\"t\" must be a string, not a");
  }

  @Test
  void stringHasAMaximumLength() {
    JsonNode longest = text("x".repeat(ArgumentValue.MAX_TEXT));
    assertThat(TEXT.read(longest)).hasSize(ArgumentValue.MAX_TEXT);
    assertThat(problem(TEXT, text("x".repeat(ArgumentValue.MAX_TEXT + 1))))
        .contains("200000", "200001");
  }

  @ParameterizedTest
  @ValueSource(strings = {"7", "'7'", "7.0", "' 7 '", "'7.0'", "70e-1"})
  void integerMayBeAString(String sent) {
    assertThat(WHOLE.read(json(sent))).isEqualTo(7);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"0", "101", "-1", "1.5", "'1.5'", "1e999", "-1e999", "99999999999999999999"})
  void integerOutOfRangeIsRefused(String sent) {
    assertThat(problem(WHOLE, sent)).isEqualTo("\"n\" must be an integer from 1 to 100.");
  }

  @Test
  void hugeIntegerIsOutOfRange() {
    assertThat(problem(WHOLE, "9".repeat(900))).contains("from 1 to 100");
    assertThat(problem(WHOLE, text("9".repeat(900)))).contains("from 1 to 100");
    assertThat(problem(WHOLE, text("9".repeat(50_000)))).contains("must be an integer");
  }

  @ParameterizedTest
  @ValueSource(strings = {"'many'", "true", "[]", "{}", "''", "'1 2'", "'NaN'"})
  void integerRefusesOtherValues(String sent) {
    assertThat(problem(WHOLE, sent)).contains("must be an integer, not");
  }

  @ParameterizedTest
  @CsvSource({"0,0", "2,2", "0.7,0.7", "'''0.7''',0.7", "1e-1,0.1"})
  void numberMayBeAStringWithAFraction(String sent, double read) {
    assertThat(NUMBER.read(json(sent))).isEqualTo(read);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-0.1", "2.0001", "1e999", "'3'"})
  void numberOutOfRangeIsRefused(String sent) {
    assertThat(problem(NUMBER, sent)).isEqualTo("\"n\" must be a number from 0 to 2.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"'warm'", "'NaN'", "true", "[]", "''"})
  void numberRefusesOtherValues(String sent) {
    assertThat(problem(NUMBER, sent)).contains("must be a number, not");
  }

  @Test
  void objectsMayBeAString() {
    JsonNode list = json("[{'a':1},{}]");
    assertThat(OBJECTS.read(list)).hasToString("[{\"a\":1}, {}]");
    assertThat(OBJECTS.read(text(list.toString()))).isEqualTo(OBJECTS.read(list));
    assertThat(OBJECTS.schema(true))
        .hasToString("{\"type\":\"array\",\"items\":{\"type\":\"object\"}}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "{}|must be a list of objects, not an object",
        "'x'|must be a list of objects, not a string",
        "[1]|must be a JSON object, not a number",
        "[]|must have 1 to 2 elements, not 0",
        "[{},{},{}]|must have 1 to 2 elements, not 3"
      })
  void objectsRefuseOtherLists(String sent, String expected) {
    assertThat(problem(OBJECTS, sent)).contains(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"true", "'true'", "'True'", "'TRUE'", "' true '", "'yes'", "1", "'1'"})
  void booleanMayBeWrittenInManyWays(String sent) {
    assertThat(FLAG.read(json(sent))).isTrue();
    String opposite = sent.replaceAll("(?i)true", "False").replace("yes", "no").replace('1', '0');
    assertThat(FLAG.read(json(sent.equals("true") ? "false" : opposite))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"'maybe'", "2", "-1", "[]", "[true]", "''", "'y es'"})
  void booleanRefusesOtherValues(String sent) {
    assertThat(problem(FLAG, sent)).contains("must be true or false, not");
  }

  @Test
  void objectMayBeAString() {
    assertThat(OBJECT.read(json("{'a':1}"))).isEqualTo(json("{'a':1}"));
    assertThat(OBJECT.read(text("  {\"a\": [true]} "))).isEqualTo(json("{'a':[true]}"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "'text'", "'{'", "'{} {}'", "7", "''"})
  void objectRefusesOtherValues(String sent) {
    assertThat(problem(OBJECT, sent)).contains("must be a JSON object, not");
  }

  @Test
  void objectRefusesNumbersThatWouldChange() {
    for (String number : List.of("1e400", "-1e400")) {
      String refusal =
          "\"o\" must not hold a number beyond 1.8e308: it would arrive as another one.";
      assertThat(problem(OBJECT, "{'a':[{'b':%s}]}".formatted(number))).isEqualTo(refusal);
      assertThat(problem(OBJECT, text("{\"a\":%s}".formatted(number)))).isEqualTo(refusal);
      assertThat(problem(OBJECTS, "[{'a':%s}]".formatted(number))).contains("beyond 1.8e308");
      assertThat(problem(TEXT, number)).contains("beyond 1.8e308");
    }
    for (String number : List.of("NaN", "Infinity")) {
      assertThat(problem(OBJECT, text("{\"a\":%s}".formatted(number))))
          .isEqualTo("\"o\" must be a JSON object, not invalid JSON.");
    }
  }

  @Test
  void tooDeepJsonIsRefused() {
    String open = "{\"a\":".repeat(200_000);
    assertThat(problem(OBJECT, text(open + "1" + "}".repeat(200_000)))).contains("JSON object");
    assertThat(problem(Param.list("l", "", 5), text("[".repeat(200_000)))).contains("a list");
    ObjectNode deep = Json.object();
    for (int level = 0; level < 200_000; level++) {
      ObjectNode outer = Json.object();
      outer.set("a", deep);
      deep = outer;
    }
    assertThat(problem(OBJECT, deep)).isEqualTo("\"o\" must not be nested deeper than 200 levels.");
  }

  @Test
  void jsonOfTheMaximumDepthIsAccepted() {
    String json = "{\"a\":".repeat(199) + "1" + "}".repeat(199);
    assertThat(OBJECT.read(text(json)).toString()).isEqualTo(json);
  }

  @Test
  void listOfObjectsMayContainStrings() {
    Param<List<ObjectNode>> list = Param.objects("l", "", 3);
    assertThat(list.read(json("[{'a':1},{}]"))).containsExactly(node("{'a':1}"), node("{}"));
    assertThat(list.read(text("[{\"a\":1}]"))).containsExactly(node("{'a':1}"));
    JsonNode asTexts = Json.array(List.of("{\"a\":1}"));
    assertThat(list.read(asTexts)).containsExactly(node("{'a':1}"));
    assertThat(list.schema(true)).isEqualTo(json("{'type':'array','items':{'type':'object'}}"));
    assertThat(problem(list, "[]")).contains("1 to 3 elements, not 0");
    assertThat(problem(list, "[{},{},{},{}]")).contains("1 to 3 elements, not 4");
    assertThat(problem(list, "{}")).contains("must be a list of objects, not an object");
    assertThat(problem(list, "[7]")).contains("must be a JSON object, not a number");
    assertThat(problem(list, "[null]")).contains("must be a JSON object, not nothing");
  }

  private static ObjectNode node(String text) {
    return (ObjectNode) json(text);
  }

  @Test
  void listHasStringsAndAMaximumLength() {
    Param<List<String>> list = Param.list("l", "", 3);
    assertThat(list.read(json("['a','b']"))).containsExactly("a", "b");
    assertThat(list.read(text("[\"a\", 7]"))).containsExactly("a", "7");
    assertThat(problem(list, "[]")).contains("1 to 3 elements, not 0");
    assertThat(problem(list, "['a','b','c','d']")).contains("1 to 3 elements, not 4");
    assertThat(problem(list, "'a'")).contains("must be a list of strings, not a string");
    assertThat(problem(list, "[['a']]")).contains("must be a string, not a list");
    assertThat(problem(list, "[null]")).contains("must be a string, not nothing");
  }

  @Test
  void choiceRefusesOtherWordsWithTheNearest() {
    assertThat(CHOICE.read(json("'daily'"))).isEqualTo("daily");
    assertThat(CHOICE.read(json("' Daily '"))).isEqualTo("daily");
    assertThat(problem(CHOICE, "'dayly'"))
        .isEqualTo("\"c\" must be one of daily, weekly; the nearest is daily.");
    assertThat(problem(CHOICE, "7")).isEqualTo("\"c\" must be one of daily, weekly.");
    assertThat(CHOICE.schema(true).path("enum")).isEqualTo(json("['daily','weekly']"));
  }

  @ParameterizedTest
  @CsvSource({"true,yes", "false,no", "'''True''',yes", "'''no''',no", "'''Auto''',auto"})
  void trialKeysMayBeBooleans(String sent, String read) {
    assertThat(TRIAL.read(json(sent))).isEqualTo(read);
  }

  @ParameterizedTest
  @ValueSource(strings = {"'maybe'", "7", "[]", "''"})
  void trialKeysRefuseOtherValues(String sent) {
    assertThat(problem(TRIAL, sent)).contains("\"use_trial_keys\" must be");
  }

  @Test
  void secretIsReadAsSecretType() {
    Secret secret = Param.secret("value", "").read(json("'do-not-show-me'"));
    assertThat(secret.reveal()).isEqualTo("do-not-show-me");
    Param<Map<String, Secret>> secrets = Param.secrets("s", "");
    assertThat(secrets.read(text("{\"a\":\"one\",\"b\":2}")))
        .containsExactly(Map.entry("a", Secret.of("one")), Map.entry("b", Secret.of("2")));
    assertThat(problem(secrets, "{'a':['do-not-show-me']}"))
        .isEqualTo("\"s\" must map names to strings.");
    assertThat(problem(secrets, "'do-not-show-me'")).doesNotContain("do-not-show-me");
    assertThat(problem(Param.secret("value", ""), "['do-not-show-me']"))
        .doesNotContain("do-not-show-me");
  }

  @Test
  void secretsOfOneCallAreLimited() {
    ObjectNode many = Json.object();
    for (int i = 0; i < 101; i++) {
      many.put("k" + i, "value-" + i);
    }
    Param<Map<String, Secret>> secrets = Param.secrets("s", "");
    assertThat(problem(secrets, many.toString())).isEqualTo("\"s\" must have at most 100 entries.");
    assertThat(secrets.read(many.without("k0"))).hasSize(100);
  }

  @Test
  void emptySecretIsRefused() {
    assertThat(problem(Param.secrets("s", ""), "{'a':'one','b':''}"))
        .isEqualTo("\"s\" must not have an empty value.");
  }

  @Test
  void listOfNamesMapsNamesToThemselves() {
    Param<Map<String, String>> texts = Param.texts("m", "");
    assertThat(texts.read(json("['A','B']"))).isEqualTo(Map.of("A", "A", "B", "B"));
    assertThat(texts.read(json("{'a':'A'}"))).isEqualTo(Map.of("a", "A"));
    assertThat(texts.read(text("[\"A\"]"))).isEqualTo(Map.of("A", "A"));
    assertThat(problem(texts, "{'a':null}")).contains("must map names to strings");
    assertThat(problem(texts, "7")).contains("must be a JSON object, not a number");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        ".",
        "..",
        "a/b",
        "/",
        "a\\b",
        "%2e",
        "%2E%2e",
        "a%2Fb",
        "a%5cb",
        "%252e%252e",
        "a%252fb",
        "a\u0000b",
        "a\nb",
        "a%00b",
        "a%0Ab",
        "\u007f",
        "a%7fb",
        "a%250ab"
      })
  void nameThatIsNoPathSegmentIsRefused(String name) {
    assertThat(problem(Param.name("task", ""), text(name))).startsWith("\"task\" must ");
    JsonNode list = Json.array(List.of("fine", name));
    assertThat(problem(Param.names("ids", "", 5), list)).startsWith("\"ids\" must ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"my task", "..a", "100%", "a%zz", "größe", "a.b", "🎉", "%25"})
  void otherNamesAreAccepted(String name) {
    assertThat(Param.name("task", "").read(text(name))).isEqualTo(name);
  }

  @Test
  void defaultIsInTheSchemaUnlessItIsZeroOrFalse() {
    assertThat(WHOLE.defaultValue(50).schema(true))
        .isEqualTo(json("{'type':'integer','maximum':100,'default':50}"));
    assertThat(WHOLE.defaultValue(0).schema(true).has("default")).isFalse();
    assertThat(FLAG.defaultValue(false).schema(true)).isEqualTo(json("{'type':'boolean'}"));
    assertThat(FLAG.defaultValue(true).schema(true))
        .isEqualTo(json("{'type':'boolean','default':true}"));
    assertThat(TRIAL.defaultValue("auto").schema(true).path("default").asString())
        .isEqualTo("auto");
  }

  @Test
  void technicalLimitsAreCheckedButNotInTheSchema() {
    Param<Integer> offset = Param.integer("offset", "", 0, 1_000_000);

    assertThat(offset.schema(true)).isEqualTo(json("{'type':'integer'}"));
    assertThat(problem(offset, json("-1"))).contains("\"offset\"");
    assertThat(problem(offset, json("1000001"))).contains("\"offset\"");
    assertThat(Param.integer("max_bytes", "", 1_000, 100_000).schema(true))
        .isEqualTo(json("{'type':'integer','maximum':100000}"));
  }

  private static JsonNode json(String text) {
    return FakeJetty.json(text);
  }

  private static JsonNode text(String text) {
    return JsonNodeFactory.instance.stringNode(text);
  }

  private static String problem(Param<?> param, String sent) {
    return problem(param, json(sent));
  }

  private static String problem(Param<?> param, JsonNode sent) {
    BadArguments bad = catchThrowableOfType(BadArguments.class, () -> param.read(sent));
    assertThat(bad.argument()).isEqualTo(param.name());
    return bad.problem();
  }
}
