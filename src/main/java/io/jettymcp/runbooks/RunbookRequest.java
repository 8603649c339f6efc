package io.jettymcp.runbooks;

import io.jettymcp.jetty.Request;
import io.jettymcp.jetty.ResponseHandling;
import io.jettymcp.json.Json;
import io.jettymcp.tool.Args;
import io.jettymcp.tool.Param;
import java.time.Duration;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/** Builds the chat request that runs a runbook. */
final class RunbookRequest {
  static final Param<Integer> TIMEOUT = Param.integer("timeout_sec", "Limit of the run", 1, 86_400);
  static final Param<Map<String, String>> LABELS = Param.texts("labels", "Set on the run");

  /** The user message; the runbook itself is the system message. */
  private static final String NUDGE = "Execute the runbook.";

  /** Jetty's edge ends a request that is silent for about 100 s. */
  private static final Duration MAX_HINT = Duration.ofSeconds(90);

  private RunbookRequest() {}

  /**
   * Builds it.
   *
   * @param files all of them at Jetty
   * @param wait after which Jetty has to answer even if it does not stream
   */
  static Request of(
      Args in,
      RunbookPreflight.Ready ready,
      RunbookFiles files,
      Duration wait,
      RunbookStream stream) {
    ObjectNode body = Json.object().put("model", ready.choice().model());
    body.withArray("messages")
        .add(Json.object().put("role", "system").put("content", ready.runbook().text()))
        .add(Json.object().put("role", "user").put("content", NUDGE));
    body.put("stream", true);
    ObjectNode jetty = body.putObject("jetty").put("runbook", true);
    jetty.put("collection", ready.task().collection()).put("task", ready.task().task());
    jetty.put("agent", ready.choice().agent());
    jetty.put("model_provider", ready.choice().provider());
    ready.sandbox().addTo(jetty);
    jetty.set("template_variables", ready.parameters().toJson());
    files.addTo(jetty);
    jetty.put("timeout_hint", hint(wait));
    in.find(TIMEOUT).ifPresent(seconds -> jetty.put("timeout_sec", seconds));
    in.find(LABELS).ifPresent(labels -> jetty.set("labels", Json.node(labels)));
    if (!ready.secrets().isEmpty()) {
      ObjectNode secrets = jetty.putObject("secret_params");
      ready.secrets().forEach((name, value) -> secrets.put(name, value.reveal()));
    }
    if (ready.trialKeys()) {
      jetty.put("use_trial_keys", true);
    }
    return Request.post("/v1/chat/completions")
        .json(body)
        .handling(new ResponseHandling.Events(stream))
        .startingRun();
  }

  private static int hint(Duration wait) {
    return (int) Math.max(1, Math.min(wait.toSeconds(), MAX_HINT.toSeconds()));
  }
}
