/**
 * Writes this server into the configuration files of MCP hosts. The command that a host starts is
 * found here too; the server's own settings belong to {@code config}.
 */
@NullMarked
package io.jettymcp.cli.install;

import org.jspecify.annotations.NullMarked;
