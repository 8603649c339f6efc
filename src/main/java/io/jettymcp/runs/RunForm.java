package io.jettymcp.runs;

import static io.jettymcp.runs.RunStart.FILES;
import static io.jettymcp.runs.RunStart.WEBHOOK_SECRET;
import static io.jettymcp.runs.RunStart.WEBHOOK_URL;

import io.jettymcp.jetty.LocalFile;
import io.jettymcp.jetty.Request;
import io.jettymcp.json.Json;
import io.jettymcp.secret.Secret;
import io.jettymcp.tool.Args;
import io.jettymcp.tool.Call;
import io.jettymcp.tool.Param;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** The form that starts a run: all of it but the inputs is the same for each run of a call. */
public record RunForm(
    List<LocalFile> files,
    Map<String, Secret> secrets,
    Optional<String> webhookUrl,
    Optional<Secret> webhookSecret) {
  public RunForm {
    files = List.copyOf(files);
    secrets = Collections.unmodifiableMap(new LinkedHashMap<>(secrets));
  }

  /** Reads the arguments of a call, and checks the files and variables that it names. */
  public static RunForm of(Call call) {
    Args in = call.in();
    List<LocalFile> files =
        in.find(FILES).orElse(List.of()).stream()
            .map(path -> call.local().readable(FILES.name(), path))
            .toList();
    return new RunForm(
        files, RunStart.secrets(call), find(in, WEBHOOK_URL), find(in, WEBHOOK_SECRET));
  }

  private static <T> Optional<T> find(Args in, Param<T> param) {
    return in.takes(param) ? in.find(param) : Optional.empty();
  }

  /**
   * Makes the parts of the request that starts a run.
   *
   * @param trialKeys whether the run uses Jetty's own model keys
   */
  public List<Request.Part> parts(ObjectNode inputs, boolean trialKeys) {
    List<Request.Part> parts = new ArrayList<>();
    parts.add(field("init_params", inputs.toString()));
    for (LocalFile file : files) {
      parts.add(new Request.FilePart("files", file));
    }
    if (trialKeys) {
      parts.add(field("use_trial_keys", "true"));
    }
    if (!secrets.isEmpty()) {
      ObjectNode params = Json.object();
      secrets.forEach((name, value) -> params.put(name, value.reveal()));
      parts.add(field("secret_params", params.toString()));
    }
    webhookUrl.ifPresent(url -> parts.add(field("webhook_url", url)));
    webhookSecret.ifPresent(secret -> parts.add(new Request.Field("webhook_secret", secret)));
    return parts;
  }

  private static Request.Field field(String name, String text) {
    return new Request.Field(name, Secret.of(text));
  }
}
