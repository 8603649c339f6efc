package io.jettymcp.app;

import io.jettymcp.config.ProcessEnvironment;
import io.jettymcp.config.Setting;
import io.jettymcp.config.Settings;
import io.jettymcp.config.TokenStore;
import java.io.PrintWriter;
import java.util.Map;

/**
 * Carries what a command works with.
 *
 * @param settings checked, from flags, environment and files
 * @param flags the value of each flag that was given, for settings of one command alone
 * @param environment where the program runs
 * @param tokens the token; its warnings go to {@code err}
 * @param out for results; in a server on stdio this is the wire, so nothing must be written there
 * @param err for everything else that people should read
 */
public record Invocation(
    Settings settings,
    Map<Setting<?>, String> flags,
    ProcessEnvironment environment,
    TokenStore tokens,
    PrintWriter out,
    PrintWriter err) {

  /** Returns how the person who started this process types the name of this program. */
  public String program() {
    return ProgramName.of(environment).here();
  }
}
