/**
 * Serves Jetty's REST API over HTTP from memory, so that the tests, the demo and users without an
 * account need no Jetty. Code of the server's client, tools or redaction does not belong here: a
 * fault that both sides share would stay hidden. The contract is in {@code docs/simulator.md}.
 */
@NullMarked
package io.jettymcp.simulator;

import org.jspecify.annotations.NullMarked;
