package io.jettymcp.mcp.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.jetty.Failure.Refused;
import io.jettymcp.jetty.Failure.Unavailable;
import io.jettymcp.redact.KnownSecrets;
import io.jettymcp.redact.Redactor;
import io.jettymcp.redact.Sanitizer;
import io.jettymcp.tool.Args;
import io.jettymcp.tool.Effect;
import io.jettymcp.tool.Tool;
import io.jettymcp.tools.Catalog;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Tests which check an error names, for tools of the catalog. */
class ChecksTest {
  private static final Set<Effect> CHANGES_AND_STARTS_NOTHING =
      Set.of(Effect.ADD, Effect.OVERWRITE, Effect.SWITCH, Effect.DESTROY);

  private static final String TASK_NOPE = "Task 'nope' in collection 'acme' not found";
  private static final String RUN = "\"trajectory_id\" with list-trajectories";

  private final FailureMessages messages = messages(EnabledTools.ToolFilter.ALL);

  private static FailureMessages messages(EnabledTools.ToolFilter filter) {
    return new FailureMessages(
        new Sanitizer(new Redactor(new KnownSecrets())),
        Remedies.here("jetty-mcp"),
        new EnabledTools(Catalog.ALL, filter));
  }

  private static Tool tool(String name) {
    return Catalog.ALL.stream().filter(tool -> tool.name().equals(name)).findFirst().orElseThrow();
  }

  private String notFound(String tool, String arguments, String said) {
    Args in = tool(tool).check(ToolCallsFixture.json(arguments), false, secret -> {});
    return messages.of(
        new Refused(Refused.Kind.NOT_FOUND, 404, said),
        tool(tool),
        in.with(Tool.COLLECTION, "acme"));
  }

  private String failedWrite(Tool tool) {
    return messages.of(new Unavailable(Unavailable.Reason.UNREADABLE, "why"), tool, Args.NONE);
  }

  @Test
  void unknownTaskIsNotTakenForARunThatIsQueued() {
    for (String tool : List.of("run-task", "analyze-runs", "list-trajectories", "get-task")) {
      assertThat(notFound(tool, "{\"task\":\"nope\"}", TASK_NOPE))
          .as(tool)
          .contains("not found\". Check \"task\" with list-tasks.")
          .doesNotContain("queued", "\"collection\"");
    }
  }

  @Test
  void unknownRunMayBeQueuedWhicheverToolAsksForIt() {
    for (String tool : List.of("download-trajectory", "get-trajectory", "add-label")) {
      String more = tool.equals("add-label") ? ",\"key\":\"k\",\"value\":\"v\"" : "";
      assertThat(notFound(tool, "{\"task\":\"t\",\"trajectory_id\":\"cafe0001\"" + more + "}", ""))
          .as(tool)
          .contains(
              "Not found. Check \"task\" with list-tasks and "
                  + RUN
                  + "; a run that was started seconds ago may still be queued.");
    }
  }

  @Test
  void argumentThatJettyQuotesIsTheOneToCheck() {
    String task = "{\"task\":\"nope\",\"trajectory_id\":\"cafe0001\"}";
    assertThat(notFound("get-trajectory", task, TASK_NOPE))
        .endsWith(" Check \"task\" with list-tasks.");
    assertThat(notFound("get-trajectory", task, "Trajectory 'cafe0001' not found"))
        .contains(" Check " + RUN + ";");
    assertThat(notFound("get-workflow-logs", task, "Workflow 'acme-nope--cafe0001' not found"))
        .contains("Check \"task\" with list-tasks and " + RUN);
  }

  @Test
  void unknownFileOfARunbookIsNotTakenForATask() {
    assertThat(
            notFound(
                "run-runbook",
                "{\"task\":\"t\",\"runbook\":\"x\",\"files\":[\"file-1\",\"file-123\"]}",
                "File 'file-123' not found"))
        .contains("Check \"files\" with list-files.")
        .doesNotContain("list-tasks");
  }

  @Test
  void otherReferencesNameTheToolThatListsThem() {
    assertThat(notFound("get-step-template", "{\"activity\":\"x\"}", ""))
        .endsWith(" Check \"activity\" with list-step-templates.");
    assertThat(notFound("read-file", "{\"file_path\":\"acme/t/a.md\"}", ""))
        .endsWith(" Check \"file_path\" with list-files.");
    assertThat(notFound("get-routine", "{\"task\":\"t\",\"name\":\"n\"}", ""))
        .endsWith(" Check \"task\" with list-tasks and \"name\" with list-routines.");
    assertThat(notFound("chat-completion", "{\"model\":\"m\",\"prompt\":\"p\"}", ""))
        .endsWith(" Check \"model\".");
    assertThat(notFound("list-env-vars", "{}", ""))
        .endsWith(" Check \"collection\" with list-collections.");
  }

  @Test
  void collectionOfALockedServerIsNoArgumentToCheck() {
    FailureMessages locked =
        messages(
            new EnabledTools.ToolFilter(
                false, List.of(), List.of(), List.of(), Optional.of("acme"), true));
    Args in = Args.NONE.with(Tool.COLLECTION, "acme");
    assertThat(locked.of(new Refused(Refused.Kind.NOT_FOUND, 404, ""), tool("list-env-vars"), in))
        .isEqualTo("Not found.");
  }

  @Test
  void writeOfUnknownOutcomeNamesTheToolThatShowsIt() {
    assertThat(failedWrite(tool("set-env-var")))
        .endsWith("Check before you retry, with list-env-vars.");
    assertThat(failedWrite(tool("chat-completion"))).endsWith("Check before you retry.");
  }

  @Test
  void everyToolThatChangesSomethingHasOneThatShowsIt() {
    Set<String> without = Set.of("chat-completion", "upload-file");
    List<String> names = Catalog.ALL.stream().map(Tool::name).toList();
    assertThat(Catalog.ALL)
        .filteredOn(tool -> CHANGES_AND_STARTS_NOTHING.contains(tool.effect()))
        .filteredOn(tool -> !without.contains(tool.name()))
        .allSatisfy(
            tool ->
                assertThat(failedWrite(tool).replaceAll("(?s).*retry, with (.*)\\.", "$1"))
                    .as(tool.name())
                    .isIn(names));
  }

  @Test
  void referencesAreListedByToolsOfTheCatalog() {
    List<String> names = Catalog.ALL.stream().map(Tool::name).toList();
    assertThat(Catalog.ALL)
        .flatExtracting(Tool::params)
        .allSatisfy(param -> assertThat(names).containsAll(param.lister().stream().toList()));
  }
}
