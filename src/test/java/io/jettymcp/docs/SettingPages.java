package io.jettymcp.docs;

import io.jettymcp.config.SettingDefinition;
import java.util.Set;

/** What the docs say of the settings. */
final class SettingPages {
  private SettingPages() {}

  static String page() {
    StringBuilder text =
        new StringBuilder(
            """
            # Configuration

            This page is made from the code. A flag wins over the environment, that over a file, that over the default.
            Flags work with and without the word `stdio`. An empty environment variable counts as unset. Lists are
            separated by commas. `jetty-mcp doctor` shows what is in force and where each value came from.

            | flag | environment | value | default | what it is for |
            |---|---|---|---|---|
            """);
    rows(text, SettingDefinition.general());
    text.append(
        """

        ## Over HTTP

        `jetty-mcp http` takes these as well, and no other command does. Sizes are bytes, or numbers with KB, MB or GB.

        | flag | environment | value | default | what it is for |
        |---|---|---|---|---|
        """);
    rows(text, SettingDefinition.http());
    return text.append(
            """

            ## Files

            | file | what it holds |
            |---|---|
            | `~/.config/jetty/token` | the API token; the directory has mode 0700, the file 0600. Read anew for every call, so that a login takes effect in a server that is running |
            | `~/.config/jetty/api_base` | where Jetty's API is, if not at its usual address |
            | `CLAUDE.md` in the working directory | the old place of the token. One that is found there is copied to the token file, and stderr says to delete it |

            ## The launcher

            `JETTY_MCP_JAVA_OPTS` holds more options for Java, separated by blanks. `JAVA_HOME` names the Java to use; the
            launcher looks for version 17 or newer there first.
            """)
        .toString();
  }

  private static void rows(StringBuilder text, Set<SettingDefinition> settings) {
    for (SettingDefinition setting : settings) {
      text.append("| ").append(setting.flag().map(SettingPages::code).orElse(""));
      text.append(" | ").append(setting.variable().map(SettingPages::code).orElse(""));
      text.append(" | ").append(setting.syntax().orElse(""));
      text.append(" | ").append(setting.defaultValue().orElse(""));
      text.append(" | ").append(setting.description().replace("|", "\\|")).append(" |\n");
    }
  }

  private static String code(String text) {
    return "`" + text + "`";
  }
}
