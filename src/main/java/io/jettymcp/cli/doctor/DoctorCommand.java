package io.jettymcp.cli.doctor;

import io.jettymcp.app.Invocation;
import io.jettymcp.app.ServerComponents;
import io.jettymcp.app.Version;
import io.jettymcp.cli.Subcommand;
import io.jettymcp.config.Settings;
import io.jettymcp.json.PrettyJson;
import io.jettymcp.redact.KnownSecrets;
import io.jettymcp.redact.Redactor;
import io.jettymcp.redact.Sanitizer;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;

/** Diagnoses settings, token and connection, with a fix for each problem. */
@Command(
    name = "doctor",
    description = {
      "Check token, connection and collections, and show the settings and where each came from. The"
          + " exit code is 1 if a check fails."
    })
public final class DoctorCommand implements Subcommand {
  private final KnownSecrets secrets;

  @Option(names = "--all", description = "Show settings that are defaults, too.")
  private boolean all;

  @Option(names = "--json", description = "Print JSON, with all settings.")
  private boolean json;

  public DoctorCommand(KnownSecrets secrets) {
    this.secrets = secrets;
  }

  @Override
  public int run(Invocation invocation) {
    Diagnosis diagnosis = diagnose(invocation);
    if (json) {
      invocation.out().print(PrettyJson.of(diagnosis.toJson(), JsonMapper.shared()));
    } else {
      diagnosis.print(invocation.out(), all);
    }
    return diagnosis.isReady() ? OK : FAILED;
  }

  private Diagnosis diagnose(Invocation invocation) {
    Settings settings = invocation.settings();
    int tools = ServerComponents.enabledTools(settings).tools().size();
    List<Check> checks = new ArrayList<>(program(Version.isOutdated()));
    settings.unfilled().forEach(sentence -> checks.add(Check.note("Settings", sentence)));
    checks.add(Check.ok("Tools", tools + " enabled"));
    try (ServerComponents components = new ServerComponents(invocation, secrets)) {
      checks.addAll(
          new ConnectionChecks(
                  settings,
                  components.jetty(),
                  new Sanitizer(new Redactor(secrets)),
                  invocation.program())
              .run(invocation.tokens().path()));
    }
    return new Diagnosis(checks, settings.shown(), tools);
  }

  /** Describes what runs; facts about the build belong here. */
  static List<Check> program(boolean outdated) {
    List<Check> checks = new ArrayList<>();
    if (outdated) {
      checks.add(
          Check.warning(
              "Program",
              "older than its sources, because the launcher could not build them",
              "run mvn package in the checkout, and read why it fails"));
    }
    checks.add(
        Check.ok("Java", Runtime.version() + " (" + System.getProperty("java.vendor") + ")"));
    return checks;
  }
}
