package io.jettymcp.runbooks.document;

/**
 * One thing that is wrong with a runbook. Of the runbook's own words only names are repeated, never
 * a value that may be a secret.
 *
 * @param error whether the runbook cannot run well as it is; else it is a warning
 * @param line the line of the file, from 1
 * @param where the part of the runbook, such as {@code secrets.OPENAI.env} or {@code ## Parameters}
 * @param what what is wrong there, a sentence
 * @param fix what to do about it, a sentence
 */
public record RunbookFinding(boolean error, int line, String where, String what, String fix) {}
