package io.jettymcp.cli;

import io.jettymcp.config.GeneralSettings;
import io.jettymcp.config.Setting;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Parses the arguments that hosts start the server with: none, or the word {@code stdio} and flags
 * with their values. Picocli takes longer to load than a host should wait; it parses everything
 * else, and reports what is wrong with it.
 */
final class HostArguments {
  private static final String STDIO = "stdio";

  private HostArguments() {}

  /** Returns the flags of a server on stdio; empty where picocli has to parse. */
  static Optional<Map<Setting<?>, String>> flags(String... arguments) {
    List<String> all = Arrays.asList(arguments);
    List<String> flags =
        !all.isEmpty() && all.get(0).equals(STDIO) ? all.subList(1, all.size()) : all;
    Map<Setting<?>, String> values = new HashMap<>();
    for (String flag : flags) {
      int equals = flag.indexOf('=');
      Optional<Setting<?>> setting = find(equals < 0 ? flag : flag.substring(0, equals));
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

  private static Optional<Setting<?>> find(String flag) {
    for (Setting<?> setting : GeneralSettings.all()) {
      if (setting.flag().orElse("").equals(flag) && !flag.isEmpty()) {
        return Optional.of(setting);
      }
    }
    return Optional.empty();
  }

  private static Optional<String> value(Setting<?> setting, String flag, int equals) {
    if (equals < 0) {
      return setting.isSwitch() ? Optional.of("true") : Optional.empty();
    }
    String value = flag.substring(equals + 1);
    return value.isEmpty() ? Optional.empty() : Optional.of(value);
  }
}
