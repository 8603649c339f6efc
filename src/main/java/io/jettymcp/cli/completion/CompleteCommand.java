package io.jettymcp.cli.completion;

import io.jettymcp.app.Invocation;
import io.jettymcp.cli.Subcommand;
import io.jettymcp.config.Setting;
import io.jettymcp.redact.KnownSecrets;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Answers the scripts: prints what the last word of a command line can become, one a line. */
@Command(name = CompleteCommand.NAME, hidden = true, description = "Complete a command line.")
public final class CompleteCommand implements Subcommand {
  static final String NAME = "__complete";

  private final KnownSecrets secrets;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(arity = "0..*", paramLabel = "WORD", description = "The words that are typed.")
  private List<String> words = new ArrayList<>();

  public CompleteCommand(KnownSecrets secrets) {
    this.secrets = secrets;
  }

  @Override
  public List<Setting<?>> flags() {
    return List.of();
  }

  @Override
  public int run(Invocation invocation) {
    CommandLineWords typed = CommandLineWords.parse(spec.root(), words);
    new Candidates(typed, invocation, secrets).find().forEach(invocation.out()::println);
    return OK;
  }
}
