/** Writes this server into the configuration files of MCP hosts. */
@NullMarked
package io.jettymcp.cli.install;

import org.jspecify.annotations.NullMarked;
