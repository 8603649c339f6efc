/**
 * Writes the log with Logback behind SLF4J: to stderr, redacted. Redaction itself belongs to {@code
 * redact}, and the access log's lines to the transport.
 */
@NullMarked
package io.jettymcp.app.log;

import org.jspecify.annotations.NullMarked;
