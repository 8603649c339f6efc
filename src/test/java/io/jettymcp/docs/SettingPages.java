package io.jettymcp.docs;

import static java.util.stream.Collectors.joining;

import io.jettymcp.config.GeneralSettings;
import io.jettymcp.config.HttpOptions;
import io.jettymcp.config.Setting;
import io.jettymcp.files.ProtectedFiles;
import java.util.List;

/** Generates docs/configuration.md, and other tables of what the configuration declares. */
final class SettingPages {
  private SettingPages() {}

  static String page() {
    StringBuilder text =
        new StringBuilder(
            """
            # Configuration

            This page is generated. Precedence: flag, environment, file, default. Flags work with and without the word
            `stdio`. An empty environment variable counts as unset. Lists are separated by commas. `jetty-mcp doctor`
            shows the values in effect and where each came from.

            | flag | environment | value | default | description |
            |---|---|---|---|---|
            """);
    rows(text, GeneralSettings.all());
    text.append(
        """

        ## Over HTTP

        Only `jetty-mcp http` accepts these, in addition to those above. Sizes are bytes, or numbers with KB, MB or GB.

        | flag | environment | value | default | description |
        |---|---|---|---|---|
        """);
    rows(text, HttpOptions.all());
    return text.append(
            """

            ## Files

            | file | content |
            |---|---|
            | `~/.config/jetty/token` | the API token; the directory has mode 0700, the file 0600. It is read for every call, so a login takes effect in a running server |
            | `~/.config/jetty/api_base` | address of Jetty's API, if it is not the default |
            | `CLAUDE.md` in the working directory | the old location of the token. A token found there is copied to the token file, and stderr asks you to delete it |

            ## The launcher

            `JETTY_MCP_JAVA_OPTS` holds additional options for Java, separated by spaces. Options that print to stdout are
            redirected to stderr, turned off or ignored; to log to a file, use `-Xlog:…:file=PATH`. `JAVA_HOME` names the Java to use;
            the launcher looks for version 17 or newer there first.
            """)
        .toString();
  }

  /** Generates the table of SECURITY.md from the one in the code. */
  static String protectedFiles() {
    StringBuilder text = new StringBuilder("| files | rule | names |\n|---|---|---|\n");
    for (ProtectedFiles row : ProtectedFiles.values()) {
      text.append("| ").append(row.title());
      text.append(" | ").append(row.rule().words());
      text.append(" | ")
          .append(row.patterns().stream().map(SettingPages::code).collect(joining(" ")))
          .append(" |\n");
    }
    return text.toString();
  }

  private static void rows(StringBuilder text, List<Setting<?>> settings) {
    for (Setting<?> setting : settings) {
      text.append("| ").append(setting.flag().map(SettingPages::code).orElse(""));
      text.append(" | ").append(setting.variable().map(SettingPages::code).orElse(""));
      text.append(" | ").append(setting.label().orElse("true\\|false"));
      text.append(" | ").append(setting.defaultText().orElse(""));
      text.append(" | ").append(setting.description().replace("|", "\\|")).append(" |\n");
    }
  }

  private static String code(String text) {
    return "`" + text + "`";
  }
}
