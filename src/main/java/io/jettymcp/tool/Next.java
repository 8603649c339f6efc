package io.jettymcp.tool;

import tools.jackson.databind.node.ObjectNode;

/**
 * A call that is the natural next step, ready to be sent.
 *
 * @param tool the tool's name
 * @param arguments its arguments
 * @param why what it is good for, in a few words
 */
public record Next(String tool, ObjectNode arguments, String why) {}
