/**
 * Edits configuration files of other programs as text, so that nothing but the edited entry changes
 * by a byte. It knows JSON, YAML and TOML; which host uses which file belongs to the package above.
 */
@NullMarked
package io.jettymcp.cli.install.edit;

import org.jspecify.annotations.NullMarked;
