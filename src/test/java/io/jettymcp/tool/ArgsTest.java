package io.jettymcp.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.jettymcp.jetty.Failure.BadArguments;
import io.jettymcp.json.Json;
import io.jettymcp.secret.Secret;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

class ArgsTest {
  private static final Param<String> TASK = Param.name("task", "").required();
  private static final Param<Integer> LIMIT = Param.integer("limit", "", 1, 100).defaultValue(50);
  private static final Param<String> STATUS = Param.text("status", "");
  private static final Param<String> STRANGER = Param.text("stranger", "");
  private static final List<Param<?>> ALL = List.of(TASK, LIMIT, STATUS);

  @Test
  void omittedArgumentHasItsDefault() {
    Args in = check("{'task':'a'}");
    assertThat(in.get(TASK)).isEqualTo("a");
    assertThat(in.get(LIMIT)).isEqualTo(50);
    assertThat(in.find(STATUS)).isEmpty();
    assertThat(in.has(LIMIT)).isFalse();
    assertThat(check("{'task':'a','limit':50}").has(LIMIT)).isTrue();
  }

  @Test
  void nullCountsAsOmitted() {
    Args in = check("{'task':'a','limit':null,'status':null}");
    assertThat(in.get(LIMIT)).isEqualTo(50);
    assertThat(in.has(STATUS)).isFalse();
    assertThat(problem("{'task':null}")).isEqualTo("\"task\" is missing.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"\"", "[]", "{}", "[\"\"]", "[null]", "\"null\"", "\"undefined\""})
  void emptyOptionalCountsAsOmitted(String empty) {
    Args in = check("{\"task\":\"a\",\"limit\":%1$s,\"status\":%1$s}".formatted(empty));
    assertThat(in.get(LIMIT)).isEqualTo(50);
    assertThat(in.has(STATUS)).isFalse();
  }

  @Test
  void jsonTextOfNothingIsOmittedUnlessAStringIsWanted() {
    Param<ObjectNode> object = Param.object("o", "");
    Args in = check(List.of(object, STATUS), "{'o':' {} ','status':'{}'}");
    assertThat(in.has(object)).isFalse();
    assertThat(in.find(STATUS)).contains("{}");
  }

  @Test
  void emptyValueWithAMeaningIsRead() {
    Param<String> description = Param.text("description", "").emptyIsValue();
    Param<ObjectNode> overrides = Param.object("overrides", "").emptyIsValue();
    Param<String> data = Param.text("data", "").emptyIsValue().anyWord();
    List<Param<?>> all = List.of(description, overrides, data);
    Args in = check(all, "{'description':'','overrides':{},'data':'null'}");
    assertThat(in.find(description)).contains("");
    assertThat(in.find(overrides)).contains(Json.object());
    assertThat(in.find(data)).contains("null");
    assertThat(check(all, "{'description':'null'}").find(description)).isEmpty();
    assertThat(check(all, "{'overrides':'undefined'}").find(overrides)).isEmpty();
  }

  @Test
  void emptyRequiredArgumentIsRefused() {
    assertThat(problem("{'task':''}")).isEqualTo("\"task\" must not be empty.");
    assertThat(problem("{'task':[]}")).isEqualTo("\"task\" must not be empty.");
    assertThat(problem("{'task':'undefined'}")).isEqualTo("\"task\" must not be \"undefined\".");
  }

  @Test
  void probableSlipIsRefusedWithTheNearestName() {
    assertThat(problem("{'task':'a','limt':3}"))
        .isEqualTo(
            "There is no argument \"limt\". Did you mean \"limit\"? Known: limit, status, task.");
    assertThat(problem("{'task':'a','Status':'x'}")).contains("Did you mean \"status\"?");
    assertThat(problem("{'task':'a','statusName':'x'}")).contains("Did you mean \"status\"?");
    assertThat(problem("{'task':'a','max_limit':null}")).contains("Did you mean \"limit\"?");
  }

  @Test
  void unknownArgumentIsRefusedWhereARequiredOneIsMissing() {
    assertThat(problem("{'colour':null}"))
        .isEqualTo(
            "There is no argument \"colour\". Known: limit, status, task. \"task\" is missing.");
    assertThat(problem("{'colour':'red','task':''}")).contains("There is no argument \"colour\".");
  }

  @Test
  void otherUnknownArgumentIsIgnored() {
    Args in = check("{'task':'a','colour':'red','size':{'x':1}}");
    assertThat(in.ignored()).containsExactly("colour", "size");
    assertThat(in.with(STATUS, "failed").ignored()).containsExactly("colour", "size");
  }

  @Test
  void otherNameOfAParameterIsRefusedUnlessItIsEmpty() {
    List<Param<?>> declared =
        List.of(Param.object("init_params", "").misnamed("inputs", "parameters"));
    for (String name : List.of("inputs", "Parameters")) {
      BadArguments refused =
          catchThrowableOfType(
              BadArguments.class, () -> check(declared, "{'" + name + "':{'a':1}}"));
      assertThat(refused.problem())
          .startsWith("There is no argument \"" + name + "\". Did you mean \"init_params\"?");
    }
    assertThat(check(declared, "{'inputs':{}}").ignored()).containsExactly("inputs");
  }

  @Test
  void argumentThatHoldsACallBackIsNeverIgnored() {
    assertThat(problem("{'task':'a','dryRun':true}")).contains("There is no argument \"dryRun\".");
    assertThat(problem("{'task':'a','dry_run':true}"))
        .contains("There is no argument \"dry_run\".");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "toolCallId",
        "tool_call_id",
        "sessionId",
        "action",
        "chatInput",
        "random_string",
        "task_progress",
        "_meta",
        "__arg1",
        "_task"
      })
  void argumentOfTheHostIsIgnoredSilently(String name) {
    ObjectNode sent = Json.object().put("task", "a").put(name, "x");
    assertThat(Args.check(ALL, List.of(), sent, secret -> {}).ignored()).isEmpty();
    assertThat(problem(Json.object().put(name, "x"))).isEqualTo("\"task\" is missing.");
  }

  @Test
  void withheldArgumentIsRefused() {
    List<String> withheld = List.of("files", "collection");
    for (String name : List.of("files", "file_s", "collection", "colection", "collectionName")) {
      ObjectNode sent = Json.object().put("task", "a").put(name, "x");
      BadArguments bad =
          catchThrowableOfType(
              BadArguments.class, () -> Args.check(ALL, withheld, sent, secret -> {}));
      assertThat(bad.problem()).startsWith("There is no argument \"" + name + "\"");
    }
  }

  @Test
  void toolWithoutArgumentsIgnoresAny() {
    ObjectNode sent = Json.object().put("limit", 1).put("random_string", "x");
    assertThat(Args.check(List.of(), List.of(), sent, secret -> {}).ignored())
        .containsExactly("limit");
  }

  @Test
  void undeclaredParameterCannotBeRead() {
    Args in = check("{'task':'a'}");
    assertThatThrownBy(() -> in.find(STRANGER)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> in.get(STATUS)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void argumentCanBeReplaced() {
    Args in = check("{'task':'a'}");
    assertThat(in.with(STATUS, "failed").get(STATUS)).isEqualTo("failed");
    assertThat(in.with(STRANGER, "x").get(STRANGER)).isEqualTo("x");
    assertThat(in.has(STATUS)).isFalse();
  }

  @Test
  void variableValueIsLearnedWithItsName() {
    Param<String> name = Param.text("name", "");
    Param<Secret> value = Param.secret("value", "").ofVariable(name);
    List<String> learned = new ArrayList<>();
    SecretLearner secrets =
        new SecretLearner() {
          @Override
          public void learn(Secret secret) {
            learned.add(secret.reveal());
          }

          @Override
          public void learn(String variable, Secret secret) {
            learned.add(variable + "=" + secret.reveal());
          }
        };
    ObjectNode sent = (ObjectNode) FakeJetty.json("{\"name\": \"MODEL\", \"value\": \"x\"}");
    Args.check(
        List.of(value, name, Param.secret("other", "")),
        List.of(),
        sent.put("other", "y"),
        secrets);
    assertThat(learned).containsExactly("MODEL=x", "y");
  }

  private static Args check(String json) {
    return check(ALL, json);
  }

  private static Args check(List<Param<?>> declared, String json) {
    return Args.check(declared, List.of(), (ObjectNode) FakeJetty.json(json), secret -> {});
  }

  private static String problem(String json) {
    return problem((ObjectNode) FakeJetty.json(json));
  }

  private static String problem(ObjectNode sent) {
    return catchThrowableOfType(
            BadArguments.class, () -> Args.check(ALL, List.of(), sent, secret -> {}))
        .problem();
  }
}
