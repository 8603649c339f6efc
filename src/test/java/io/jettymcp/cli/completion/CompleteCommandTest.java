package io.jettymcp.cli.completion;

import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.cli.CliFixture;
import io.jettymcp.cli.Subcommand;
import io.jettymcp.cli.call.CallCommand;
import io.jettymcp.cli.call.ShortcutCommand;
import io.jettymcp.cli.call.ToolsCommand;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompleteCommandTest {
  @RegisterExtension final CliFixture cli = new CliFixture().simulated();

  private CliFixture.Ended complete(String... words) {
    List<Subcommand> commands = new ArrayList<>();
    commands.add(new CallCommand(() -> new byte[0], cli.secrets));
    commands.addAll(ShortcutCommand.all(() -> new byte[0], cli.secrets));
    commands.add(new ToolsCommand());
    commands.add(new CompletionCommand());
    commands.add(new CompleteCommand(cli.secrets));
    List<String> line = new ArrayList<>(List.of(CompleteCommand.NAME, "--"));
    line.addAll(Arrays.asList(words));
    return cli.run(commands, line.toArray(String[]::new));
  }

  private List<String> candidates(String line) {
    CliFixture.Ended ended = complete(line.split(" ", -1));
    assertThat(ended.exit()).isZero();
    assertThat(ended.err()).isEmpty();
    return ended.out().lines().toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ca | call, cancel",
        "help lo | logs",
        "completion z | zsh",
        "call get-st | get-stats, get-step-template",
        "tools list-ta | list-tasks",
        "tools --toolsets account,ro | account,routines",
        "tools --toolsets=account,ro | --toolsets=account,routines",
        "call --tools whoami,list-ta | whoami,list-tasks",
        "call --read- | --read-only, --read-timeout",
        "call --color a | auto, always",
        "call --collection a | acme",
        "call get-task test | test-echo",
        "call get-task task=test | task=test-echo",
        "call get-task hello off | offset=",
        "call run-task x use_trial_keys=y | use_trial_keys=yes",
        "call create-task x is_private=t | is_private=true",
        "call get-task x off | offset=",
        "run test | test-echo",
        "logs test-echo le | level=",
        "call get-routine summarize-text name=week | name=weekly-digest",
        "call get-routine summarize-text week | weekly-digest"
      })
  void wordIsCompleted(String line, String expected) {
    assertThat(candidates(line)).containsExactly(expected.split(", "));
  }

  @Test
  void hiddenCommandIsNotOffered() {
    assertThat(candidates("")).contains("call", "help").doesNotContain(CompleteCommand.NAME);
  }

  @Test
  void flagsOfTheLineAreObeyed() {
    assertThat(candidates("call --read-only delete-t")).isEmpty();
    assertThat(candidates("call --toolsets tasks list-")).containsExactly("list-tasks");
  }

  @Test
  void runsOfTheTaskAreOffered() {
    assertThat(candidates("call get-trajectory test-echo "))
        .anyMatch(word -> word.matches("[0-9a-f]{8}"));
  }

  @Test
  void unknownCommandsAndToolsHaveNoCandidates() {
    assertThat(candidates("nonsense x")).isEmpty();
    assertThat(candidates("call no-such-tool x")).isEmpty();
  }

  @Test
  void unreachableJettyIsSilent() {
    cli.against("http://127.0.0.1:9");
    assertThat(candidates("call --retries 0 get-task tas")).containsExactly("task=");
  }
}
