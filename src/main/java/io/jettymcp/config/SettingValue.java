package io.jettymcp.config;

/** A checked value and where it came from. */
public record SettingValue<T>(T value, Source source) {}
