/**
 * Serves Jetty's REST API over HTTP from memory, so that the tests, the demo and users without an
 * account need no Jetty. This package starts and configures it; endpoints, state and runs belong to
 * the packages below. Code of the server's client, tools or redaction does not belong here: a fault
 * that both sides share would stay hidden. Only the readers of the workflow language and of
 * RUNBOOK.md are shared. The contract is in {@code docs/simulator.md}.
 */
@NullMarked
package io.jettymcp.simulator;

import org.jspecify.annotations.NullMarked;
