/**
 * Serves HTTP: routing, authentication, requests, responses, forms and validation errors, as the
 * framework of Jetty does. Knows no resource of Jetty: those belong to {@code api}.
 */
@NullMarked
package io.jettymcp.simulator.http;

import org.jspecify.annotations.NullMarked;
