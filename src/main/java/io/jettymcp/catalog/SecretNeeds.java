package io.jettymcp.catalog;

import io.jettymcp.api.Failure.BadArguments;
import io.jettymcp.runbook.Frontmatter;
import io.jettymcp.tool.Args;
import io.jettymcp.tool.Call;
import io.jettymcp.tool.Json;
import io.jettymcp.tool.Param;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/** The secrets that something needs, from a list of names or from a runbook. */
final class SecretNeeds {
  /** Largest runbook in bytes. */
  private static final long MAX_RUNBOOK = 2_000_000;

  /** A secret, the variable that should hold it, and what the runbook says of it. */
  record Need(String name, String env, String description, boolean required) {
    ObjectNode describe(boolean configured) {
      ObjectNode data = Json.object().put("name", name).put("env", env).put("required", required);
      if (!description.isEmpty()) {
        data.put("description", description);
      }
      return data.put("configured", configured);
    }
  }

  private SecretNeeds() {}

  static List<Need> of(
      Call call, Param<List<String>> keys, Param<String> runbook, Param<String> runbookPath) {
    Args in = call.in();
    if (Stream.of(keys, runbook, runbookPath).filter(in::has).count() != 1) {
      throw new BadArguments(
          "required_keys",
          "Give exactly one of \"required_keys\", \"runbook\" and \"runbook_path\".");
    }
    if (in.has(keys)) {
      return in.find(keys).orElseThrow().stream()
          .distinct()
          .map(key -> new Need(key, key, "", true))
          .toList();
    }
    Param<String> given = in.has(runbook) ? runbook : runbookPath;
    String text = in.find(runbook).orElseGet(() -> read(call, in.find(runbookPath).orElseThrow()));
    try {
      return Frontmatter.parse(text).secrets().stream()
          .map(s -> new Need(s.name(), s.env(), s.description(), s.required()))
          .toList();
    } catch (Frontmatter.Malformed malformed) {
      throw new BadArguments(given.name(), malformed.what());
    }
  }

  private static String read(Call call, String path) {
    Path file = call.local().readable("runbook_path", path);
    try {
      if (Files.size(file) > MAX_RUNBOOK) {
        throw new BadArguments(
            "runbook_path", "\"runbook_path\" is larger than " + MAX_RUNBOOK + " bytes.");
      }
      return Files.readString(file, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new BadArguments("runbook_path", "\"runbook_path\" cannot be read as UTF-8 text.");
    }
  }
}
