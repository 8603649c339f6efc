package io.jettymcp.config;

/** How much is written to the log, from least to most. */
public enum LogLevel {
  ERROR,
  WARN,
  INFO,
  DEBUG,
  TRACE
}
