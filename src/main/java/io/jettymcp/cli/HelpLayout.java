package io.jettymcp.cli;

import io.jettymcp.config.Setting;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.Column;
import picocli.CommandLine.Help.Column.Overflow;
import picocli.CommandLine.Help.Layout;
import picocli.CommandLine.Help.TextTable;
import picocli.CommandLine.IHelpSectionRenderer;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** Lays out the help of a command: its own options first, then the settings that it accepts. */
final class HelpLayout {
  private static final String SETTINGS = "settings";

  private HelpLayout() {}

  /**
   * Changes the help of a command and of those below it.
   *
   * @param program returns how the person types the name of this program
   */
  static void applyTo(CommandLine command, Supplier<String> program) {
    Map<String, IHelpSectionRenderer> renderers = new HashMap<>(command.getHelpSectionMap());
    renderers.put(
        UsageMessageSpec.SECTION_KEY_OPTION_LIST,
        help -> described(help, options(help, false), help.commandSpec().positionalParameters()));
    renderers.put(UsageMessageSpec.SECTION_KEY_PARAMETER_LIST, help -> "");
    renderers.put(
        SETTINGS,
        help -> {
          List<OptionSpec> settings = options(help, true);
          return settings.isEmpty()
              ? ""
              : "\nSettings:\n"
                  + (isServer(help)
                      ? described(help, settings, List.of())
                      : named(help, settings, program.get()));
        });
    List<String> order = new ArrayList<>(command.getHelpSectionKeys());
    order.add(order.indexOf(UsageMessageSpec.SECTION_KEY_COMMAND_LIST) + 1, SETTINGS);
    command.setHelpSectionMap(renderers);
    command.setHelpSectionKeys(order);
  }

  /** Returns whether a command is a server, whose help describes every setting. */
  private static boolean isServer(Help help) {
    return !(help.commandSpec().userObject() instanceof Subcommand command)
        || command.servesHosts();
  }

  private static List<OptionSpec> options(Help help, boolean settings) {
    return help.commandSpec().options().stream()
        .filter(option -> settings == (option.userObject() instanceof Setting<?>))
        .filter(option -> !option.hidden())
        .toList();
  }

  private static String described(
      Help help, List<OptionSpec> options, List<PositionalParamSpec> parameters) {
    Layout layout = help.createDefaultLayout(options, parameters, help.colorScheme());
    layout.addPositionalParameters(parameters, help.parameterLabelRenderer());
    layout.addOptions(options, help.parameterLabelRenderer());
    return layout.toString();
  }

  private static String named(Help help, List<OptionSpec> settings, String program) {
    TextTable lines =
        TextTable.forColumns(
            Help.defaultColorScheme(Ansi.OFF),
            new Column(help.commandSpec().usageMessage().width(), 2, Overflow.WRAP));
    lines.addRowValues(
        settings.stream().map(OptionSpec::longestName).collect(Collectors.joining(", ")));
    return lines
        + ("  What they do: " + program + " --help, or docs/configuration.md")
        + System.lineSeparator();
  }
}
