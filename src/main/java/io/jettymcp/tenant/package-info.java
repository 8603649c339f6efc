/**
 * Maps the token of an HTTP request to its tenant: an owner name, a route to Jetty, the secrets
 * learned there and the services built for it. Building routes and services is the composition's
 * ({@link io.jettymcp.tenant.TenantBackend}), reading requests is the transport's, and the token of
 * a server on stdio is {@code config}'s.
 */
@NullMarked
package io.jettymcp.tenant;

import org.jspecify.annotations.NullMarked;
