package io.jettymcp.cli;

import io.jettymcp.config.SettingDefinition;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The arguments that hosts start the server with: none, or the word {@code stdio} and flags with
 * their values. These are read here, as the parser of command lines takes longer to load than a
 * host should wait. It reads whatever else there is, and says what is wrong with it.
 */
final class HostArguments {
  private static final String WORD = "stdio";

  private HostArguments() {}

  /** The flags of a server on stdio; empty where the parser has to look. */
  static Optional<Map<SettingDefinition, String>> flags(String... arguments) {
    List<String> given = Arrays.asList(arguments);
    List<String> flags =
        !given.isEmpty() && given.get(0).equals(WORD) ? given.subList(1, given.size()) : given;
    Map<SettingDefinition, String> values = new EnumMap<>(SettingDefinition.class);
    for (String flag : flags) {
      int equals = flag.indexOf('=');
      Optional<SettingDefinition> setting = named(equals < 0 ? flag : flag.substring(0, equals));
      if (setting.isEmpty()) {
        return Optional.empty();
      }
      Optional<String> value = value(setting.get(), flag, equals);
      if (value.isEmpty() || values.put(setting.get(), value.get()) != null) {
        return Optional.empty();
      }
    }
    return Optional.of(values);
  }

  private static Optional<SettingDefinition> named(String flag) {
    for (SettingDefinition setting : SettingDefinition.general()) {
      if (setting.flag().orElse("").equals(flag) && !flag.isEmpty()) {
        return Optional.of(setting);
      }
    }
    return Optional.empty();
  }

  private static Optional<String> value(SettingDefinition setting, String flag, int equals) {
    if (equals < 0) {
      return setting.isSwitch() ? Optional.of("true") : Optional.empty();
    }
    String value = flag.substring(equals + 1);
    boolean known =
        setting.isSwitch() ? value.equals("true") || value.equals("false") : !value.isEmpty();
    return known ? Optional.of(value) : Optional.empty();
  }
}
