package io.jettymcp.cli.call;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jettymcp.config.UsageException;
import io.jettymcp.tool.Param;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CallArgumentsTest {
  private static final List<Param<?>> PARAMS =
      List.of(
          Param.name("task", "").required(),
          Param.run("trajectory_id", "").required(),
          Param.text("note", ""),
          Param.integer("limit", "", 1, 100),
          Param.bool("dry_run", ""),
          Param.object("init_params", ""),
          Param.list("paths", "", 9),
          Param.secret("value", ""),
          Param.secrets("secret_params", ""));

  @TempDir Path directory;
  private String stdin = "";
  private Optional<String> inputs = Optional.empty();

  private CallArguments arguments() {
    return new CallArguments(
        "some-tool",
        PARAMS,
        CallArguments.required(PARAMS),
        inputs,
        new TypedValue(directory, () -> stdin.getBytes(UTF_8)));
  }

  private String parse(String... words) throws IOException {
    return arguments().parse(List.of(words)).toString();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "hello | {\"task\":\"hello\"}",
        "hello,5cfa49c9 | {\"task\":\"hello\",\"trajectory_id\":\"5cfa49c9\"}",
        "trajectory_id=1,hello | {\"trajectory_id\":\"1\",\"task\":\"hello\"}",
        "trajectory-id=1 | {\"trajectory_id\":\"1\"}",
        "note=a=b | {\"note\":\"a=b\"}",
        "note= | {\"note\":\"\"}",
        "note={x} | {\"note\":\"{x}\"}",
        "note=@@home | {\"note\":\"@home\"}",
        "limit=5 | {\"limit\":\"5\"}",
        "limit:=5 | {\"limit\":5}",
        "dry_run=true | {\"dry_run\":\"true\"}",
        "paths=a,paths=b | {\"paths\":[\"a\",\"b\"]}",
        "paths=[\"a\"] | {\"paths\":\"[\\\"a\\\"]\"}",
        "init_params.topic=the sea | {\"init_params\":{\"topic\":\"the sea\"}}",
        "init_params.a=1,init_params.b:=2 | {\"init_params\":{\"a\":\"1\",\"b\":2}}",
        "init_params.vars.pages:=2 | {\"init_params\":{\"vars\":{\"pages\":2}}}",
        "https://x/?a=b | {\"task\":\"https://x/?a=b\"}",
        "{\"task\":\"a\"} | {\"task\":\"a\"}",
        "{\"task\":\"a\"},limit=1 | {\"task\":\"a\",\"limit\":\"1\"}",
        "größe | {\"task\":\"größe\"}"
      })
  void wordsBecomeArguments(String words, String json) throws IOException {
    assertThat(parse(words.split(","))).isEqualTo(json);
  }

  @Test
  void fileHoldsAValueOrAllArguments() throws IOException {
    Files.writeString(directory.resolve("note.txt"), "two\nlines\n");
    Files.writeString(directory.resolve("all.json"), "\uFEFF{\"task\":\"a\"}");
    assertThat(parse("note=@note.txt", "@all.json"))
        .isEqualTo("{\"note\":\"two\\nlines\",\"task\":\"a\"}");
  }

  @Test
  void stdinHoldsAValueOrAllArguments() throws IOException {
    stdin = "hunter2\r\n";
    assertThat(parse("value=-")).isEqualTo("{\"value\":\"hunter2\"}");
    stdin = "{\"task\":\"a\"}";
    assertThat(parse("-")).isEqualTo("{\"task\":\"a\"}");
  }

  @Test
  void valueIsDecodedByItsByteOrderMark() throws IOException {
    Files.write(directory.resolve("note.txt"), "\uFEFFgröße\r\n".getBytes(UTF_16LE));
    assertThat(parse("note=@note.txt")).isEqualTo("{\"note\":\"größe\"}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"note", "value", "secret_params.KEY"})
  void valueThatIsNoTextIsRefused(String name) throws IOException {
    Files.write(directory.resolve("latin1.txt"), "größe".getBytes(ISO_8859_1));
    assertUsage(
        "some-tool: \"" + name.replaceFirst("\\..*", "") + "\": Cannot read the file",
        name + "=@latin1.txt");
    assertUsage("it is not text in UTF-8", name + "=@latin1.txt");
  }

  @Test
  void stdinIsReadOnce() {
    stdin = "{}";
    assertUsage("Only one argument can be read from stdin", "note=-", "-");
  }

  @Test
  void unknownNamesAreInputsWhereACommandHasSome() throws IOException {
    inputs = Optional.of("init_params");
    assertThat(parse("hello", "topic=cats", "pages:=3"))
        .isEqualTo("{\"task\":\"hello\",\"init_params\":{\"topic\":\"cats\",\"pages\":3}}");
    assertUsage("There is no argument \"limti\". Did you mean \"limit\"?", "limti=3");
  }

  @Test
  void visibleSecretsAreReported() throws IOException {
    stdin = "s";
    Files.writeString(directory.resolve("s"), "s");
    for (String word :
        List.of("value=hunter2", "secret_params.KEY=hunter2", "{\"value\":\"hunter2\"}")) {
      CallArguments typed = arguments();
      typed.parse(List.of(word));
      assertThat(typed.exposed()).as(word).hasSize(1);
    }
    for (String word : List.of("value=-", "secret_params.KEY=@s", "note=x", "task")) {
      CallArguments hidden = arguments();
      hidden.parse(List.of(word));
      assertThat(hidden.exposed()).as(word).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "a b c | some-tool accepts only task and trajectory_id without their names",
        "taks=a | There is no argument \"taks\". Did you mean \"task\"? Known: task, trajectory_id",
        "task=a task=b | \"task\" is given twice",
        "a task=b | \"task\" is given twice",
        "{\"task\":1} task=b | \"task\" is given twice",
        "init_params={} init_params.a=b | \"init_params\" is given both as one value and by its parts",
        "init_params.a=1 init_params.a=2 | \"init_params.a\" is given twice",
        "init_params.a.b=1 init_params.a=2 | \"init_params.a\" is given twice",
        "{\"init_params\":{\"a\":1}} init_params.a=2 | \"init_params.a\" is given twice",
        "init_params.a=1 init_params.a.b=2 | \"init_params\" is given both",
        "note.x=1 | \"note\" is not an object, so it has no names below it",
        "limit:=x | some-tool: \"limit\" is not valid JSON (line 1, column",
        "[1] | The arguments must be a JSON object, not a list",
        "{ | The arguments are not valid JSON (line 1, column",
        "{}{} | The arguments are not valid JSON (line 1, column",
        "note=@missing | some-tool: \"note\": Cannot read the file \"missing\": it does not exist",
        "note=@. | Cannot read the file \".\": it is a directory or not readable",
        "- | The arguments must be a JSON object."
      })
  void unreadableWordsAreUsageErrors(String words, String error) {
    stdin = "[]";
    assertUsage(error, words.split(" "));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a b hunter2",
        "value:=hunter2",
        "value=@hunter2",
        "secret_params.a=@hunter2",
        "hunter2hunter2hunter2hunter2hunter2=="
      })
  void errorsDoNotQuoteWhatMayBeASecret(String words) {
    assertThatThrownBy(() -> parse(words.split(" ")))
        .isInstanceOf(UsageException.class)
        .message()
        .doesNotContain("hunter2");
  }

  private void assertUsage(String error, String... words) {
    assertThatThrownBy(() -> parse(words))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining(error);
  }
}
