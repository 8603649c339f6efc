package io.jettymcp.runbooks;

import static io.jettymcp.tool.CommonParams.COLLECTION;
import static io.jettymcp.tool.CommonParams.TASK;
import static io.jettymcp.tool.CommonParams.TRAJECTORY;

import io.jettymcp.runs.RunStart;
import io.jettymcp.runs.RunWait;
import io.jettymcp.tool.Param;
import io.jettymcp.tool.Signature;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** Declares the signatures of the tools about runbooks that results suggest. */
public final class RunbookSignatures {
  public static final Param<String> MODE =
      Param.choice("mode", "local: plan only", RunbookPlan.MODE, RunbookLaunch.MODE)
          .defaultValue(RunbookPlan.MODE);

  public static final Signature RUN_RUNBOOK =
      Signature.of(
          "run-runbook",
          RunbookSource.RUNBOOK,
          RunbookSource.RUNBOOK_PATH,
          MODE,
          RunbookSandbox.RECORDING_TASK,
          RunbookParameters.PARAMETERS,
          RunbookFiles.FILES,
          RunbookSandbox.AGENT,
          RunbookSandbox.MODEL,
          RunbookSandbox.MODEL_PROVIDER,
          RunbookSandbox.SNAPSHOT,
          RunStart.SECRET_PARAMS,
          RunStart.SECRET_ENV,
          RunbookRequest.TIMEOUT,
          RunbookRequest.LABELS,
          RunStart.USE_TRIAL_KEYS,
          RunWait.WAIT_SECONDS,
          COLLECTION);

  public static final Signature DEPLOY_RUNBOOK =
      Signature.of(
          "deploy-runbook",
          RunbookSource.RUNBOOK,
          RunbookSource.RUNBOOK_PATH,
          TASK,
          RunbookDeploy.DESCRIPTION,
          RunbookDeploy.STRICT,
          RunbookDeploy.STORE_ANYWAY,
          COLLECTION);

  /** The suggestion that stores a runbook's settings, for the last result of a followed run. */
  static final Param<ObjectNode> FIX =
      Param.object("fix", "Arguments of the deploy-runbook to suggest");

  static final Param<String> FIX_WHY = Param.text("fix_why", "Why it is suggested");

  /** The arguments of {@link RunbookLaunch#look}; here, as that class builds views. */
  public static final List<Param<?>> FOLLOWED =
      List.of(TASK, TRAJECTORY, RunWait.START, FIX, FIX_WHY, COLLECTION);

  private RunbookSignatures() {}
}
