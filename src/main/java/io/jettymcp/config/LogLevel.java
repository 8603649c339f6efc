package io.jettymcp.config;

/** Levels of the log, from least to most verbose. */
public enum LogLevel {
  ERROR,
  WARN,
  INFO,
  DEBUG,
  TRACE
}
