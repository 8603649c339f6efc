package io.jettymcp.runbooks.document;

/**
 * Describes one problem of a runbook. Quotes names of the runbook only, never a value, which may be
 * a secret.
 *
 * @param error true if the runbook cannot run as written; else it is a warning
 * @param line the line of the file, from 1
 * @param where the part of the runbook, such as {@code secrets.OPENAI.env} or {@code ## Parameters}
 * @param what what is wrong there, a sentence
 * @param fix what to do about it, a sentence
 */
public record RunbookFinding(boolean error, int line, String where, String what, String fix) {}
