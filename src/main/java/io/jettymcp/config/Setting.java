package io.jettymcp.config;

/** A checked value and where it came from. */
public record Setting<T>(T value, Source source) {}
