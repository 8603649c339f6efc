package io.jettymcp.cli;

import io.jettymcp.config.SettingDefinition;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** The settings as options of the command line, made from their one table. */
final class SettingFlags {
  private SettingFlags() {}

  static void addTo(CommandSpec command, Collection<SettingDefinition> settings) {
    for (SettingDefinition setting : settings) {
      setting.flag().ifPresent(flag -> command.addOption(option(flag, setting)));
    }
  }

  /** The text of each flag that was given, before the subcommand's word or after it. */
  static Map<SettingDefinition, String> given(ParseResult parsed) {
    Map<SettingDefinition, String> given = new EnumMap<>(SettingDefinition.class);
    for (ParseResult level = parsed; level != null; level = level.subcommand()) {
      for (SettingDefinition setting : SettingDefinition.values()) {
        Optional<OptionSpec> option = setting.flag().map(level::matchedOption);
        option.ifPresent(matched -> given.put(setting, text(matched.getValue())));
      }
    }
    return given;
  }

  private static OptionSpec option(String flag, SettingDefinition setting) {
    OptionSpec.Builder option = OptionSpec.builder(flag).description(description(setting));
    if (setting.isSwitch()) {
      // With a value too, so that a switch of the environment can be switched off.
      return option
          .type(boolean.class)
          .arity("0..1")
          .fallbackValue("true")
          .paramLabel("false")
          .build();
    }
    option.paramLabel(setting.syntax().orElseThrow()).arity("1");
    return setting.isList()
        ? option.type(List.class).auxiliaryTypes(String.class).build()
        : option.type(String.class).build();
  }

  private static String description(SettingDefinition setting) {
    StringBuilder text = new StringBuilder(setting.description());
    if (!setting.isSwitch()) {
      setting
          .defaultValue()
          .ifPresent(value -> text.append(" [default: ").append(value).append(']'));
    }
    setting.variable().ifPresent(name -> text.append(" [environment: ").append(name).append(']'));
    return text.toString().replace("%", "%%");
  }

  private static String text(@Nullable Object value) {
    return value instanceof List<?> list
        ? String.join(",", list.stream().map(String::valueOf).toList())
        : String.valueOf(value);
  }
}
