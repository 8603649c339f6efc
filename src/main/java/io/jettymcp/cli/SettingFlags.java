package io.jettymcp.cli;

import io.jettymcp.config.Setting;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** Converts declared settings to options of the command line, and options to their values. */
final class SettingFlags {
  private SettingFlags() {}

  static void addTo(CommandSpec command, List<Setting<?>> settings) {
    for (Setting<?> setting : settings) {
      setting.flag().ifPresent(flag -> command.addOption(option(flag, setting)));
    }
  }

  /** Returns the value of each flag that was given, before the subcommand's name or after it. */
  static Map<Setting<?>, String> values(ParseResult parsed) {
    Map<Setting<?>, String> values = new HashMap<>();
    for (ParseResult level = parsed; level != null; level = level.subcommand()) {
      for (OptionSpec option : level.matchedOptions()) {
        if (option.userObject() instanceof Setting<?> setting) {
          values.put(setting, text(option, setting));
        }
      }
    }
    return values;
  }

  private static OptionSpec option(String flag, Setting<?> setting) {
    OptionSpec.Builder option =
        OptionSpec.builder(flag).userObject(setting).description(description(setting));
    Optional<String> label = setting.label();
    if (label.isEmpty()) {
      // With a value too, so that a switch set by a variable can be turned off. The setting reads
      // it.
      return option
          .type(boolean.class)
          .converters(value -> true)
          .arity("0..1")
          .fallbackValue("true")
          .paramLabel("false")
          .build();
    }
    option.paramLabel(label.get()).arity("1");
    return setting.isList()
        ? option.type(List.class).auxiliaryTypes(String.class).build()
        : option.type(String.class).build();
  }

  private static String description(Setting<?> setting) {
    StringBuilder text = new StringBuilder(setting.description());
    if (!setting.isSwitch()) {
      setting
          .defaultText()
          .ifPresent(value -> text.append(" [default: ").append(value).append(']'));
    }
    setting.variable().ifPresent(name -> text.append(" [environment: ").append(name).append(']'));
    return text.toString().replace("%", "%%");
  }

  private static String text(OptionSpec option, Setting<?> setting) {
    List<String> written = option.originalStringValues();
    if (setting.isSwitch() && !written.isEmpty()) {
      return written.get(written.size() - 1);
    }
    Object value = option.getValue();
    return value instanceof List<?> list
        ? String.join(",", list.stream().map(String::valueOf).toList())
        : String.valueOf(value);
  }
}
