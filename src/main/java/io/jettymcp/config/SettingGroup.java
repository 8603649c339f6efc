package io.jettymcp.config;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Collects the settings of one command in the order in which they are declared. */
final class SettingGroup {
  private final List<Setting<?>> settings = new ArrayList<>();

  <T> Setting<T> add(Setting<T> setting) {
    settings.add(setting);
    return setting;
  }

  List<Setting<?>> all() {
    return Collections.unmodifiableList(settings);
  }
}
