package io.jettymcp.cli.doctor;

import io.jettymcp.app.Version;
import io.jettymcp.config.Setting;
import io.jettymcp.config.Settings;
import io.jettymcp.config.Source;
import io.jettymcp.json.Json;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * All that was checked, and the settings in effect.
 *
 * @param tools how many are enabled
 */
record Diagnosis(List<Check> checks, List<Settings.Shown> settings, int tools) {
  Diagnosis {
    checks = List.copyOf(checks);
    settings = List.copyOf(settings);
  }

  boolean isReady() {
    return checks.stream().noneMatch(Check::isFailure);
  }

  /**
   * Prints it for a person, the verdict first.
   *
   * @param all whether settings that are defaults are shown
   */
  void print(PrintWriter out, boolean all) {
    out.println(verdict());
    out.println();
    out.println("jetty-mcp " + Version.ofBuild());
    for (Check check : checks) {
      out.printf("%-4s %s: %s%n", check.outcome().label(), check.about(), check.result());
      check.fix().ifPresent(fix -> out.println("     Fix: " + fix));
    }
    out.println(all ? "Settings:" : "Settings that are not defaults (--all shows all):");
    List<Settings.Shown> shown =
        settings.stream().filter(setting -> all || !isDefault(setting)).toList();
    for (Settings.Shown setting : shown) {
      out.printf(
          "     %-18s %s%s%n",
          name(setting.setting()),
          setting.value().isEmpty() ? "-" : setting.value(),
          isDefault(setting) ? "" : "  (" + setting.source().words() + ")");
    }
    if (shown.isEmpty()) {
      out.println("     none");
    }
  }

  private String verdict() {
    Optional<Check> fault = checks.stream().filter(Check::isFailure).findFirst();
    return fault
        .map(check -> "Not ready: " + check.about() + ": " + check.result() + ".")
        .orElse("Ready: Jetty accepts the token, and " + tools + " tools are enabled.");
  }

  /** Returns it for programs. */
  ObjectNode toJson() {
    ObjectNode json =
        Json.object()
            .put("ready", isReady())
            .put("verdict", verdict())
            .put("version", Version.ofBuild());
    ArrayNode found = json.putArray("checks");
    for (Check check : checks) {
      ObjectNode entry =
          found
              .addObject()
              .put("outcome", check.outcome().name().toLowerCase(Locale.ROOT))
              .put("check", check.about())
              .put("result", check.result());
      check.fix().ifPresent(fix -> entry.put("fix", fix));
    }
    ArrayNode effective = json.putArray("settings");
    for (Settings.Shown setting : settings) {
      effective
          .addObject()
          .put("setting", name(setting.setting()))
          .put("value", setting.value())
          .put("source", setting.source().words());
    }
    return json;
  }

  private static boolean isDefault(Settings.Shown setting) {
    return setting.source() instanceof Source.Default;
  }

  private static String name(Setting<?> setting) {
    return setting.flag().orElseGet(setting::title);
  }
}
