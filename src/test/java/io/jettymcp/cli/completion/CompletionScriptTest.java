package io.jettymcp.cli.completion;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.cli.CliFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs the function of the bash script as bash does, with a program that repeats its words. */
class CompletionScriptTest {
  @RegisterExtension final CliFixture cli = new CliFixture();
  private Path program;
  private Path script;

  @BeforeEach
  void writeScript() throws IOException {
    program = Files.writeString(cli.work.resolve("program"), "#!/bin/sh\nprintf '%s\\n' \"$@\"\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    script = Files.writeString(cli.work.resolve("script"), script("bash"));
  }

  private String script(String shell) {
    CliFixture.Ended ended = cli.run(new CompletionCommand(), "completion", shell);
    assertThat(ended.exit()).isZero();
    return ended.out();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "call get-task test | call,get-task,test",
        "call get-task task = te | call,get-task,te",
        "call x init_params.a := 1 | call,x,1",
        "call --color = al | call,al",
        "ca | ca"
      })
  void programReceivesTheWordsAndBashTheRest(String words, String replies) throws Exception {
    List<String> expected = List.of(("__complete,--," + replies).split(","));
    assertThat(complete(words)).containsExactlyElementsOf(expected);
  }

  @Test
  void candidateWithABlankIsQuoted() throws Exception {
    Files.writeString(program, "#!/bin/sh\necho 'a task'\n");
    assertThat(complete("call get-task a")).containsExactly("a\\ task");
  }

  @Test
  void programThatFailsCompletesNothing() throws Exception {
    Files.writeString(program, "#!/bin/sh\necho oops >&2\nexit 2\n");
    assertThat(complete("call")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"zsh", "fish"})
  void otherShellsAskTheSameCommand(String shell) {
    assertThat(script(shell)).contains("__complete -- ", "jetty-mcp completion " + shell);
  }

  @Test
  void unknownShellIsAUsageError() {
    CliFixture.Ended other = cli.run(new CompletionCommand(), "completion", "tcsh");
    assertThat(other.exit()).isEqualTo(2);
    assertThat(other.err()).contains("expected one of [bash, zsh, fish] but was 'tcsh'");
    assertThat(cli.run(new CompletionCommand(), "completion").exit()).isEqualTo(2);
  }

  private List<String> complete(String words) throws Exception {
    String test =
        """
        source "$1"; shift
        COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
        _jetty_mcp
        ((${#COMPREPLY[@]} == 0)) || printf '%s\\n' "${COMPREPLY[@]}"
        """;
    List<String> command = new ArrayList<>(List.of("bash", "-c", test, "bash"));
    command.add(script.toString());
    command.add(program.toString());
    command.addAll(List.of(words.split(" ")));
    Process bash = new ProcessBuilder(command).start();
    String err = new String(bash.getErrorStream().readAllBytes(), UTF_8);
    assertThat(err.replaceAll(".*compopt.*\n", "")).isEmpty();
    return new String(bash.getInputStream().readAllBytes(), UTF_8).lines().toList();
  }
}
