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

  @Test
  void unknownArgumentIsRefusedWithTheNearestName() {
    assertThat(problem("{'task':'a','limt':3}"))
        .isEqualTo(
            "There is no argument \"limt\". Did you mean \"limit\"? Known: limit, status, task.");
    assertThat(problem("{'task':'a','Status':'x'}")).contains("Did you mean \"status\"?");
    assertThat(problem("{'task':'a','colour':null}"))
        .isEqualTo("There is no argument \"colour\". Known: limit, status, task.");
  }

  @Test
  void longUnknownNameIsShortened() {
    String name = "x".repeat(1_000_000);
    ObjectNode sent = Json.object().put(name, 1);
    BadArguments bad =
        catchThrowableOfType(BadArguments.class, () -> Args.check(ALL, sent, secret -> {}));
    assertThat(bad.problem()).hasSizeLessThan(300);
  }

  @Test
  void shortenedNameKeepsSurrogatePairs() {
    ObjectNode sent = Json.object().put("x".repeat(59) + "🎉y", 1);
    BadArguments bad =
        catchThrowableOfType(BadArguments.class, () -> Args.check(ALL, sent, secret -> {}));
    assertThat(bad.argument()).isEqualTo("x".repeat(59) + "…");
  }

  @Test
  void toolWithoutArgumentsRefusesAny() {
    ObjectNode sent = Json.object().put("limit", 1);
    BadArguments bad =
        catchThrowableOfType(BadArguments.class, () -> Args.check(List.of(), sent, secret -> {}));
    assertThat(bad.problem()).endsWith("This tool takes none.");
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
  void readArgumentsAreRecorded() {
    Args in = check("{'task':'a'}");
    in.get(TASK);
    in.find(STATUS);
    assertThat(in.read()).containsExactlyInAnyOrder("task", "status");
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
    Args.check(List.of(value, name, Param.secret("other", "")), sent.put("other", "y"), secrets);
    assertThat(learned).containsExactly("MODEL=x", "y");
  }

  private static Args check(String json) {
    return Args.check(ALL, (ObjectNode) FakeJetty.json(json), secret -> {});
  }

  private static String problem(String json) {
    return catchThrowableOfType(BadArguments.class, () -> check(json)).problem();
  }
}
